"""Reads of a subgroup at work: its meeting, tasks and report, and who asks to join. Their caller has found the subgroup."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.database import read, session
from community.errors import Absent
from community.groups import rules
from community.groups.models import Group, Membership
from community.groups.queries.visibility import VIEWER, inside
from community.groups.viewer import Audience, Role, Viewer
from community.groups.workspace import Dissolution, Meeting, Report, SubgroupRequest, Task

TASKS_SHOWN = 200


class TaskLine(NamedTuple):
    """A task in its list."""

    id: int
    text: str
    due_on: date | None
    done_at: datetime | None
    owner_id: int | None
    owner: str | None
    handle: str | None


class OwnTask(NamedTuple):
    """A task that somebody has in one of their subgroups."""

    text: str
    due_on: date | None
    group: str
    slug: str
    community_slug: str


class RequestLine(NamedTuple):
    """Somebody who asks to join."""

    id: int
    message: str
    asked_at: datetime
    name: str
    handle: str
    organisation: str | None


_TASKS = (
    select(Task.id, Task.text, Task.due_on, Task.done_at, Task.owner_id, Person.name, Person.handle)
    .outerjoin(Person, Person.id == Task.owner_id)
    .where(Task.group_id == bindparam("group"))
    .order_by(Task.done_at.is_not(None), Task.done_at.desc(), Task.due_on.is_(None), Task.due_on, Task.id)
    .limit(bindparam("limit", type_=Integer))
)
_community = aliased(Group)
_OWN_TASKS = (
    select(Task.text, Task.due_on, Group.name, Group.slug, _community.slug)
    .join(Group, Group.id == Task.group_id)
    .join(_community, _community.id == Group.parent_id)
    .where(Task.owner_id == VIEWER, Task.done_at.is_(None), inside(), ~Group.is_dissolved)
    .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
    .limit(bindparam("limit", type_=Integer))
)
_REQUESTS = (
    select(
        SubgroupRequest.id,
        SubgroupRequest.message,
        SubgroupRequest.asked_at,
        Person.name,
        Person.handle,
        Organisation.name,
    )
    .join(Person, Person.id == SubgroupRequest.person_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(SubgroupRequest.group_id == bindparam("group"), SubgroupRequest.decided_at.is_(None))
    .order_by(SubgroupRequest.asked_at, SubgroupRequest.id)
    .limit(100)
)
_REQUEST_OF = select(SubgroupRequest.asked_at).where(
    SubgroupRequest.group_id == bindparam("group"),
    SubgroupRequest.person_id == bindparam("person", type_=Integer),
    SubgroupRequest.decided_at.is_(None),
)
_OUTSIDE = (
    select(Person.id, Person.name, Organisation.name)
    .join(Membership, Membership.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        Membership.group_id == bindparam("community"),
        Person.id.not_in(select(Membership.person_id).where(Membership.group_id == bindparam("group"))),
        Person.deactivated_at.is_(None),
    )
    .order_by(Person.name, Person.id)
)


def meeting_of(group: Group) -> Meeting | None:
    """Return the meeting of a subgroup to who may see into it."""
    return session().get(Meeting, group.id)


def tasks_of(group: Group, *, limit: int = TASKS_SHOWN) -> list[TaskLine]:
    """Return the tasks of a subgroup, those to do first, by their dates."""
    return [TaskLine(*row) for row in read(_TASKS, group=group.id, limit=limit)]


def own_tasks(viewer: Viewer, *, limit: int) -> list[OwnTask]:
    """Return what the viewer has still to do in their subgroups, what is due first."""
    return [OwnTask(*row) for row in read(_OWN_TASKS, viewer=viewer.person_id, limit=limit)]


def find_task(group: Group, task_id: int) -> Task:
    """Return a task of a subgroup; raise Absent where it has no such one."""
    found = session().get(Task, task_id)
    if found is None or found.group_id != group.id:
        raise Absent
    return found


def report_of(group: Group, *, viewer: Viewer) -> Report | None:
    """Return the report of a subgroup, where the viewer may read it: its members, and who sees the subgroup once handed in."""
    found = session().get(Report, group.id)
    if found is None:
        return None
    audience = Audience.COMMUNITY if found.handed_in_at else Audience.SUBGROUP
    return found if rules.can_see(viewer, group.scope_of(audience)) else None


def requests_into(group: Group, *, viewer: Viewer) -> list[RequestLine]:
    """Return who asks to join, to who answers them."""
    if not rules.can_set_up(viewer, group):
        return []
    return [RequestLine(*row) for row in read(_REQUESTS, group=group.id)]


def find_request(group: Group, request_id: int, *, viewer: Viewer) -> SubgroupRequest:
    """Return a request to join, to who answers it; raise Absent otherwise."""
    found = session().get(SubgroupRequest, request_id)
    if found is None or found.group_id != group.id or not rules.can_set_up(viewer, group):
        raise Absent
    return found


def asked_at(group: Group, *, viewer: Viewer) -> datetime | None:
    """Return since when the viewer waits to be let in."""
    rows = read(_REQUEST_OF, group=group.id, person=viewer.person_id)
    return rows[0].asked_at if rows else None


def people_outside(group: Group) -> list[tuple[int, str, str | None]]:
    """Return the members of the community who are not in the subgroup: id, name, organisation."""
    return [tuple(row) for row in read(_OUTSIDE, community=group.community_id, group=group.id)]


def dissolution_of(group: Group) -> Dissolution | None:
    """Return who dissolved a subgroup, where it is dissolved; its word is for who may see into the subgroup."""
    return session().get(Dissolution, group.id) if group.is_dissolved else None


def without_facilitator(groups: Iterable[Group]) -> frozenset[int]:
    """Return those of the subgroups at work that nobody facilitates."""
    ids = [group.id for group in groups if not group.is_dissolved]
    run = select(Membership.group_id).where(Membership.group_id.in_(ids), Membership.role == Role.FACILITATOR)
    return frozenset(ids) - frozenset(session().scalars(run))
