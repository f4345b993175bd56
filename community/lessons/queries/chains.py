"""Reads of where lessons come from and what was marked, for lists: one query for all of a page."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, distinct, func, select

from community.cases.models import CaseRevision
from community.database import read
from community.discussions.models import PostRevision
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Evidence, Lesson
from community.lessons.passages import Passage
from community.lessons.queries.visibility import counts_for


class Chain(NamedTuple):
    """From how many cases and posts the evidence of a lesson is, as far as it counts for the reader."""

    cases: int = 0
    posts: int = 0


_CHAINS = (
    select(Evidence.lesson_id, func.count(distinct(CaseRevision.case_id)), func.count(distinct(PostRevision.post_id)))
    .join(Passage, Passage.id == Evidence.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .outerjoin(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .outerjoin(PostRevision, PostRevision.id == Passage.post_revision_id)
    .where(Evidence.lesson_id.in_(bindparam("lessons", type_=Integer, expanding=True)), counts_for())
    .group_by(Evidence.lesson_id)
)
_STANDINGS = select(Lesson.id, Lesson.status, Lesson.use_count).where(
    Lesson.id.in_(bindparam("lessons", type_=Integer, expanding=True))
)
_MARKED_POSTS = (
    select(PostRevision.post_id)
    .distinct()
    .join(Passage, Passage.post_revision_id == PostRevision.id)
    .join(Group, Group.id == Passage.group_id)
    .where(PostRevision.post_id.in_(bindparam("posts", type_=Integer, expanding=True)), visible_to(Passage.audience))
)


class Stands(NamedTuple):
    """How far a lesson has come, and how often it was used."""

    status: str
    uses: int


def standings_of(lesson_ids: Sequence[int]) -> dict[int, Stands]:
    """Return how far lessons that were found already have come, and how often they were used."""
    rows = read(_STANDINGS, lessons=lesson_ids) if lesson_ids else ()
    return {lesson_id: Stands(status, uses) for lesson_id, status, uses in rows}


def chains_of(lesson_ids: Sequence[int], *, viewer: Viewer) -> dict[int, Chain]:
    """Return from how many cases and posts each of these lessons comes for this reader."""
    rows = read(_CHAINS, viewer=viewer.person_id, lessons=lesson_ids) if lesson_ids else ()
    return {lesson_id: Chain(cases, posts) for lesson_id, cases, posts in rows}


def marked_among(post_ids: Sequence[int], *, viewer: Viewer) -> frozenset[int]:
    """Return those of these posts of which something was marked as worth learning from."""
    rows = read(_MARKED_POSTS, viewer=viewer.person_id, posts=post_ids) if post_ids else ()
    return frozenset(post_id for (post_id,) in rows)
