"""Reads of plenaries: one by its address, lists of them, and what is in their scope."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased, contains_eager

from community import slugs
from community.cases.models import Case, Status
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import knows_of, visible_to
from community.groups.rules import can_see
from community.groups.viewer import Viewer
from community.groups.workspace import Report
from community.lessons.passages import Passage
from community.lessons.queries.visibility import readable_by
from community.plenaries.cards import Card
from community.plenaries.models import Phase, Plenary, PlenaryCase, PlenaryGroup, PlenaryMember

PLENARIES_SHOWN = 50
_COMMUNITY = bindparam("community", type_=Integer)
_PLENARY = bindparam("plenary", type_=Integer)


class PlenaryLine(NamedTuple):
    """A plenary in a list."""

    id: int
    slug: str
    title: str
    question: str
    language: str
    phase: str
    ends_at: datetime | None
    opened_at: datetime
    is_closed: bool


class CaseInScope(NamedTuple):
    """A case that a plenary is about, or could be."""

    id: int
    slug: str
    title: str
    language: str
    is_confidential: bool


class GroupInScope(NamedTuple):
    """A subgroup that brings its harvest, as far as the viewer may know: what a confidential one did is its own."""

    id: int
    slug: str
    name: str
    is_confidential: bool
    is_dissolved: bool
    is_seen: bool
    brought_at: datetime | None
    has_report: bool
    cards: int


_LINES = (
    select(
        Plenary.id,
        Plenary.slug,
        Plenary.title,
        Plenary.question,
        Plenary.language,
        Plenary.phase,
        case(
            (Plenary.phase == Phase.COLLECT.value, Plenary.collect_ends_at),
            (Plenary.phase == Phase.CLUSTER.value, Plenary.cluster_ends_at),
            (Plenary.phase == Phase.DRAFT.value, Plenary.draft_ends_at),
            (Plenary.phase == Phase.AGREE.value, Plenary.agree_ends_at),
        ).label("ends_at"),
        Plenary.opened_at,
        (Plenary.phase == Phase.CLOSED.value).label("is_closed"),
    )
    .join(Group, Group.id == Plenary.community_id)
    .where(Plenary.community_id == _COMMUNITY, visible_to(Plenary.audience))
    .order_by(Plenary.phase == Phase.CLOSED.value, Plenary.opened_at.desc(), Plenary.id.desc())
    .limit(PLENARIES_SHOWN)
)
_CASES = (
    select(Case.id, Case.slug, Case.title, Case.language, Group.is_confidential)
    .join(Group, Group.id == Case.group_id)
    .where(Group.community_id == _COMMUNITY, visible_to(Case.audience))
    .order_by(Case.title, Case.id)
)
_CASES_TO_CHOOSE = _CASES.where(Case.status != Status.WITHDRAWN.value)
_IN_SCOPE = _CASES.join(PlenaryCase, PlenaryCase.case_id == Case.id).where(PlenaryCase.plenary_id == _PLENARY)
_of_card = aliased(Group)
_GROUPS = (
    select(
        Group.id,
        Group.slug,
        Group.name,
        Group.is_confidential,
        Group.is_dissolved.label("is_dissolved"),
        visible_to(Group.audience).label("is_seen"),
        PlenaryGroup.brought_at,
        and_(Report.handed_in_at.is_not(None), visible_to(Group.audience)).label("has_report"),
        select(func.count(Card.id))
        .join(Passage, Passage.id == Card.passage_id)
        .join(_of_card, _of_card.id == Passage.group_id)
        .where(Card.plenary_id == _PLENARY, Passage.group_id == Group.id, visible_to(Passage.audience, _of_card))
        .correlate(Group)
        .scalar_subquery()
        .label("cards"),
    )
    .join(PlenaryGroup, PlenaryGroup.group_id == Group.id)
    .outerjoin(Report, Report.group_id == Group.id)
    .where(PlenaryGroup.plenary_id == _PLENARY, knows_of())
    .order_by(Group.name)
)
_COUNT = (
    select(func.count(Card.id))
    .join(Passage, Passage.id == Card.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .where(Card.plenary_id == _PLENARY, readable_by())
)
_MEMBER = select(PlenaryMember.person_id).where(
    PlenaryMember.plenary_id == _PLENARY, PlenaryMember.person_id == bindparam("person", type_=Integer)
)


def find_plenary(community: Group, slug: str, *, viewer: Viewer) -> Plenary:
    """Return a plenary of a community by its present or a former address; raise Absent where the viewer may not see it."""
    statement = select(Plenary).join(Plenary.community).options(contains_eager(Plenary.community))
    found = session().scalar(statement.where(Plenary.community_id == community.id, Plenary.slug == slug))
    if found is None and (plenary_id := slugs.target_of("plenary", community.id, slug)):
        found = session().get(Plenary, plenary_id)
    if found is None or not can_see(viewer, found.scope):
        raise Absent
    return found


def plenary_of_thread(thread_id: int) -> Plenary | None:
    """Return the plenary that a discussion belongs to; who reads the one may see the other."""
    return session().scalar(select(Plenary).where(Plenary.thread_id == thread_id))


def plenaries_in(community: Any, *, viewer: Viewer) -> list[PlenaryLine]:
    """Return the plenaries of a community that the viewer may see: those under way first, then newest first."""
    return [PlenaryLine(*row) for row in read(_LINES, community=community.id, viewer=viewer.person_id)]


def cases_to_choose(community: Group, *, viewer: Viewer) -> list[CaseInScope]:
    """Return the cases that a coordinator may put into the scope of a plenary."""
    return [CaseInScope(*row) for row in read(_CASES_TO_CHOOSE, community=community.id, viewer=viewer.person_id)]


def cases_of(plenary: Plenary, *, viewer: Viewer) -> list[CaseInScope]:
    """Return the cases in scope that the viewer may read."""
    values = {"plenary": plenary.id, "community": plenary.community_id, "viewer": viewer.person_id}
    return [CaseInScope(*row) for row in read(_IN_SCOPE, **values)]


def groups_of(plenary: Plenary, *, viewer: Viewer) -> list[GroupInScope]:
    """Return the subgroups in scope that the viewer may know of."""
    rows = read(_GROUPS, plenary=plenary.id, viewer=viewer.person_id)
    return [_group(GroupInScope(*row)) for row in rows]


def count_cards(plenary: Plenary, *, viewer: Viewer) -> int:
    """Return how many cards there are for the viewer."""
    return int(read(_COUNT, plenary=plenary.id, viewer=viewer.person_id)[0][0])


def takes_part(plenary: Plenary, *, viewer: Viewer) -> bool:
    """Say whether the viewer takes part."""
    return bool(viewer.person_id and read(_MEMBER, plenary=plenary.id, person=viewer.person_id))


def _group(found: GroupInScope) -> GroupInScope:
    return found if found.is_seen else found._replace(brought_at=None, cards=0)
