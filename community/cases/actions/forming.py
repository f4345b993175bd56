"""Forming subgroups from a choosing round: all of them at once, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community import clock
from community.accounts.models import Person
from community.audit.actions import record
from community.cases import rules
from community.cases.actions.choosing import leader, lock_unsettled
from community.cases.events import CaseMoved, SubgroupsFormed
from community.cases.models import Case, Status
from community.cases.queries.choosing import cases_of_round, people_to_place
from community.cases.queries.lists import cases_at_large
from community.cases.rounds import ChoosingRound, RoundGroup, RoundState
from community.database import session
from community.discussions import actions as discussions
from community.errors import Invalid, NotAllowed, Outdated, Refusal
from community.events import publish
from community.groups.actions.forming import form_subgroup
from community.groups.actions.members import appoint, role_here
from community.groups.models import Group
from community.groups.queries.visibility import viewer_of
from community.groups.rules import LENGTHS
from community.groups.viewer import Role, Viewer
from community.languages import gettext


@dataclass(frozen=True)
class NewGroup:
    """A subgroup to be formed around a case."""

    case_id: int
    name: str
    facilitator_id: int | None
    audience: str
    is_confidential: bool


def form_from_round(
    present: ChoosingRound, *, groups: Sequence[NewGroup], places: Mapping[int, int], by: Viewer
) -> list[Group]:
    """Form all subgroups of a round, or none: `places` says at which case each person is.

    Who is not in it joins none. Raise SettledMeanwhile where another coordinator was quicker.
    """
    community = present.community
    by_id = leader(community, by)
    lock_unsettled(present)
    if present.is_open(clock.now()):
        raise Refusal(gettext("People may still choose. Close the round first."))
    cases = {case.id: case for case in _cases(present, by)}
    people = {person.id: person.name for person in people_to_place(present)}
    _check_division(groups, places, cases, people)
    formed = []
    for new in groups:
        case = cases[new.case_id]
        group = _form(community, new, case, by=by)
        seated = sorted(person_id for person_id, case_id in places.items() if case_id == new.case_id)
        for person_id in seated:
            person = session().get_one(Person, person_id)
            role = Role.FACILITATOR if person_id == new.facilitator_id else Role.MEMBER
            appoint(person, group, role=role_here(person, group, role), by=by)
        _take_in(case, group)
        session().add(RoundGroup(round_id=present.id, group_id=group.id))
        formed.append(group)
    present.settle(RoundState.FORMED, by_id=by_id, at=clock.now())
    session().flush()
    where = {"community_id": community.id, "group_id": community.id}
    record("round.formed", by_id=by_id, **where, round_id=present.id, groups=len(formed))
    publish(SubgroupsFormed(present.id, tuple(group.id for group in formed)))
    return formed


@dataclass(frozen=True)
class Founding:
    """A subgroup that is formed by itself, around a case or a question of its own."""

    name: str
    question: str
    audience: str
    is_confidential: bool
    facilitator_id: int | None
    case_id: int | None = None


def form_around(community: Group, new: Founding, *, by: Viewer) -> Group:
    """Form one subgroup without a round: its facilitator is in it, and who brought its case; they bring in the others."""
    if not rules.can_open_round(by, community):
        raise NotAllowed(gettext("Only a coordinator forms subgroups."))
    case = _case_at_large(community, new.case_id, by) if new.case_id else None
    if new.facilitator_id is None or not viewer_of(new.facilitator_id).writes_in(community.id):
        raise Invalid("facilitator", gettext("Choose a facilitator among the members who write."))
    group = form_subgroup(
        community,
        name=new.name,
        question=new.question,
        audience=new.audience,
        is_confidential=new.is_confidential,
        language=case.language if case else None,
        by=by,
    )
    appoint(session().get_one(Person, new.facilitator_id), group, role=Role.FACILITATOR, by=by)
    if case is not None:
        if case.owner_id != new.facilitator_id and viewer_of(case.owner_id).belongs_to(community.id):
            owner = session().get_one(Person, case.owner_id)
            appoint(owner, group, role=role_here(owner, group, Role.MEMBER), by=by)
        _take_in(case, group)
    return group


def _case_at_large(community: Group, case_id: int, by: Viewer) -> Case:
    """Return a case that no subgroup has; raise Invalid where there is none that may be taken."""
    found = session().scalar(select(Case).where(Case.id == case_id).with_for_update())
    open_ones = {at_large for at_large, _title, _owner in cases_at_large(community, viewer=by)}
    if found is None or found.id not in open_ones:
        raise Invalid("case", gettext("Choose a case that no subgroup works on, and that nobody is choosing just now."))
    return found


def _form(community: Group, new: NewGroup, case: Case, *, by: Viewer) -> Group:
    question = case.revision.question
    try:
        return form_subgroup(
            community,
            name=new.name,
            question=question if len(question) <= LENGTHS["question"] else "",
            audience=new.audience,
            is_confidential=new.is_confidential,
            language=case.language,
            by=by,
        )
    except Invalid as refusal:
        raise Invalid(f"{refusal.field}_{new.case_id}", refusal.message) from refusal


def _take_in(case: Case, group: Group) -> None:
    """Let a chosen case and its discussion stand in the subgroup that works on it."""
    audience = group.scope_of(case.audience).audience
    discussions.move(case.thread, group=group, audience=audience)
    case.move(group, audience)
    case.settle(Status.CHOSEN)
    session().flush()
    publish(CaseMoved(case.id))


def _check_division(
    groups: Sequence[NewGroup], places: Mapping[int, int], cases: Mapping[int, Case], people: Mapping[int, str]
) -> None:
    named = [new.case_id for new in groups]
    if not named or len(set(named)) != len(named) or not set(named) <= set(cases):
        raise Outdated(gettext("A case in this division can no longer be chosen. Look at the proposal again."))
    if not set(places) <= set(people):
        raise Outdated(gettext("Somebody in this division is no longer a member. Look at the proposal again."))
    if not set(places.values()) <= set(named):
        raise Outdated(gettext("Somebody is placed at a case that has no subgroup. Look at the proposal again."))
    for new in groups:
        seated = {person_id for person_id, case_id in places.items() if case_id == new.case_id}
        if not seated:
            raise Invalid(
                f"name_{new.case_id}", gettext("Nobody is in this subgroup. Place somebody, or leave the case out.")
            )
        if new.facilitator_id not in seated:
            raise Invalid(
                f"facilitator_{new.case_id}", gettext("Choose a facilitator among those who are in this subgroup.")
            )


def _cases(present: ChoosingRound, by: Viewer) -> list[Case]:
    ids = [case.id for case in cases_of_round(present, viewer=by)]
    found = session().scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id)).all()
    return [case for case in found if not case.group.is_confidential]
