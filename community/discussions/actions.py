"""The verbs of discussions: start a thread, reply, edit, take back, lock."""

from datetime import timedelta

from sqlalchemy import and_, bindparam, func, select

from community import clock, throttle
from community.audit import actions as audit
from community.database import read, session
from community.detecting import settle
from community.discussions import rules
from community.discussions.events import (
    PostAdded,
    PostEdited,
    PostRemoved,
    ThreadLocked,
    ThreadMoved,
    ThreadStarted,
)
from community.discussions.models import WHY_LENGTH, Post, PostRevision, Thread, ThreadKind
from community.discussions.posting import Composed, append, compose, hold
from community.discussions.queries.threads import guided_thread, is_introduction
from community.errors import Invalid, NotAllowed, Outdated
from community.events import publish
from community.groups.models import Group
from community.groups.rules import can_contribute
from community.groups.viewer import Audience, Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lines import clean_line

POSTS_AN_HOUR = 120
SENT_TWICE = timedelta(seconds=30)


def start(
    group: Group,
    *,
    title: str,
    by: Viewer,
    text: str = "",
    kind: str = ThreadKind.DISCUSSION,
    audience: str = Audience.COMMUNITY,
    language: str | None = None,
    guide: str | None = None,
) -> Thread:
    """Open a thread in a group, with its first post where there is a text; a guiding question is taken up once."""
    if not can_contribute(by, group.scope_of(audience)):
        raise not_allowed(group.scope, gettext("Only members of this group start discussions in it."))
    title = clean_line(title)
    if not title:
        raise Invalid("title", gettext("Give the discussion a title; a question makes a good one."))
    if len(title) > rules.TITLE_LENGTH:
        raise Invalid("title", gettext("A title can have at most %(n)d characters.", n=rules.TITLE_LENGTH))
    if guide is not None and (taken_up := guided_thread(group, guide)) is not None:
        return taken_up
    thread = Thread(
        group=group,
        guide=guide,
        title=title,
        kind=ThreadKind(kind),
        audience=group.scope_of(audience).audience,
        post_count=0,
        language=language or group.language,
        started_by_id=by.person_id,
        started_at=clock.now(),
        last_post_at=clock.now(),
    )
    session().add(thread)
    session().flush()
    publish(ThreadStarted(thread.id))
    if text.strip():
        reply(thread, text=text, by=by)
    return thread


_LATEST = (
    select(Post.id, PostRevision.source)
    .join(PostRevision, and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count))
    .where(Post.thread_id == bindparam("thread"), Post.author_id == bindparam("author"))
    .where(Post.posted_at > bindparam("since"), func.coalesce(Post.answers_id, 0) == bindparam("answers"))
    .order_by(Post.number.desc())
    .limit(1)
)


def reply(thread: Thread, *, text: str | Composed, by: Viewer, answers: Post | None = None) -> Post:
    """Add a post to a thread, as an answer to one of its posts or to the thread as a whole."""
    composed = compose(text) if isinstance(text, str) else text
    hold(thread)
    if thread.is_locked:
        raise NotAllowed(gettext("This discussion was closed; it can be read but not answered."))
    if not rules.can_reply(by, thread) or by.person_id is None:
        raise not_allowed(thread.scope, gettext("You can read this discussion but not write in it."))
    if answers is not None and answers.thread_id != thread.id:
        raise Invalid("answers", gettext("The post that you answer is not in this discussion."))
    if sent_already := _just_posted(thread, composed.source, answers, by):
        return sent_already
    throttle.spend(throttle.Limit(f"post:{by.person_id}", POSTS_AN_HOUR, 3600))
    language = settle(composed.language, thread.language)
    post = append(thread, composed, author_id=by.person_id, answers=answers, language=language)
    publish(PostAdded(post.id))
    return post


def _just_posted(thread: Thread, source: str, answers: Post | None, by: Viewer) -> Post | None:
    """Return the post that a second click, or a form sent again, would repeat."""
    if not thread.last_post_at or clock.now() - thread.last_post_at > SENT_TWICE:
        return None
    since = clock.now() - SENT_TWICE
    rows = read(_LATEST, thread=thread.id, author=by.person_id, since=since, answers=answers.id if answers else 0)
    return session().get(Post, rows[0].id) if rows and rows[0].source == source else None


def edit(post: Post, *, text: str, based_on: int, by: Viewer) -> Post:
    """Change one's own post; raise Outdated where it was changed since revision number `based_on`."""
    if not rules.can_edit(by, post):
        raise not_allowed(post.thread.scope, gettext("Only its author changes a post, while the discussion is open."))
    if post.revision_count != based_on:
        raise Outdated(gettext("You changed this post in another window meanwhile. Nothing was overwritten."))
    source, rendered, found = compose(text)
    if source != post.revision.source:
        language = settle(found, post.thread.language)
        post.revise(source=source, html=rendered.html, text=rendered.text, at=clock.now(), language=language)
        session().flush()
        publish(PostEdited(post.id))
    return post


def take_back(post: Post, *, by: Viewer, why: str = "") -> None:
    """Let a post say nothing any more; its place stays, what was marked in it stands as gone, and it can be put back."""
    if not rules.can_take_back(by, post):
        raise not_allowed(post.thread.scope, gettext("Only its author, and who runs the group, take a post back."))
    if is_introduction(post.id):
        raise NotAllowed(gettext("This is an introduction: it is changed, or taken back, where it is written."))
    why = clean_line(why)
    if len(why) > WHY_LENGTH:
        raise Invalid("why", gettext("Write at most %(n)d characters here.", n=WHY_LENGTH))
    session().refresh(post, with_for_update=True)
    if post.taken_back_at is None:
        is_removed = post.author_id != by.person_id
        post.take_back(is_removed=is_removed, why=why, at=clock.now())
        session().flush()
        publish(PostEdited(post.id, is_said_anew=False))
        if is_removed:
            _note_power("post.removed", post, by)
            publish(PostRemoved(post.id, by.person_id or 0))


def put_back(post: Post, *, by: Viewer) -> None:
    """Let a post that was taken back say again what it said."""
    if not rules.can_put_back(by, post):
        raise not_allowed(post.thread.scope, gettext("Only who took a post back puts it back."))
    session().refresh(post, with_for_update=True)
    if post.taken_back_at is not None:
        was_removed = post.is_removed
        post.put_back(clock.now())
        session().flush()
        publish(PostEdited(post.id, is_said_anew=False))
        if was_removed:
            _note_power("post.put-back", post, by)


def _note_power(what: str, post: Post, by: Viewer) -> None:
    group = post.thread.group
    where = {"community_id": group.community_id, "group_id": group.id}
    audit.record(what, by_id=by.person_id, person_id=post.author_id, **where, post=post.id)


def lock(thread: Thread, *, by: Viewer, is_locked: bool = True) -> None:
    """Close a thread to new posts, or open it again."""
    if not rules.can_lock(by, thread):
        raise not_allowed(thread.scope, gettext("Only those who run the group close a discussion."))
    thread.is_locked = is_locked
    publish(ThreadLocked(thread.id))


def move(thread: Thread, *, group: Group, audience: str) -> None:
    """Let a thread follow the case that it belongs to; the case's own action has checked the rule."""
    thread.group = group
    thread.audience = group.scope_of(audience).audience
    session().flush()
    publish(ThreadMoved(thread.id))
