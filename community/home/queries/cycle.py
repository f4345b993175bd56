"""The learning cycle of a community, subgroup by subgroup: what each has, as far as the viewer may know."""

from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, case, func, select

from community.accounts.models import Person
from community.cases.models import Case, Status
from community.database import read
from community.discussions.models import Thread, ThreadKind
from community.groups.models import Group, Membership
from community.groups.queries.visibility import inside, knows_of, visible_to
from community.groups.viewer import Role, Viewer
from community.lessons.passages import Passage

_COMMUNITY = bindparam("community", type_=Integer)
_FURTHEST = {status.value: n for n, status in enumerate(Status)}


class Content(NamedTuple):
    """What a subgroup has made; `status` is how far its furthest case has come."""

    status: str | None
    discussions: int
    passages: int


class Progress(NamedTuple):
    """One subgroup: who is in it, and what they made, which of a confidential one only its members see."""

    name: str
    slug: str
    is_confidential: bool
    members: int
    facilitators: tuple[str, ...]
    content: Content | None


_SUBGROUPS = (
    select(Group.id, Group.name, Group.slug, Group.is_confidential, inside().label("is_inside"))
    .where(Group.parent_id == _COMMUNITY, ~Group.is_dissolved, knows_of())
    .order_by(Group.name, Group.id)
)
_MEMBERS = (
    select(Membership.group_id, func.count().label("members"))
    .join(Group, Group.id == Membership.group_id)
    .where(Group.parent_id == _COMMUNITY)
    .group_by(Membership.group_id)
)
_FACILITATORS = (
    select(Membership.group_id, Person.name)
    .join(Group, Group.id == Membership.group_id)
    .join(Person, Person.id == Membership.person_id)
    .where(Group.parent_id == _COMMUNITY, Membership.role == Role.FACILITATOR, Person.deactivated_at.is_(None))
    .order_by(Person.name)
)


def _per_group(column: Any, found: Any, audience: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(column, found)
        .join(Group, Group.id == column)
        .where(Group.parent_id == _COMMUNITY, visible_to(audience))
        .group_by(column)
    )


_CASES = _per_group(Case.group_id, func.max(case(_FURTHEST, value=Case.status)), Case.audience)
_THREADS = _per_group(Thread.group_id, func.count(), Thread.audience).where(Thread.kind != ThreadKind.CASE)
_PASSAGES = _per_group(Passage.group_id, func.count(), Passage.audience)


def progress_in(community: Group, *, viewer: Viewer) -> list[Progress]:
    """Return the subgroups of a community at work that the viewer may know of, in six queries however many there are."""
    values = {"community": community.id, "viewer": viewer.person_id}
    members, cases, threads, passages = (
        {row[0]: row[1] for row in read(statement, **values)} for statement in (_MEMBERS, _CASES, _THREADS, _PASSAGES)
    )
    facilitators: dict[int, tuple[str, ...]] = {}
    for row in read(_FACILITATORS, **values):
        facilitators[row.group_id] = (*facilitators.get(row.group_id, ()), row.name)
    statuses = list(Status)

    def content(group: Any) -> Content | None:
        if group.is_confidential and not group.is_inside:
            return None
        furthest = cases.get(group.id)
        status = statuses[furthest].value if furthest is not None else None
        return Content(status, threads.get(group.id, 0), passages.get(group.id, 0))

    return [
        Progress(
            group.name,
            group.slug,
            group.is_confidential,
            members.get(group.id, 0),
            facilitators.get(group.id, ()),
            content(group),
        )
        for group in read(_SUBGROUPS, **values)
    ]
