"""Reads of what members mean to try, and of which lessons are to be looked at again."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from community import clock
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, in_community
from community.groups.viewer import Viewer
from community.lessons.models import Evidence, Lesson, Status
from community.lessons.passages import Passage
from community.lessons.queries.page import LessonPage
from community.lessons.queries.visibility import counts_for, is_changed_since, shown_to, written_by
from community.lessons.uses import IS_OPEN, Trial, Use
from community.lessons.voices import Voice, VoiceKind

ASKED_AT_ONCE = 5
REVIEWS_SHOWN = 12


class TrialDue(NamedTuple):
    """A lesson that somebody meant to try, and is asked about now."""

    slug: str
    title: str
    language: str
    community_slug: str
    planned_at: datetime


class ReviewLine(NamedTuple):
    """A lesson that is to be looked at again."""

    slug: str
    title: str
    language: str
    review_at: datetime


class Since(NamedTuple):
    """What has happened to a lesson since it was adopted, or looked at last, as far as it counts for the reader."""

    evidence: int
    contradicting: int
    changed: int
    uses: int
    also: int
    not_here: int
    not_used: int

    @property
    def is_quiet(self) -> bool:
        """Whether nothing has."""
        return not any(self)


_LESSON = bindparam("lesson", type_=Integer)
_NOW = bindparam("now", type_=Lesson.review_at.type)
_SINCE = bindparam("since", type_=Lesson.review_at.type)
_community = aliased(Group)
_DUE = (
    select(Lesson.slug, Lesson.title, Lesson.language, _community.slug.label("community_slug"), Trial.planned_at)
    .join(Lesson, Lesson.id == Trial.lesson_id)
    .join(Group, Group.id == Lesson.group_id)
    .join(_community, _community.id == Lesson.community_id)
    .where(Trial.person_id == VIEWER, IS_OPEN, Trial.ask_at <= _NOW, ~Group.is_dissolved, in_community(), shown_to())
    .order_by(Trial.ask_at, Trial.lesson_id)
    .limit(ASKED_AT_ONCE)
)
_OPEN = select(Trial.planned_at, Trial.ask_at).where(Trial.lesson_id == _LESSON, Trial.person_id == VIEWER, IS_OPEN)
_REVIEWS = (
    select(Lesson.slug, Lesson.title, Lesson.language, Lesson.review_at)
    .join(Group, Group.id == Lesson.group_id)
    .where(
        Lesson.community_id == bindparam("community", type_=Integer),
        Lesson.status == Status.ADOPTED.value,
        Lesson.review_at <= _NOW,
        ~Group.is_dissolved,
        shown_to(),
        written_by(),
    )
    .order_by(Lesson.review_at, Lesson.id)
    .limit(bindparam("limit", type_=Integer))
)
_EVIDENCE = (
    select(
        func.count().filter(Evidence.cited_at > _SINCE),
        func.count().filter(Evidence.cited_at > _SINCE, Evidence.stance == "contradicts"),
        func.count().filter(is_changed_since()),
    )
    .select_from(Evidence)
    .join(Passage, Passage.id == Evidence.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .where(Evidence.lesson_id == _LESSON, counts_for(), or_(Evidence.cited_at > _SINCE, is_changed_since()))
)


def _counted(model: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(model).where(model.lesson_id == _LESSON, *conditions).scalar_subquery()


def _voices(kind: VoiceKind) -> Any:
    return _counted(Voice, Voice.kind == kind.value, Voice.given_at > _SINCE, Voice.taken_back_at.is_(None))


_SAID = select(
    _counted(Use, Use.reported_at > _SINCE, Use.taken_back_at.is_(None)),
    _voices(VoiceKind.ALSO),
    _voices(VoiceKind.NOT_HERE),
    _counted(Trial, Trial.ended_at > _SINCE, Trial.is_used.is_(False)),
)


def trials_due(viewer: Viewer) -> list[TrialDue]:
    """Return the lessons that the viewer meant to try and is asked about by now, first things first."""
    return [TrialDue(*row) for row in read(_DUE, viewer=viewer.person_id, now=clock.now())]


def open_trial(lesson: Lesson | LessonPage, *, viewer: Viewer) -> Any:
    """Return since when the viewer means to try a lesson and when they are asked; None where they don't."""
    rows = read(_OPEN, lesson=lesson.id, viewer=viewer.person_id) if viewer.person_id else ()
    return rows[0] if rows else None


def reviews_due(community: Group, *, viewer: Viewer, limit: int = REVIEWS_SHOWN) -> list[ReviewLine]:
    """Return the lessons that the viewer is to look at again by now, longest due first."""
    values = {"community": community.id, "viewer": viewer.person_id, "now": clock.now(), "limit": limit}
    return [ReviewLine(*row) for row in read(_REVIEWS, **values)]


def since_review(lesson: Lesson, *, viewer: Viewer) -> Since:
    """Return what has happened to a lesson since somebody looked at it last, in two queries."""
    since = lesson.reviewed_at or lesson.adopted_at or lesson.created_at
    ((evidence, contradicting, changed),) = read(_EVIDENCE, lesson=lesson.id, viewer=viewer.person_id, since=since)
    ((uses, also, not_here, not_used),) = read(_SAID, lesson=lesson.id, since=since)
    return Since(evidence, contradicting, changed, uses, also, not_here, not_used)
