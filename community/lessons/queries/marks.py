"""What was marked in cases, and what cites it: for the margin of a case, and for the table of many."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, distinct, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Person
from community.cases.models import CaseRevision
from community.database import read
from community.discussions.models import Post, PostRevision, Thread
from community.discussions.queries.threads import ThreadPage
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.anchors import block_of
from community.lessons.models import Evidence, Lesson
from community.lessons.passages import Passage
from community.lessons.queries.citations import CITATION, Citation
from community.lessons.queries.visibility import shown_to
from community.rendering import excerpt


class Marked(NamedTuple):
    """Words of a case that somebody marked, and a lesson that cites them, if any; one for each lesson."""

    section: str | None
    exact: str
    by: str
    citation: Citation | None
    passage_id: int = 0
    anchor: str = ""
    words: str = ""

    @property
    def begun(self) -> str:
        """The first of its words, to be told by."""
        return excerpt(self.exact, _BEGUN)


_BEGUN = 60  # characters
_lessons = aliased(Group)
_MARKS = (
    select(
        Passage.exact,
        Person.name,
        _lessons.id,
        Passage.id,
        Passage.now_section,
        Passage.now_anchor,
        Passage.now_words,
        *CITATION,
    )
    .join(Group, Group.id == Passage.group_id)
    .join(Person, Person.id == Passage.harvested_by_id)
    .outerjoin(Evidence, Evidence.passage_id == Passage.id)
    .outerjoin(Lesson, Lesson.id == Evidence.lesson_id)
    .outerjoin(_lessons, and_(_lessons.id == Lesson.group_id, shown_to(_lessons)))
    .where(visible_to(Passage.audience))
    .order_by(Lesson.id.desc(), Evidence.position, Passage.id)
)
_OF_CASE = _MARKS.join(CaseRevision, CaseRevision.id == Passage.case_revision_id).where(
    CaseRevision.case_id == bindparam("case")
)
_OF_POSTS = (
    _MARKS.add_columns(PostRevision.post_id)
    .join(PostRevision, PostRevision.id == Passage.post_revision_id)
    .join(Post, Post.id == PostRevision.post_id)
    .where(Post.thread_id == bindparam("thread"), Post.number.between(bindparam("first"), bindparam("last")))
)
_COUNTS = (
    select(CaseRevision.case_id, Passage.section, func.count(distinct(Passage.exact)))
    .join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .join(Group, Group.id == Passage.group_id)
    .where(CaseRevision.case_id.in_(bindparam("ids", type_=Integer, expanding=True)), visible_to(Passage.audience))
    .group_by(CaseRevision.case_id, Passage.section)
    .order_by(CaseRevision.case_id, Passage.section)
)


def marks_of_case(case_id: int, *, viewer: Viewer) -> tuple[Marked, ...]:
    """Return what was marked in a case, each with a lesson that cites it as far as the viewer may read that."""
    return tuple(dict.fromkeys(_marked(row) for row in read(_OF_CASE, viewer=viewer.person_id, case=case_id)))


def marks_of_posts(
    thread: Thread | ThreadPage, *, first: int, last: int, viewer: Viewer
) -> dict[int, tuple[Marked, ...]]:
    """Return, by post, what was marked in the posts of a thread from one number to another."""
    found: dict[int, dict[Marked, None]] = {}
    for *row, post_id in read(_OF_POSTS, viewer=viewer.person_id, thread=thread.id, first=first, last=last):
        found.setdefault(post_id, {})[_marked(row)] = None
    return {post_id: tuple(marks) for post_id, marks in found.items()}


def _marked(row: Sequence[Any]) -> Marked:
    exact, by, is_shown, passage_id, section, anchor, words, *citation = row
    said = Citation(*citation)
    anchor, words = anchor or block_of(said.anchor), words or exact
    return Marked(section or said.section, exact, by, said if is_shown else None, passage_id, anchor, words)


def citations_in(marks: Sequence[Marked]) -> list[Citation]:
    """Return the lessons among what was marked, one entry for each place, newest lesson first."""
    return list(dict.fromkeys(mark.citation for mark in marks if mark.citation))


def count_marks(case_ids: Sequence[int], *, viewer: Viewer) -> tuple[tuple[int, str, int], ...]:
    """Return, by case and section, how many passages were marked there."""
    rows = read(_COUNTS, viewer=viewer.person_id, ids=case_ids) if case_ids else ()
    return tuple((case_id, section, number) for case_id, section, number in rows)
