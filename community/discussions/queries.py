"""Reads of threads and posts."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager

from community.accounts.models import Organisation, Person
from community.database import session
from community.discussions.models import Post, PostRevision, Thread, ThreadKind
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.rules import can_see
from community.groups.viewer import Viewer

POSTS_A_PAGE = 20
THREADS_A_PAGE = 30


def find_thread(community: Group, thread_id: int, *, viewer: Viewer) -> Thread:
    """Return a thread of a community that the viewer may read; raise Absent otherwise."""
    found = session().scalar(
        select(Thread).join(Thread.group).where(Thread.id == thread_id, Group.community_id == community.id)
        .options(contains_eager(Thread.group))
    )
    if found is None or not can_see(viewer, found.scope):
        raise Absent
    return found


def find_post(community: Group, post_id: int, *, viewer: Viewer) -> Post:
    """Return a post of a community that the viewer may read; raise Absent otherwise."""
    found = session().scalar(
        select(Post).join(Post.thread).join(Thread.group).where(Post.id == post_id, Group.community_id == community.id)
        .options(contains_eager(Post.thread).contains_eager(Thread.group))
    )
    if found is None or not can_see(viewer, found.thread.scope):
        raise Absent
    return found


def find_answered(thread: Thread, post_id: int) -> Post:
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
)


def posts_of(thread: Thread, *, after: int = 0, limit: int = POSTS_A_PAGE) -> Sequence[Row[tuple[object, ...]]]:
    """Return the posts of a thread that come after a number, oldest first, as rows ready to show."""
    return session().execute(
        _POSTS.where(Post.thread_id == thread.id, Post.number > after).order_by(Post.number).limit(limit)
    ).all()


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


def _lines(viewer: Viewer) -> Select[tuple[object, ...]]:
    community = aliased(Group)
    return (
        select(
            Thread.id, Thread.title, Thread.kind, Thread.language, Thread.audience, Thread.is_locked, Thread.post_count,
            Thread.started_at, Thread.last_post_at, Person.name, Person.id, Group.name, Group.slug, Group.parent_id.is_not(None),
            Group.is_confidential, community.name, community.slug,
        )
        .join(Group, Group.id == Thread.group_id)
        .join(community, community.id == Group.community_id)
        .join(Person, Person.id == Thread.started_by_id)
        .where(visible_to(viewer, Thread.audience))
    )


def threads_in(
    community: Group, *, viewer: Viewer, group: Group | None = None, before: tuple[datetime, int] | None = None,
    limit: int = THREADS_A_PAGE,
) -> list[ThreadLine]:
    """Return threads that the viewer may read, latest contribution first; one more than a page tells there is more."""
    statement = _lines(viewer).where(Group.id == group.id if group else Group.community_id == community.id)
    if before is not None:
        moment, thread_id = before
        statement = statement.where(
            or_(Thread.last_post_at < moment, and_(Thread.last_post_at == moment, Thread.id < thread_id))
        )
    statement = statement.order_by(Thread.last_post_at.desc(), Thread.id.desc()).limit(limit + 1)
    return [ThreadLine(*row) for row in session().execute(statement)]


def unanswered_questions(communities: Sequence[int], *, viewer: Viewer, limit: int = 20) -> list[ThreadLine]:
    """Return questions that nobody has answered yet, oldest first."""
    statement = (
        _lines(viewer)
        .where(Group.community_id.in_(communities), Thread.kind == ThreadKind.QUESTION, Thread.post_count <= 1, Thread.is_locked.is_(False))
        .order_by(Thread.started_at, Thread.id).limit(limit)
    )
    return [ThreadLine(*row) for row in session().execute(statement)]


def latest_posts(communities: Sequence[int], *, viewer: Viewer, limit: int = 10) -> Sequence[Row[tuple[object, ...]]]:
    """Return the newest posts by others in these communities that the viewer may read."""
    community = aliased(Group)
    return session().execute(
        select(
            Post.id, Post.number, Post.posted_at, Person.name.label("author"), Thread.id.label("thread_id"), Thread.title,
            Thread.language, PostRevision.text, community.slug.label("community_slug"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Group, Group.id == Thread.group_id)
        .join(community, community.id == Group.community_id)
        .join(Person, Person.id == Post.author_id)
        .join(PostRevision, and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count))
        .where(Group.community_id.in_(communities), Post.author_id != viewer.person_id, visible_to(viewer, Thread.audience))
        .order_by(Post.posted_at.desc(), Post.id.desc()).limit(limit)
    ).all()
