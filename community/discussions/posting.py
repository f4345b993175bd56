"""A post comes to stand in its thread: its text is read, the thread is held, and what was said is written at its end."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, insert, select, update
from sqlalchemy.orm.attributes import set_committed_value

from community import clock
from community.database import read, stored, write
from community.detecting import recognise
from community.discussions import rules
from community.discussions.models import Post, PostRevision, Thread
from community.errors import Invalid
from community.languages import gettext
from community.rendering import Rendered, TooComplex, TooLong, normalise, render


class Composed(NamedTuple):
    """A text that can be posted, as it was written and as it shows, and the language that it is clearly in."""

    source: str
    rendered: Rendered
    language: str | None


def compose(text: str) -> Composed:
    """Return a text with what it shows as; raise Invalid where it is empty, too long or too tangled."""
    if not text.strip():
        raise Invalid("text", gettext("Write something first."))
    if len(text) > rules.MAX_LENGTH:
        said = gettext(
            "A post can have at most %(n)d characters; this one has %(has)d.", n=rules.MAX_LENGTH, has=len(text)
        )
        raise Invalid("text", said)
    try:
        source = normalise(text).strip()
        rendered = render(source)
    except (TooComplex, TooLong) as error:
        raise Invalid("text", gettext("This text is too tangled to show: %(why)s", why=str(error))) from error
    return Composed(source, rendered, recognise(rendered.text))


_PRESENT = (
    select(Thread.post_count, Thread.last_post_at, Thread.is_locked)
    .where(Thread.id == bindparam("thread", type_=Integer))
    .with_for_update()
)
_GROW = (
    update(Thread)
    .where(Thread.id == bindparam("thread"))
    .values(post_count=bindparam("number"), last_post_at=bindparam("at"))
)
_ADD = insert(Post).returning(Post.id)
_SAY = insert(PostRevision).returning(PostRevision.id)


def hold(thread: Thread) -> None:
    """Let nobody else write in a thread until this transaction ends, and see how far it has come."""
    ((post_count, last_post_at, is_locked),) = read(_PRESENT, thread=thread.id)
    set_committed_value(thread, "post_count", post_count)
    set_committed_value(thread, "last_post_at", last_post_at)
    set_committed_value(thread, "is_locked", is_locked)


def append(
    thread: Thread, said: Composed, *, author_id: int, answers: Post | None = None, language: str | None = None
) -> Post:
    """Write a post at the end of a thread that is held, past the object layer: it is what is written most."""
    now, number = clock.now(), thread.post_count + 1
    write(_GROW, thread=thread.id, number=number, at=now)
    set_committed_value(thread, "post_count", number)
    set_committed_value(thread, "last_post_at", now)
    columns = {
        "thread_id": thread.id,
        "number": number,
        "author_id": author_id,
        "answers_id": answers.id if answers else None,
        "posted_at": now,
        "edited_at": None,
        "revision_count": 1,
        "taken_back_at": None,
        "is_removed": False,
        "taken_back_why": "",
    }
    ((post_id,),) = write(_ADD, **columns)
    post = stored(Post, id=post_id, **columns)
    columns = {
        "post_id": post_id,
        "number": 1,
        "source": said.source,
        "html": said.rendered.html,
        "text": said.rendered.text,
        "language": language,
        "saved_at": now,
        "is_pinned": False,
    }
    ((revision_id,),) = write(_SAY, **columns)
    revision = stored(PostRevision, id=revision_id, **columns)
    set_committed_value(post, "thread", thread)
    set_committed_value(post, "answers", answers)
    set_committed_value(post, "revisions", [revision])
    set_committed_value(revision, "post", post)
    return post
