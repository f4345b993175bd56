"""Reads from practice upwards: which lessons cite a post or a passage, and how many a case."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, distinct, func, select

from community.cases.models import CaseRevision
from community.database import read
from community.discussions.models import Post, PostRevision, Thread
from community.discussions.queries.threads import ThreadPage
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lessons.models import Evidence, Kind, Lesson, Stance
from community.lessons.passages import Passage
from community.lessons.queries.visibility import shown_to


class Citation(NamedTuple):
    """A lesson that cites something, and what that does to it; the anchor holds in that revision of a case."""

    slug: str
    title: str
    kind: str
    language: str
    status: str
    stance: str
    section: str | None
    anchor: str | None
    revision_id: int | None

    @property
    def stance_said(self) -> str:
        """What the passage does to the lesson, as the words before its title."""
        if self.kind == Kind.ISSUE:
            return gettext("Bears on the common issue")
        if self.stance == Stance.SUPPORTS:
            return gettext("Supports the lesson")
        return (
            gettext("Contradicts the lesson") if self.stance == Stance.CONTRADICTS else gettext("Qualifies the lesson")
        )


class Way(NamedTuple):
    """The way back from a passage to a lesson that cites it, at that piece of evidence."""

    slug: str
    title: str
    kind: str
    language: str
    stance: str
    evidence_id: int


def _citing(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Passage)
        .join(Evidence, Evidence.passage_id == Passage.id)
        .join(Lesson, Lesson.id == Evidence.lesson_id)
        .join(Group, Group.id == Lesson.group_id)
        .where(shown_to())
    )


CITATION = (
    Lesson.slug,
    Lesson.title,
    Lesson.kind,
    Lesson.language,
    Lesson.status,
    Evidence.stance,
    Passage.section,
    Passage.anchor,
    Passage.case_revision_id,
)
_IDS = bindparam("ids", type_=Integer, expanding=True)
_OF_POSTS = (
    _citing(PostRevision.post_id, *CITATION)
    .join(PostRevision, PostRevision.id == Passage.post_revision_id)
    .join(Post, Post.id == PostRevision.post_id)
    .where(Post.thread_id == bindparam("thread"), Post.number.between(bindparam("first"), bindparam("last")))
    .order_by(Lesson.id.desc(), Evidence.position)
)
_OF_PASSAGES = _citing(Passage.id, *CITATION).where(Passage.id.in_(_IDS)).order_by(Lesson.id.desc(), Evidence.position)
_BACK = (
    _citing(Lesson.slug, Lesson.title, Lesson.kind, Lesson.language, Evidence.stance, Evidence.id)
    .where(Passage.id == bindparam("passage", type_=Integer))
    .order_by(Lesson.id.desc())
)
_COUNTS = (
    _citing(CaseRevision.case_id, func.count(distinct(Lesson.id)).label("lessons"))
    .join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .where(CaseRevision.case_id.in_(_IDS))
    .group_by(CaseRevision.case_id)
)


def citations_of_posts(
    thread: Thread | ThreadPage, *, first: int, last: int, viewer: Viewer
) -> dict[int, tuple[Citation, ...]]:
    """Return, by post, the lessons that cite the posts of a thread from one number to another."""
    return _grouped(read(_OF_POSTS, viewer=viewer.person_id, thread=thread.id, first=first, last=last))


def citations_of_passages(passage_ids: Sequence[int], *, viewer: Viewer) -> dict[int, tuple[Citation, ...]]:
    """Return, by passage, the lessons that cite it."""
    return _grouped(read(_OF_PASSAGES, viewer=viewer.person_id, ids=passage_ids) if passage_ids else ())


def ways_back(passage_id: int, *, came_from: str, viewer: Viewer) -> list[Way]:
    """Return the lessons that cite a passage: the one that the reader came from, or else all of them."""
    ways = [Way(*row) for row in read(_BACK, viewer=viewer.person_id, passage=passage_id)]
    return [way for way in ways if way.slug == came_from] or ways


def evidence_counts(case_ids: Sequence[int], *, viewer: Viewer) -> dict[int, int]:
    """Return, by case, how many lessons cite it; a case that none cites is left out."""
    rows = read(_COUNTS, viewer=viewer.person_id, ids=case_ids) if case_ids else ()
    return {row.case_id: row.lessons for row in rows}


def _grouped(rows: Iterable[Any]) -> dict[int, tuple[Citation, ...]]:
    found: dict[int, dict[Citation, None]] = {}
    for key, *values in rows:
        found.setdefault(key, {})[Citation(*values)] = None
    return {key: tuple(citations) for key, citations in found.items()}
