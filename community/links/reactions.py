"""What links write when a text is saved: the numbers of what it refers to, in the same transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from community.cases.events import CaseCreated, CaseRevised
from community.cases.models import Case
from community.database import session
from community.discussions.events import PostAdded, PostEdited
from community.discussions.models import Post
from community.groups.models import Group
from community.groups.queries.visibility import viewer_of
from community.lessons.events import LessonWritten
from community.lessons.models import Lesson
from community.links.marks import meant_in
from community.links.models import Link
from community.links.queries.meaning import point

_MARKS = ("data-names=", "data-handle=", "data-link=", "/c/")


def note_case(event: CaseCreated | CaseRevised) -> None:
    """Resolve the links of a case's newest revision, for who wrote it."""
    case = session().get_one(Case, event.case_id)
    revision = case.revision
    keys = list(revision.html)
    texts = _note("case_id", case.id, case.group, list(revision.html.values()), revision.author_id)
    if texts is not None:
        revision.html = dict(zip(keys, texts, strict=True))
        session().flush()


def note_post(event: PostAdded | PostEdited) -> None:
    """Resolve the links of a post, for its author."""
    post = session().get_one(Post, event.post_id)
    revision = post.revision
    if isinstance(event, PostAdded) and not _may_link([revision.html]):
        return
    texts = _note("post_id", post.id, post.thread.group, [revision.html], post.author_id)
    if texts is not None:
        revision.html = texts[0]
        session().flush()


def note_lesson(event: LessonWritten) -> None:
    """Resolve the links of a lesson's newest revision, for who wrote it."""
    lesson = session().get_one(Lesson, event.lesson_id)
    revision = lesson.revisions[-1]
    texts = _note("lesson_id", lesson.id, lesson.group, [revision.html], event.by_id)
    if texts is not None:
        revision.html = texts[0]
        session().flush()


def remember(source: str, number: int, community_id: int, texts: Sequence[str], rows: Sequence[Link]) -> None:
    """Let the rows of a source say what its resolved texts refer to, and touch none that say it already."""
    meant = meant_in(texts)
    kept = {row.typed for row in rows if meant.get(row.typed) == row.meant}
    for row in rows:
        if row.typed not in kept:
            session().delete(row)
    session().flush()
    for typed, means in meant.items():
        if typed not in kept:
            target: dict[str, Any] = {"wanted": means} if isinstance(means, str) else {f"to_{means[0]}_id": means[1]}
            session().add(Link(community_id=community_id, typed=typed, **{source: number}, **target))
    session().flush()


def _may_link(texts: Sequence[str]) -> bool:
    return any(mark in text for text in texts for mark in _MARKS)


def _note(source: str, number: int, group: Group, texts: Sequence[str], author_id: int) -> tuple[str, ...] | None:
    """Resolve the texts of a source and remember what they refer to; None where that is nothing."""
    rows = session().scalars(select(Link).where(getattr(Link, source) == number)).all()
    if _may_link(texts):
        held = {row.typed: row.meant for row in rows if not isinstance(row.meant, str)}
        resolved = point(texts, group.community, viewer=viewer_of(author_id), held=held)
        remember(source, number, group.community_id, resolved, rows)
        return resolved
    if rows:
        session().execute(delete(Link).where(getattr(Link, source) == number))
    return None
