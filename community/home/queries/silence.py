"""Who is silent in a community: nothing that the viewer may know of was done there for so many days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, select, union_all

from community import clock
from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.database import read, session
from community.discussions.models import Post, Thread
from community.groups.models import Group, Introduction, Membership
from community.groups.queries.visibility import VIEWER, visible_to
from community.groups.viewer import Role, Viewer
from community.lessons.passages import Passage
from community.notifications.queries.choices import last_nudges

DAYS = (14, 30, 90)
SILENT_SHOWN = 15

_COMMUNITY = bindparam("community", type_=Integer)


class Silent(NamedTuple):
    """A member who did nothing that shows; `since` is when they last did, or came."""

    person_id: int
    name: str
    handle: str
    organisation: str | None
    since: datetime
    has_done: bool
    nudged_at: datetime | None = None


def _last(person: Any, moment: Any) -> Select[*tuple[Any, ...]]:
    return select(person.label("person_id"), func.max(moment).label("at")).group_by(person)


# What was done inside a confidential subgroup counts nowhere outside it.
_DONE = union_all(
    _last(Post.author_id, Post.posted_at)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Group, Group.id == Thread.group_id)
    .where(Group.community_id == _COMMUNITY, visible_to(Thread.audience)),
    _last(CaseRevision.author_id, CaseRevision.saved_at)
    .join(Case, Case.id == CaseRevision.case_id)
    .join(Group, Group.id == Case.group_id)
    .where(Case.community_id == _COMMUNITY, visible_to(Case.audience)),
    _last(Passage.harvested_by_id, Passage.harvested_at)
    .join(Group, Group.id == Passage.group_id)
    .where(Group.community_id == _COMMUNITY, visible_to(Passage.audience)),
    _last(Introduction.person_id, Introduction.written_at).where(Introduction.group_id == _COMMUNITY),
).subquery()
_LAST = select(_DONE.c.person_id, func.max(_DONE.c.at).label("at")).group_by(_DONE.c.person_id).subquery()
_SINCE = func.coalesce(_LAST.c.at, Membership.joined_at, type_=Membership.joined_at.type)
_SILENT = (
    select(
        Person.id,
        Person.name,
        Person.handle,
        Organisation.name,
        _SINCE.label("since"),
        _LAST.c.at.is_not(None).label("has_done"),
    )
    .join(Membership, Membership.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(_LAST, _LAST.c.person_id == Person.id)
    .where(
        Membership.group_id == _COMMUNITY,
        Membership.role != Role.READER.value,
        Person.deactivated_at.is_(None),
        Person.id != VIEWER,
        bindparam("before", type_=Membership.joined_at.type) > _SINCE,
    )
    .order_by(_SINCE, Person.id)
    .limit(bindparam("limit", type_=Integer))
)

_MEMBERS = (
    select(Person)
    .join(Membership, Membership.person_id == Person.id)
    .where(
        Membership.group_id == _COMMUNITY,
        Person.handle.in_(bindparam("handles", expanding=True)),
        Person.deactivated_at.is_(None),
    )
    .order_by(Person.name, Person.id)
)


def silent_in(community: Group, *, days: int, viewer: Viewer, limit: int = SILENT_SHOWN) -> list[Silent]:
    """Return who did nothing for so many days, longest silent first; one more than the limit tells that there are more."""
    before = clock.now() - timedelta(days=days)
    values = {"community": community.id, "viewer": viewer.person_id, "before": before, "limit": limit + 1}
    found = [Silent(*row) for row in read(_SILENT, **values)]
    nudged = last_nudges(community, [silent.person_id for silent in found])
    return [silent._replace(nudged_at=nudged.get(silent.person_id)) for silent in found]


def members_called(community: Group, handles: Sequence[str]) -> list[Person]:
    """Return the members of a community who have these handles, by name."""
    return list(session().scalars(_MEMBERS, {"community": community.id, "handles": handles}))
