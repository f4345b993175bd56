"""Reads of choosing: what is offered, the present round, who wishes what, and what came of it. Only what the viewer may see."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, exists, or_, select

from community import clock
from community.accounts.models import Organisation, Person
from community.cases.division import Participant, Strength
from community.cases.models import Case, CaseRevision, Status
from community.cases.rounds import ChoosingRound, RoundCase, RoundGroup, RoundState, Wish
from community.database import read, session
from community.groups.models import Group, Membership
from community.groups.queries.visibility import VIEWER, knows_of, visible_to
from community.groups.viewer import Role, Viewer
from community.rendering import excerpt

QUESTION = 240


class OfferedCase(NamedTuple):
    """A case that may be chosen."""

    id: int
    slug: str
    title: str
    question: str
    language: str
    status: str
    owner_id: int
    owner: str
    owner_handle: str
    organisation: str | None


class WishLine(NamedTuple):
    """Somebody's wish for a case."""

    case_id: int
    person_id: int
    name: str
    handle: str
    organisation: str | None
    strength: str
    why: str


class Interest(NamedTuple):
    """Who wants to work on a case: who wants it strongly first, and how many of each organisation."""

    case: OfferedCase
    wishes: tuple[WishLine, ...]
    organisations: tuple[tuple[str, int], ...]

    @property
    def strong(self) -> int:
        """How many want it strongly."""
        return sum(wish.strength == Strength.STRONG for wish in self.wishes)

    @property
    def willing(self) -> int:
        """How many are willing."""
        return len(self.wishes) - self.strong


class OpenRound(NamedTuple):
    """A round in which somebody may choose and has not yet."""

    community: str
    slug: str
    closes_at: datetime


class Chooser(NamedTuple):
    """A member who may choose."""

    id: int
    name: str
    handle: str
    organisation_id: int | None
    organisation: str | None
    joined_at: datetime


