"""Forming subgroups from a choosing round: all of them at once, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community import clock
from community.accounts.models import Person
from community.audit.actions import record
from community.cases.actions.choosing import leader, lock_unsettled
from community.cases.events import CaseMoved, SubgroupsFormed
from community.cases.models import Case, Status
from community.cases.queries.choosing import cases_of_round, people_to_place
from community.cases.rounds import ChoosingRound, RoundGroup, RoundState
from community.database import session
from community.discussions import actions as discussions
from community.errors import Invalid, Outdated, Refusal
from community.events import publish
from community.groups.actions.forming import form_subgroup
from community.groups.actions.members import appoint, role_here
from community.groups.models import Group
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
    record("round.formed", by_id=by_id, community_id=community.id, round_id=present.id, groups=len(formed))
    publish(SubgroupsFormed(present.id, tuple(group.id for group in formed)))
    return formed


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
