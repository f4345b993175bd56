"""Posts: the door to one, a page of them, the newest of all."""

from collections.abc import Sequence

from sqlalchemy import Integer, Row, and_, bindparam, select
from sqlalchemy.orm import aliased, contains_eager

from community.accounts.models import Organisation, Person
from community.database import read, session
from community.discussions.models import Post, PostRevision, Thread
from community.discussions.queries.threads import ThreadElsewhere, ThreadPage
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, visible_to
from community.groups.rules import can_see
from community.groups.viewer import Viewer

POSTS_A_PAGE = 20

_LIMIT = bindparam("limit", type_=Integer)

_community = aliased(Group)


def find_post(community: Group, post_id: int, *, viewer: Viewer) -> Post:
    """Return a post of a community that the viewer may read; raise Absent otherwise, and where it was taken back."""
    found = find_place(community, post_id, viewer=viewer)
    if found.taken_back_at is not None:
        raise Absent
    return found


def find_place(community: Group, post_id: int, *, viewer: Viewer) -> Post:
    """Return a post that the viewer may read, or could before it was taken back; raise Absent otherwise."""
    found = session().scalar(
        select(Post)
        .join(Post.thread)
        .join(Thread.group)
        .where(Post.id == post_id, Group.community_id == community.id)
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
        Post.id,
        Post.number,
        Post.posted_at,
        Post.edited_at,
        Post.author_id,
        Post.answers_id,
        Person.name.label("author"),
        Person.handle,
        Organisation.name.label("organisation"),
        PostRevision.html,
        PostRevision.id.label("revision_id"),
        PostRevision.language,
        Post.taken_back_at,
        Post.is_removed,
        Post.taken_back_why,
        _answered.number.label("answered_number"),
        _answered_author.name.label("answered_author"),
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


def posts_of(
    thread: Thread | ThreadPage | ThreadElsewhere, *, after: int = 0, limit: int = POSTS_A_PAGE
) -> tuple[Row[tuple[object, ...]], ...]:
    """Return the posts of a thread that come after a number, oldest first, as rows ready to show."""
    return tuple(read(_POSTS, thread=thread.id, after=after, limit=limit))


_LATEST = (
    select(
        Post.id,
        Post.number,
        Post.posted_at,
        Person.name.label("author"),
        Thread.id.label("thread_id"),
        Thread.title,
        Thread.language,
        PostRevision.text,
        _community.slug.label("community_slug"),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(Group, Group.id == Thread.group_id)
    .join(_community, _community.id == Group.community_id)
    .join(Person, Person.id == Post.author_id)
    .join(PostRevision, and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count))
    .where(
        Group.community_id.in_(bindparam("communities", expanding=True)),
        Post.author_id != VIEWER,
        Post.taken_back_at.is_(None),
        visible_to(Thread.audience),
    )
    .order_by(Post.posted_at.desc(), Post.id.desc())
    .limit(_LIMIT)
)


def latest_posts(communities: Sequence[int], *, viewer: Viewer, limit: int = 10) -> Sequence[Row[tuple[object, ...]]]:
    """Return the newest posts by others in these communities that the viewer may read."""
    return read(_LATEST, viewer=viewer.person_id, communities=communities, limit=limit)
