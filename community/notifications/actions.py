"""The verbs of being told: read, choose how, write to who is silent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from community import clock, throttle
from community.accounts.models import Person
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, NotAllowed
from community.groups.models import Group
from community.groups.queries.members import members_among
from community.groups.viewer import Audience, Viewer
from community.languages import gettext, ngettext
from community.notifications import rules
from community.notifications.models import Choice, Happening, Level, Notification, Nudge
from community.notifications.queries.choices import last_nudges, levels_of
from community.notifications.queries.lists import Told
from community.notifications.reasons import REASONS
from community.rendering import normalise

_GATHERED = [name for name, reason in REASONS.items() if reason.is_gathered]


def read_one(told: Told, *, by: Viewer) -> None:
    """Mark a notification as read; and with it those that were gathered for the same place, to which it leads."""
    container = select(Happening.container).where(Happening.id == told.happening_id).scalar_subquery()
    beside = select(Happening.id).where(Happening.container == container)
    gathered = Notification.reason.in_(_GATHERED) & Notification.happening_id.in_(beside)
    _read(by, or_(Notification.id == told.id, gathered))


def read_all(*, by: Viewer, up_to: int) -> None:
    """Mark as read all that somebody was told up to a happening: what came since, they have not seen."""
    _read(by, Notification.happening_id <= up_to)


def read_until(moment: datetime, *, by: Viewer) -> None:
    """Mark as read what happened until a moment: asked by who brings in content that is older than the product."""
    _read(by, Notification.happened_at <= moment)


def choose(levels: Mapping[str, str], *, by: Viewer) -> None:
    """Say for each reason how one wants to be told."""
    for reason, level in levels.items():
        if reason not in REASONS or level not in REASONS[reason].levels:
            raise Invalid(reason, gettext("Choose one from the list."))
        if by.person_id is not None:
            _choose(by.person_id, reason, Level(level))


def stop_mail(person_id: int, reason: str) -> None:
    """Send somebody no more letters for a reason; asked by who holds the signed link of such a letter."""
    if _level(person_id, reason) == Level.MAIL:
        _choose(person_id, reason, Level.PRODUCT)


def resume_mail(person_id: int, reason: str) -> None:
    """Send somebody letters for a reason again; asked by who holds the signed link."""
    if _level(person_id, reason) == Level.PRODUCT:
        _choose(person_id, reason, Level.MAIL)


def nudge(community: Group, people: Sequence[Person], *, text: str, by: Viewer) -> Nudge:
    """Write a personal message to members who have been silent; each of them gets it as one of their own."""
    if not rules.can_nudge(by, community) or by.person_id is None:
        raise NotAllowed(gettext("Only a coordinator writes to the silent members."))
    if not people:
        raise Invalid("people", gettext("Choose at least one member."))
    if len(people) > rules.NUDGED_AT_ONCE:
        raise Invalid("people", gettext("Write to at most %(n)d members at once.", n=rules.NUDGED_AT_ONCE))
    text = normalise(text[: 2 * rules.NUDGE_LENGTH]).strip()
    if not text:
        raise Invalid("text", gettext("Write something first."))
    if len(text) > rules.NUDGE_LENGTH:
        raise Invalid("text", gettext("Write at most %(n)d characters here.", n=rules.NUDGE_LENGTH))
    if {person.id for person in people} - members_among(community, [person.id for person in people]):
        raise Invalid("people", gettext("Somebody chosen is not a member of this community any more."))
    _refuse_insistence(community, people)
    now = clock.now()
    made = Nudge(group_id=community.id, by_id=by.person_id, text=text, sent_at=now)
    session().add(made)
    session().flush()
    for person in people:
        throttle.spend(throttle.Limit(f"nudge:{by.person_id}", rules.NUDGES_A_DAY, 86_400))
        audit.record("nudge.sent", by_id=by.person_id, community_id=community.id, person_id=person.id)
        session().add(
            Happening(
                kind="nudge",
                thing_id=made.id,
                container=f"nudge:{made.id}",
                group_id=community.id,
                audience=Audience.SUBGROUP,
                by_id=by.person_id,
                person_id=person.id,
                happened_at=now,
            )
        )
    session().flush()
    return made


def _refuse_insistence(community: Group, people: Sequence[Person]) -> None:
    nudged = last_nudges(community, [person.id for person in people])
    wait = rules.NUDGED_AGAIN_AFTER
    names = [p.name for p in people if p.id in nudged and (clock.now() - nudged[p.id]).days < wait]
    if names:
        said = ngettext(
            "%(names)s was written to less than %(days)d days ago. Give them time.",
            "%(names)s were written to less than %(days)d days ago. Give them time.",
            len(names),
            names=", ".join(names),
            days=wait,
        )
        raise Invalid("people", said)


def _read(by: Viewer, which: ColumnElement[bool]) -> None:
    session().execute(
        update(Notification)
        .where(Notification.person_id == by.person_id, Notification.read_at.is_(None), which)
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _level(person_id: int, reason: str) -> str:
    if session().get(Person, person_id) is None:
        raise Absent
    return levels_of(person_id)[reason]


def _upsert(insert: Any) -> Insert:
    row = insert(Choice)
    return row.on_conflict_do_update(index_elements=["person_id", "reason"], set_={"level": row.excluded.level})


_CHOOSE = {"postgresql": _upsert(postgresql.insert), "sqlite": _upsert(sqlite.insert)}


def _choose(person_id: int, reason: str, level: Level) -> None:
    statement = _CHOOSE[session().get_bind().dialect.name]
    chosen = {"person_id": person_id, "reason": reason, "level": level.value}
    session().connection().execute(statement, chosen)
