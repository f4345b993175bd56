"""A case is begun, revised, brought back to an earlier state."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from community import clock, slugs
from community.cases import queries, rules, state
from community.cases.actions import amending, presence
from community.cases.actions.placing import first_status, read_audience
from community.cases.contributions import counted, credited
from community.cases.events import CaseCreated, CaseRevised
from community.cases.merge import Merged, merge
from community.cases.models import Case, CaseRevision, Status, Wording
from community.cases.queries.forms import form_of
from community.database import session
from community.discussions import actions as discussions
from community.discussions.models import ThreadKind
from community.errors import Invalid, Outdated
from community.events import publish
from community.groups.models import Group
from community.groups.viewer import Audience, Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lines import clean_line
from community.vocabularies.queries import terms_of


class SavedMeanwhile(Outdated):
    """Somebody saved the case first, and their lines clash with these; `current` is what they saved.

    `merged` holds both, as far as they go together; None where it was not tried.
    """

    def __init__(self, current: CaseRevision, merged: Merged | None = None) -> None:
        super().__init__(gettext("Somebody else saved this case while you were writing. Nothing was overwritten."))
        self.current, self.merged = current, merged


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
        raise not_allowed(group.scope, gettext("Only members of this group write cases in it."))
    language = language or group.language
    if not rules.is_language(language):
        raise Invalid("language", gettext("Choose a language from the list."))
    offered = _offered(group.community_id)
    typed = state.take(title=title, sections=sections or {}, partners=partners, choices=choices or {}, **offered)
    thread = discussions.start(
        group, title=typed.title, by=by, kind=ThreadKind.CASE, audience=read_audience(audience), language=language
    )
    case = Case(
        community_id=group.community_id,
        group=group,
        language=language,
        slug=slug or _slug(typed.title, group),
        audience=group.scope_of(read_audience(audience)).audience,
        status=first_status(status, group, by=by),
        source=state.take_source(source),
        owner_id=by.person_id,
        thread=thread,
        revision_count=0,
        created_at=clock.now(),
    )
    session().add(case.revise(_worded(typed, None, by.person_id), author_id=by.person_id, change="", at=clock.now()))
    session().flush()
    publish(CaseCreated(case.id))
    return case


def revise(
    case: Case,
    *,
    based_on: int | str,
    by: Viewer,
    title: str | None = None,
    sections: Mapping[str, str] | None = None,
    partners: Iterable[Mapping[str, str]] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
    change: str = "",
    only: Sequence[str] | None = None,
    may_amend: bool = False,
) -> CaseRevision:
    """Save a new state of the case, merged with what was saved since version `based_on`; raise SavedMeanwhile on a clash.

    What is left out stays as it was in that version, and of the sections all but `only` where these are named. A person who
    saves again soon after amends their revision where they may. Where nothing differs from the newest, that one is returned.
    """
    if not rules.can_revise(by, case) or by.person_id is None:
        raise not_allowed(case.scope, gettext("You can read this case but not write in it."))
    _lock(case)
    current = queries.find_revision(case, case.revision_count, is_locked=True)
    held = state.held_by(current)
    is_present = str(based_on) == current.version
    base = held if is_present else queries.find_state(case, based_on)
    was = base or state.State("", {}, [], {})
    begun = base or held  # for what the form did not ask: from an unknown version on, that it is as it is now
    if only is not None:
        sections = {**begun.sections, **{key: (sections or {}).get(key, "") for key in only}}
    offered, both = _offered(case.community_id), held if is_present else _both(was, held)
    typed = mine = state.take(
        title=begun.title if title is None else title,
        sections=begun.sections if sections is None else sections,
        partners=begun.partners if partners is None else partners,
        choices=begun.choices if choices is None else choices,
        **offered,
        held=both,
    )
    change = clean_line(change)
    if len(change) > rules.CHANGE_LENGTH:
        raise Invalid("change", gettext("Say in at most %(n)d characters what you changed.", n=rules.CHANGE_LENGTH))
    if not is_present:
        merged = merge(was, mine, held)
        if merged.clashes:
            raise SavedMeanwhile(current, merged)
        together = merged.state
        typed = state.take(
            title=together.title,
            sections=together.sections,
            partners=together.partners,
            choices=together.choices,
            **offered,
            held=both,
        )
    if typed == held:
        return current
    presence.leave(case.id, by.person_id)
    is_amendment = may_amend and is_present and amending.may_amend(current, typed, by.person_id)
    if is_amendment:
        revision = amending.amend(current, _worded(typed, _before(current), by.person_id), change=change)
    else:
        wording = _worded(typed, current, by.person_id)
        merged_from = str(based_on) if base and not is_present and mine != typed else None
        revision = case.revise(wording, author_id=by.person_id, change=change, at=clock.now(), merged_from=merged_from)
        session().add(revision)
    if typed.title != held.title:
        _readdress(case)
    session().flush()
    publish(CaseRevised(case.id, is_amendment))
    return revision


def restore(case: Case, *, number: int, based_on: int | str, by: Viewer) -> CaseRevision:
    """Save an earlier state again, as a new revision; who wrote its words stays who wrote them."""
    former = queries.find_revision(case, number)
    _lock(case)
    if str(based_on) != (current := queries.find_revision(case, case.revision_count)).version:
        raise SavedMeanwhile(current)
    restored = revise(
        case,
        title=former.title,
        sections=former.sections,
        partners=former.partners,
        choices=former.choices,
        change=gettext("Back to revision %(n)d", n=number),
        based_on=based_on,
        by=by,
    )
    if restored.sections == former.sections:
        restored.credit(former.credits)
    return restored


def _lock(case: Case) -> None:
    session().scalar(select(Case.id).where(Case.id == case.id).with_for_update())
    session().refresh(case, ["revision_count", "title", "slug"])


def _worded(typed: state.State, before: CaseRevision | None, author_id: int) -> Wording:
    html, text, question = state.show(typed)
    was, credits = (before.sections, before.credits or {}) if before else ({}, {})
    return Wording(
        title=typed.title,
        sections=typed.sections,
        partners=typed.partners,
        choices=typed.choices,
        html=html,
        text=text,
        question=question,
        changes=counted(state.held_by(before) if before else None, typed),
        credits=credited(was, credits, typed.sections, author_id),
    )


def _before(revision: CaseRevision) -> CaseRevision | None:
    return queries.find_revision(revision.case, revision.number - 1) if revision.number > 1 else None


def _both(one: state.State, other: state.State) -> state.State:
    """Return all that either held: whoever writes on from it may keep it, though no list offers it any more."""
    names = {**one.choices, **other.choices}
    choices = {name: [*one.choices.get(name, ()), *other.choices.get(name, ())] for name in names}
    return state.State(other.title, {**one.sections, **other.sections}, [*one.partners, *other.partners], choices)


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


def _offered(community_id: int) -> dict[str, Any]:
    """Return what a community offers to choose from, and its form."""
    found = terms_of([*state.VOCABULARIES, state.KINDS, state.ROLES], community_id=community_id)
    known = {name: frozenset(term.key for term in terms) for name, terms in found.items()}
    return {"known": known, "outline": form_of(community_id)}
