"""A draft is kept, thrown away, forgotten."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from community import clock, worker
from community.database import session, unit_of_work
from community.drafts import rules
from community.drafts.models import Draft
from community.drafts.rules import Place, Writer
from community.errors import Absent, Invalid, NotAllowed, Refusal
from community.languages import gettext
from community.lines import storable
from community.throttle import Limit, spend

_SAVES = (1_800, 3600)  # in an hour: one every two seconds


def keep(place: Place, *, typed: Iterable[tuple[str, list[str]]], by: Writer) -> Draft:
    """Keep what somebody typed into a form, in the place of what they typed there before."""
    if by.person_id is None:
        raise NotAllowed(gettext("Sign in first."))
    kept = rules.kept_of(typed)
    fields = {storable(name): [storable(value) for value in values] for name, values in kept.items()}
    if len(fields) > rules.FIELDS or sum(len(value) for values in fields.values() for value in values) > rules.LENGTH:
        raise Invalid("draft", gettext("This is too long to be kept while you write. Keep a copy of your own."))
    spend(Limit(f"draft:{by.person_id}", *_SAVES))
    draft = _find(place, by)
    if draft is None:
        _make_room(by.person_id)
        draft = Draft(person_id=by.person_id, **place._asdict())
        session().add(draft)
    draft.fields, draft.saved_at = fields, clock.now()
    session().flush()
    return draft


def keep_if_possible(place: Place, *, typed: Iterable[tuple[str, list[str]]], by: Writer) -> None:
    """Keep what somebody sent in a form that was refused; where it cannot be kept, the refusal shows it all the same."""
    try:
        with session().begin_nested():
            keep(place, typed=typed, by=by)
    except Refusal:
        return


def forget(place: Place, *, by: Writer) -> None:
    """Let a draft go: what it held is saved."""
    mine = (Draft.person_id == by.person_id, Draft.kind == place.kind, Draft.thing == place.thing)
    session().execute(delete(Draft).where(*mine, Draft.part == place.part))


def throw_away(draft_id: int, *, by: Writer) -> None:
    """Throw a draft of one's own away; anybody else's answers as if there were none."""
    draft = session().scalar(select(Draft).where(Draft.id == draft_id, Draft.person_id == by.person_id))
    if draft is None:
        raise Absent
    session().delete(draft)


@worker.seldom
def forget_old() -> bool:
    """Forget what nobody came back to, as a job of the worker."""
    with unit_of_work():
        sweep()
    return False


def sweep() -> None:
    """Forget what nobody came back to in time."""
    session().execute(delete(Draft).where(Draft.saved_at < clock.now() - rules.KEPT_FOR))


def _find(place: Place, by: Writer) -> Draft | None:
    mine = (Draft.person_id == by.person_id, Draft.kind == place.kind, Draft.thing == place.thing)
    return session().scalar(select(Draft).where(*mine, Draft.part == place.part))


def _make_room(person_id: int) -> None:
    newest = select(Draft.id).where(Draft.person_id == person_id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    for draft_id in session().scalars(newest.offset(rules.MOST - 1)).all():
        session().execute(delete(Draft).where(Draft.id == draft_id))
