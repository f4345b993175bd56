"""Reads of threads and posts."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased, contains_eager

from community.accounts.models import Organisation, Person
from community.database import read, session
from community.discussions.models import Post, PostRevision, Thread, ThreadKind
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.queries.visibility import VIEWER, visible_to
from community.groups.rules import can_see
from community.groups.viewer import Scope, Viewer, narrower

POSTS_A_PAGE = 20
THREADS_A_PAGE = 30

_LIMIT = bindparam("limit", type_=Integer)


_THREAD = (
    select(Thread).join(Thread.group).options(contains_eager(Thread.group))
    .where(Thread.id == bindparam("thread"), Group.community_id == bindparam("community"))
)


def find_thread(community: Group | Frame, thread_id: int, *, viewer: Viewer) -> Thread:
    """Return a thread of a community that the viewer may read; raise Absent otherwise."""
    found = session().scalar(_THREAD, {"thread": thread_id, "community": community.id})
    if found is None or not can_see(viewer, found.scope):
        raise Absent
    return found


class ThreadPage(NamedTuple):
    """A thread and where it stands: all that its page shows besides the posts, in one query and without loading objects."""

    id: int
    title: str
    kind: str
    language: str
    audience: str
    is_locked: bool
    post_count: int
    group_id: int
    group: str
    group_slug: str
    widest: str
    is_confidential: bool
    community_id: int
    community_slug: str
    community_name: str
    step: str

    @property
    def scope(self) -> Scope:
        """Where the thread and all its posts stand: never wider than the group allows."""
        return Scope(self.group_id, self.community_id, narrower(self.audience, self.widest), self.is_confidential)

    @property
    def community(self) -> Frame:
        """The community it belongs to."""
        return Frame(self.community_id, self.community_slug, self.community_name, self.step)


_community = aliased(Group)
_PAGE = (
    select(
        Thread.id, Thread.title, Thread.kind, Thread.language, Thread.audience, Thread.is_locked, Thread.post_count,
        Group.id, Group.name, Group.slug, Group.audience, Group.is_confidential,
        _community.id, _community.slug, _community.name, _community.step,
    )
    .join(Group, Group.id == Thread.group_id)
    .join(_community, _community.id == Group.community_id)
    .where(
        Thread.id == bindparam("thread"), _community.slug == bindparam("community"), _community.parent_id.is_(None)
    )
)


def thread_page(community_slug: str, thread_id: int, *, viewer: Viewer) -> ThreadPage:
    """Return what the page of a thread shows; raise Absent where there is no such thread that the viewer may read."""
    rows = read(_PAGE, community=community_slug, thread=thread_id)
    if not rows or not can_see(viewer, (page := ThreadPage(*rows[0])).scope):
        raise Absent
    return page


def find_post(community: Group, post_id: int, *, viewer: Viewer) -> Post:
    """Return a post of a community that the viewer may read; raise Absent otherwise."""
    found = session().scalar(
        select(Post).join(Post.thread).join(Thread.group).where(Post.id == post_id, Group.community_id == community.id)
        .options(contains_eager(Post.thread).contains_eager(Thread.group))
    )
    if found is None or not can_see(viewer, found.thread.scope):
        raise Absent
    return found


def find_answered(thread: Thread | ThreadPage, post_id: int) -> Post:
    """Return the post of this thread that is about to be answered; raise Absent otherwise."""
    found = session().get(Post, post_id)
    if found is None or found.thread_id != thread.id:
        raise Absent
    return found


_answered = aliased(Post)
_answered_author = aliased(Person)
_POSTS = (
    select(
        Post.id, Post.number, Post.posted_at, Post.edited_at, Post.author_id, Post.answers_id,
        Person.name.label("author"), Person.handle, Organisation.name.label("organisation"),
        PostRevision.html, PostRevision.id.label("revision_id"),
        _answered.number.label("answered_number"), _answered_author.name.label("answered_author"),
    )
    .join(PostRevision, and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count))
    .join(Person, Person.id == Post.author_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(_answered, _answered.id == Post.answers_id)
    .outerjoin(_answered_author, _answered_author.id == _answered.author_id)
    .where(Post.thread_id == bindparam("thread"), Post.number > bindparam("after"))
    .order_by(Post.number)
    .limit(_LIMIT)
)


def posts_of(thread: Thread | ThreadPage, *, after: int = 0, limit: int = POSTS_A_PAGE) -> Sequence[Row[tuple[object, ...]]]:
    """Return the posts of a thread that come after a number, oldest first, as rows ready to show."""
    return read(_POSTS, thread=thread.id, after=after, limit=limit)


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
        Thread.id, Thread.title, Thread.kind, Thread.language, Thread.audience, Thread.is_locked, Thread.post_count,
        Thread.started_at, Thread.last_post_at, Person.name, Person.id, Group.name, Group.slug, Group.parent_id.is_not(None),
        Group.is_confidential, _community.name, _community.slug,
    )
    .join(Group, Group.id == Thread.group_id)
    .join(_community, _community.id == Group.community_id)
    .join(Person, Person.id == Thread.started_by_id)
    .where(visible_to(Thread.audience))
    .limit(_LIMIT)
)


@cache
def _threads(*, in_subgroup: bool, is_continued: bool) -> Select[*tuple[Any, ...]]:
    statement = _LINES.where((Group.id if in_subgroup else Group.community_id) == bindparam("group"))
    if is_continued:
        moment, last = bindparam("moment", type_=Thread.last_post_at.type), bindparam("last", type_=Integer)
        statement = statement.where(or_(Thread.last_post_at < moment, and_(Thread.last_post_at == moment, Thread.id < last)))
    return statement.order_by(Thread.last_post_at.desc(), Thread.id.desc())


def threads_in(
    community: Group, *, viewer: Viewer, group: Group | None = None, before: tuple[datetime, int] | None = None,
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
    Thread.kind == ThreadKind.QUESTION, Thread.post_count <= 1, Thread.is_locked.is_(False),
).order_by(Thread.started_at, Thread.id)


def unanswered_questions(communities: Sequence[int], *, viewer: Viewer, limit: int = 20) -> list[ThreadLine]:
    """Return questions that nobody has answered yet, oldest first."""
    rows = read(_UNANSWERED, viewer=viewer.person_id, communities=communities, limit=limit)
    return [ThreadLine(*row) for row in rows]


_LATEST = (
    select(
        Post.id, Post.number, Post.posted_at, Person.name.label("author"), Thread.id.label("thread_id"), Thread.title,
        Thread.language, PostRevision.text, _community.slug.label("community_slug"),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(Group, Group.id == Thread.group_id)
    .join(_community, _community.id == Group.community_id)
    .join(Person, Person.id == Post.author_id)
    .join(PostRevision, and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count))
    .where(
        Group.community_id.in_(bindparam("communities", expanding=True)),
        Post.author_id != VIEWER, visible_to(Thread.audience),
    )
    .order_by(Post.posted_at.desc(), Post.id.desc()).limit(_LIMIT)
)


def latest_posts(communities: Sequence[int], *, viewer: Viewer, limit: int = 10) -> Sequence[Row[tuple[object, ...]]]:
    """Return the newest posts by others in these communities that the viewer may read."""
    return read(_LATEST, viewer=viewer.person_id, communities=communities, limit=limit)