_CASES: Select[*tuple[Any, ...]] = (
    select(
        Case.id,
        Case.slug,
        Case.title,
        CaseRevision.question,
        Case.language,
        Case.status,
        Case.owner_id,
        Person.name,
        Person.handle,
        Organisation.name,
    )
    .join(CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Group, Group.id == Case.group_id)
    .join(Person, Person.id == Case.owner_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(visible_to(Case.audience))
)
_OFFERED = _CASES.where(
    Case.community_id == bindparam("community"),
    Case.status == Status.OFFERED,
    Group.is_confidential.is_(False),
    ~Group.is_dissolved,
).order_by(Case.created_at, Case.id)
_OWN_SKETCHES = _CASES.where(
    Case.community_id == bindparam("community"),
    Case.owner_id == bindparam("viewer", type_=Integer),
    Case.status == Status.SKETCHED,
    Group.is_confidential.is_(False),
    ~Group.is_dissolved,
).order_by(Case.created_at, Case.id)
_IN_ROUND = (
    _CASES.join(RoundCase, RoundCase.case_id == Case.id)
    .where(RoundCase.round_id == bindparam("round"))
    .order_by(Case.created_at, Case.id)
)
_WISHES = (
    select(Wish.case_id, Wish.person_id, Person.name, Person.handle, Organisation.name, Wish.strength, Wish.why)
    .join(ChoosingRound, ChoosingRound.id == Wish.round_id)
    .join(Membership, and_(Membership.person_id == Wish.person_id, Membership.group_id == ChoosingRound.group_id))
    .join(Person, Person.id == Wish.person_id)
    .join(Case, Case.id == Wish.case_id)
    .join(Group, Group.id == Case.group_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(Wish.round_id == bindparam("round"), Membership.role != Role.READER, visible_to(Case.audience))
    .order_by(Wish.strength, Person.name, Person.id)  # "strong" before "willing"
)
_WISHED = select(Wish.person_id).where(Wish.round_id == bindparam("round"))
_CHOOSERS = (
    select(Person.id, Person.name, Person.handle, Organisation.id, Organisation.name, Membership.joined_at)
    .join(Membership, Membership.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        Membership.group_id == bindparam("community"),
        Person.deactivated_at.is_(None),
        or_(
            Membership.role.not_in((Role.READER, Role.COORDINATOR)),
            and_(Membership.role == Role.COORDINATOR, Person.id.in_(_WISHED)),
        ),
    )
    .order_by(Person.name, Person.id)
)
_TO_CHOOSE_IN = (
    select(Group.name, Group.slug, ChoosingRound.closes_at)
    .join(Group, Group.id == ChoosingRound.group_id)
    .join(Membership, and_(Membership.group_id == Group.id, Membership.person_id == VIEWER))
    .where(
        ChoosingRound.state == RoundState.CHOOSING,
        ChoosingRound.closes_at > bindparam("now", type_=ChoosingRound.closes_at.type),
        Membership.role.in_((Role.MEMBER, Role.FACILITATOR)),
        ~exists().where(Wish.round_id == ChoosingRound.id, Wish.person_id == VIEWER),
    )
    .order_by(ChoosingRound.closes_at)
)
_FORMED = (
    select(Group)
    .join(RoundGroup, RoundGroup.group_id == Group.id)
    .where(RoundGroup.round_id == bindparam("round"), knows_of())
    .order_by(Group.name, Group.id)
)


def offered_cases(community: Group, *, viewer: Viewer) -> list[OfferedCase]:
    """Return the cases on offer in a community that the viewer may read, longest offered first."""
    return _lines(read(_OFFERED, community=community.id, viewer=viewer.person_id))


def own_sketches(community: Group, *, viewer: Viewer) -> list[OfferedCase]:
    """Return the viewer's own cases that they might offer."""
    return _lines(read(_OWN_SKETCHES, community=community.id, viewer=viewer.person_id))


def latest_round(community: Group) -> ChoosingRound | None:
    """Return the round of a community that is under way, or else the one that ended last."""
    statement = (
        select(ChoosingRound)
        .where(ChoosingRound.group_id == community.id, ChoosingRound.state != RoundState.GIVEN_UP)
        .order_by(ChoosingRound.id.desc())
        .limit(1)
    )
    return session().scalar(statement)


def rounds_to_choose_in(viewer: Viewer) -> list[OpenRound]:
    """Return the rounds in which the viewer is asked what they want to work on and has said nothing yet."""
    return [OpenRound(*row) for row in read(_TO_CHOOSE_IN, viewer=viewer.person_id, now=clock.now())]


def cases_of_round(present: ChoosingRound, *, viewer: Viewer) -> list[OfferedCase]:
    """Return the cases of a round that the viewer may read."""
    return _lines(read(_IN_ROUND, round=present.id, viewer=viewer.person_id))


def wishes_of_round(present: ChoosingRound, *, viewer: Viewer) -> list[WishLine]:
    """Return what members wish, for the cases that the viewer may read."""
    return [WishLine(*row) for row in read(_WISHES, round=present.id, viewer=viewer.person_id)]


def interest_in(cases: Sequence[OfferedCase], wishes: Sequence[WishLine]) -> list[Interest]:
    """Return who wants to work on each case."""
    found = []
    for case in cases:
        of_case = tuple(wish for wish in wishes if wish.case_id == case.id)
        counted = Counter(wish.organisation for wish in of_case if wish.organisation)
        found.append(Interest(case, of_case, tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))))
    return found


def people_to_place(present: ChoosingRound) -> list[Chooser]:
    """Return who is to be placed: members who write, and coordinators who chose something themselves."""
    return [Chooser(*row) for row in read(_CHOOSERS, community=present.group_id, round=present.id)]


def participants(
    people: Sequence[Chooser], cases: Sequence[OfferedCase], wishes: Sequence[WishLine]
) -> list[Participant]:
    """Return the people as a division takes them; who brought a case and wishes nothing is taken to want that one."""
    said: dict[int, dict[int, Strength]] = {}
    for wish in wishes:
        said.setdefault(wish.person_id, {})[wish.case_id] = Strength(wish.strength)
    for case in cases:
        said.setdefault(case.owner_id, {case.id: Strength.STRONG})
    return [Participant(person.id, person.organisation_id, said.get(person.id, {})) for person in people]


def groups_formed(present: ChoosingRound, *, viewer: Viewer) -> list[Group]:
    """Return the subgroups that came of a round, as far as the viewer may know of them."""
    return list(session().scalars(_FORMED, {"round": present.id, "viewer": viewer.person_id}))


def is_being_chosen(case: Case) -> bool:
    """Say whether members are asked just now whether they want to work on a case."""
    in_round = (
        select(RoundCase.case_id)
        .join(ChoosingRound, ChoosingRound.id == RoundCase.round_id)
        .where(RoundCase.case_id == case.id, ChoosingRound.state == RoundState.CHOOSING)
    )
    return session().scalar(in_round.limit(1)) is not None


def _lines(rows: Sequence[Any]) -> list[OfferedCase]:
    return [OfferedCase._make((*row[:3], excerpt(row[3], QUESTION), *row[4:])) for row in rows]
