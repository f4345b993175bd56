"""A thread to read: the door to it, and all that its page shows of it."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased, contains_eager

from community.database import read, session
from community.discussions.models import IntroductionPost, Post, Thread, ThreadKind
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.queries.visibility import visible_to
from community.groups.rules import can_see
from community.groups.viewer import Scope, Viewer, narrower

_THREAD = (
    select(Thread)
    .join(Thread.group)
    .options(contains_eager(Thread.group))
    .where(Thread.id == bindparam("thread"), Group.community_id == bindparam("community"))
)


def find_thread(community: Group | Frame, thread_id: int, *, viewer: Viewer) -> Thread:
    """Return a thread of a community that the viewer may read; raise Absent otherwise."""
    found = session().scalar(_THREAD, {"thread": thread_id, "community": community.id})
    if found is None or not can_see(viewer, found.scope):
        raise Absent
    return found


class _Columns(NamedTuple):
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
    is_dissolved: bool
    community_id: int
    community_slug: str
    community_name: str
    step: str


class ThreadPage(_Columns):
    """A thread and where it stands: all that its page shows besides the posts, in one query and without loading objects."""

    @cached_property
    def scope(self) -> Scope:
        """Where the thread and all its posts stand: never wider than the group allows."""
        audience = narrower(self.audience, self.widest)
        return Scope(self.group_id, self.community_id, audience, self.is_confidential, self.is_dissolved)

    @property
    def community(self) -> Frame:
        """The community it belongs to."""
        return Frame(self.community_id, self.community_slug, self.community_name, self.step)


class ThreadLink(NamedTuple):
    """A thread as far as a link from outside its community needs it."""

    id: int
    community: str
    title: str
    language: str


_link_community = aliased(Group)
_LINKS = (
    select(Thread.id, _link_community.slug, Thread.title, Thread.language)
    .join(Group, Group.id == Thread.group_id)
    .join(_link_community, _link_community.id == Group.community_id)
    .where(visible_to(Thread.audience), Thread.id.in_(bindparam("threads", expanding=True)))
)


def thread_links(thread_ids: Iterable[int], *, viewer: Viewer) -> dict[int, ThreadLink]:
    """Return links to threads, by id, as far as the viewer may read them."""
    return {row[0]: ThreadLink(*row) for row in read(_LINKS, threads=list(thread_ids), viewer=viewer.person_id)}


class ThreadElsewhere(NamedTuple):
    """A thread of which another page shows some posts, and takes answers to it."""

    id: int
    post_count: int
    is_locked: bool
    scope: Scope


_community = aliased(Group)
_PAGE = (
    select(
        Thread.id,
        Thread.title,
        Thread.kind,
        Thread.language,
        Thread.audience,
        Thread.is_locked,
        Thread.post_count,
        Group.id,
        Group.name,
        Group.slug,
        Group.audience,
        Group.is_confidential,
        Group.is_dissolved,
        _community.id,
        _community.slug,
        _community.name,
        _community.step,
    )
    .join(Group, Group.id == Thread.group_id)
    .join(_community, _community.id == Group.community_id)
    .where(Thread.id == bindparam("thread"), _community.slug == bindparam("community"), _community.parent_id.is_(None))
)


def thread_page(community_slug: str, thread_id: int, *, viewer: Viewer) -> ThreadPage:
    """Return what the page of a thread shows; raise Absent where there is no such thread that the viewer may read."""
    rows = read(_PAGE, community=community_slug, thread=thread_id)
    if not rows or not can_see(viewer, (page := ThreadPage(*rows[0])).scope):
        raise Absent
    return page


def guided_thread(group: Group, guide: str) -> Thread | None:
    """Return the thread of a subgroup that takes up a guiding question."""
    return session().scalar(select(Thread).where(Thread.group_id == group.id, Thread.guide == guide))


_GUIDED = select(Thread.guide, Thread.id, Thread.post_count).where(
    Thread.group_id == bindparam("group"), Thread.guide.is_not(None)
)


class Guided(NamedTuple):
    """A thread that takes up a guiding question."""

    id: int
    post_count: int


def guided_threads(group: Group) -> dict[str, Guided]:
    """Return the threads of a subgroup that take up its guiding questions, to who may see into it."""
    return {row.guide: Guided(row.id, row.post_count) for row in read(_GUIDED, group=group.id)}


def introductions_of(community: Group) -> Thread | None:
    """Return the thread in which newcomers present themselves: the latest that is open."""
    return session().scalar(
        select(Thread)
        .where(Thread.group_id == community.id, Thread.kind == ThreadKind.INTRODUCTIONS, Thread.is_locked.is_(False))
        .order_by(Thread.id.desc())
        .limit(1)
    )


class PostLink(NamedTuple):
    """What a link to a post needs."""

    thread_id: int
    number: int


def introduction_posts_of(person_id: int) -> dict[int, PostLink]:
    """Return where somebody's introductions stand, by community; who belongs there may read them."""
    rows = session().execute(
        select(IntroductionPost.group_id, Post.thread_id, Post.number)
        .join(Post, Post.id == IntroductionPost.post_id)
        .where(IntroductionPost.person_id == person_id)
    )
    return {row.group_id: PostLink(row.thread_id, row.number) for row in rows}


def is_introduction(post_id: int) -> bool:
    """Say whether a post is a member's introduction, which is changed where it is written."""
    return session().scalar(select(IntroductionPost.post_id).where(IntroductionPost.post_id == post_id)) is not None
