"""A case is begun, revised, brought back to an earlier state."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from community import clock, slugs
from community.cases import queries, rules, state
from community.cases.actions.placing import read_audience, read_status
from community.cases.events import CaseCreated, CaseRevised
from community.cases.models import Case, CaseRevision, Status
from community.database import session
from community.discussions import actions as discussions
from community.discussions.models import ThreadKind
from community.errors import Invalid, NotAllowed, Outdated
from community.events import publish
from community.groups.models import Group
from community.groups.viewer import Audience, Viewer
from community.languages import gettext
from community.lines import clean_line
from community.vocabularies.queries import terms_of


class SavedMeanwhile(Outdated):
    """Somebody saved the case first; `current` is what they saved."""

    def __init__(self, current: CaseRevision) -> None:
        super().__init__(gettext("Somebody else saved this case while you were writing. Nothing was overwritten."))
        self.current = current


def create(
    group: Group,
    *,
    title: str,
    by: Viewer,
    slug: str | None = None,
    sections: Mapping[str, str] | None = None,
    audience: str = Audience.COMMUNITY,
    language: str | None = None,
    status: str = Status.SKETCHED,
    source: Mapping[str, Any] | None = None,
    partners: Iterable[Mapping[str, str]] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
) -> Case:
    """Begin a case in a group, together with its discussion; a title is enough."""
    if not rules.can_create(by, group) or by.person_id is None:
        raise NotAllowed(gettext("Only members of this group write cases in it."))
    language = language or group.language
    if not rules.is_language(language):
        raise Invalid("language", gettext("Choose a language from the list."))
    typed = state.take(title=title, sections=sections or {}, partners=partners, choices=choices or {}, known=_known())
    thread = discussions.start(
        group, title=typed.title, by=by, kind=ThreadKind.CASE, audience=read_audience(audience), language=language
    )
    case = Case(
        community_id=group.community_id,
        group=group,
        language=language,
        slug=slug or _slug(typed.title, group),
        audience=group.scope_of(read_audience(audience)).audience,
        status=read_status(status),
        source=state.take_source(source),
        owner_id=by.person_id,
        thread=thread,
        revision_count=0,
        created_at=clock.now(),
    )
    _save(case, typed, author_id=by.person_id, change="")
    session().flush()
    publish(CaseCreated(case.id))
    return case


def revise(
    case: Case,
    *,
    title: str,
    sections: Mapping[str, str],
    partners: Iterable[Mapping[str, str]],
    choices: Mapping[str, Sequence[str]],
    based_on: int,
    by: Viewer,
    change: str = "",
) -> CaseRevision:
    """Save a new state of the case; raise SavedMeanwhile where revision `based_on` is no longer the newest.

    Where nothing differs from the newest no revision is made, and that one is returned.
    """
    if not rules.can_revise(by, case) or by.person_id is None:
        raise NotAllowed(gettext("You can read this case but not write in it."))
    _lock(case)
    current = queries.find_revision(case, case.revision_count)
    if based_on != case.revision_count:
        raise SavedMeanwhile(current)
    held = state.State(current.title, current.sections, current.partners, current.choices)
    typed = state.take(title=title, sections=sections, partners=partners, choices=choices, known=_known(), held=held)
    change = clean_line(change)
    if len(change) > rules.CHANGE_LENGTH:
        raise Invalid("change", gettext("Say in at most %(n)d characters what you changed.", n=rules.CHANGE_LENGTH))
    if typed == held:
        return current
    revision = _save(case, typed, author_id=by.person_id, change=change)
    if typed.title != held.title:
        _readdress(case)
    session().flush()
    publish(CaseRevised(case.id))
    return revision


def restore(case: Case, *, number: int, based_on: int, by: Viewer) -> CaseRevision:
    """Save an earlier state again, as a new revision."""
    former = queries.find_revision(case, number)
    return revise(
        case,
        title=former.title,
        sections=former.sections,
        partners=former.partners,
        choices=former.choices,
        change=gettext("Back to revision %(n)d", n=number),
        based_on=based_on,
        by=by,
    )


def _lock(case: Case) -> None:
    session().scalar(select(Case.id).where(Case.id == case.id).with_for_update())
    session().refresh(case, ["revision_count", "title", "slug"])


def _save(case: Case, typed: state.State, *, author_id: int, change: str) -> CaseRevision:
    html, text, question = state.show(typed)
    revision = case.revise(
        title=typed.title,
        sections=typed.sections,
        partners=typed.partners,
        choices=typed.choices,
        html=html,
        text=text,
        question=question,
        author_id=author_id,
        change=change,
        at=clock.now(),
    )
    session().add(revision)
    return revision


def _readdress(case: Case) -> None:
    """Give the case the address of its title; the one it had leads on."""
    slug = _slug(case.title, case.group, case.id)
    if slug != case.slug:
        slugs.remember("case", case.community_id, case.slug, case.id)
        case.slug = slug


def _slug(title: str, group: Group, case_id: int = 0) -> str:
    space, is_secret = group.community_id, group.is_confidential
    others = (Case.community_id == space, Case.id != case_id)
    return slugs.free(
        "case", space, title, taken=lambda slug: slugs.is_taken(Case, slug, *others), of=case_id, is_secret=is_secret
    )


def _known() -> dict[str, frozenset[str]]:
    found = terms_of([*state.VOCABULARIES, state.KINDS, state.ROLES])
    return {name: frozenset(term.key for term in terms) for name, terms in found.items()}
