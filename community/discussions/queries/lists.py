"""Lists of threads: of a community or a subgroup, and of questions that wait for an answer."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Person
from community.database import read
from community.discussions.models import UNANSWERED, Thread, ThreadKind
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer

THREADS_A_PAGE = 30

_LIMIT = bindparam("limit", type_=Integer)

_community = aliased(Group)


class ThreadLine(NamedTuple):
    """One line of a list of threads."""

    id: int
    title: str
    kind: str
    language: str
    audience: str
    is_locked: bool
    post_count: int
    started_at: datetime
    last_post_at: datetime
    started_by: str
    started_by_id: int
    group: str
    group_slug: str
    is_subgroup: bool
    is_confidential: bool
    community: str
    community_slug: str


_LINES: Select[*tuple[Any, ...]] = (
    select(
        Thread.id,
        Thread.title,
        Thread.kind,
        Thread.language,
        Thread.audience,
        Thread.is_locked,
        Thread.post_count,
        Thread.started_at,
        Thread.last_post_at,
        Person.name,
        Person.id,
        Group.name,
        Group.slug,
        Group.parent_id.is_not(None),
        Group.is_confidential,
        _community.name,
        _community.slug,
    )
    .join(Group, Group.id == Thread.group_id)
    .join(_community, _community.id == Group.community_id)
    .join(Person, Person.id == Thread.started_by_id)
    .where(visible_to(Thread.audience))
    .limit(_LIMIT)
)


@cache
def _threads(*, in_subgroup: bool, is_continued: bool) -> Select[*tuple[Any, ...]]:
    has_begun = or_(Thread.kind != ThreadKind.CASE.value, Thread.post_count > 0)  # every case comes with a thread
    statement = _LINES.where(has_begun, (Group.id if in_subgroup else Group.community_id) == bindparam("group"))
    if is_continued:
        moment, last = bindparam("moment", type_=Thread.last_post_at.type), bindparam("last", type_=Integer)
        statement = statement.where(
            or_(Thread.last_post_at < moment, and_(Thread.last_post_at == moment, Thread.id < last))
        )
    return statement.order_by(Thread.last_post_at.desc(), Thread.id.desc())


def threads_in(
    community: Group,
    *,
    viewer: Viewer,
    group: Group | None = None,
    before: tuple[datetime, int] | None = None,
    limit: int = THREADS_A_PAGE,
) -> list[ThreadLine]:
    """Return threads that the viewer may read, latest contribution first; one more than a page tells there is more."""
    moment, last = before or (None, None)
    statement = _threads(in_subgroup=group is not None, is_continued=before is not None)
    place = group or community
    rows = read(statement, viewer=viewer.person_id, group=place.id, moment=moment, last=last, limit=limit + 1)
    return [ThreadLine(*row) for row in rows]


_UNANSWERED = _LINES.where(
    Group.community_id.in_(bindparam("communities", expanding=True)),
    UNANSWERED,
    Thread.is_locked.is_(False),
    ~Group.is_dissolved,
).order_by(Thread.started_at, Thread.id)


def unanswered_questions(communities: Sequence[int], *, viewer: Viewer, limit: int = 20) -> list[ThreadLine]:
    """Return questions that nobody has answered yet, oldest first."""
    rows = read(_UNANSWERED, viewer=viewer.person_id, communities=communities, limit=limit)
    return [ThreadLine(*row) for row in rows]
