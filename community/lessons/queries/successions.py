"""Which lesson took the place of which, as far as the reader may read them."""

from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from community.database import read
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.lessons.models import Lesson, Status, Succession
from community.lessons.queries.page import LessonPage
from community.lessons.queries.visibility import shown_to

MOST = 20


class Titled(NamedTuple):
    """A lesson, as far as another one leads to it."""

    slug: str
    title: str
    language: str


def _other(one: InstrumentedAttribute[int], other: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Lesson.slug, Lesson.title, Lesson.language)
        .join(Succession, other == Lesson.id)
        .join(Group, Group.id == Lesson.group_id)
        .where(one == bindparam("lesson", type_=Integer), shown_to())
        .order_by(Lesson.id)
        .limit(MOST)
    )


_SUCCESSOR = _other(Succession.lesson_id, Succession.successor_id)
_SUPERSEDED = _other(Succession.successor_id, Succession.lesson_id)


def successor_of(lesson: Lesson | LessonPage, *, viewer: Viewer) -> Titled | None:
    """Return the lesson that took the place of this one; None where there is none, or none for this reader."""
    if lesson.status != Status.SUPERSEDED:
        return None
    rows = read(_SUCCESSOR, lesson=lesson.id, viewer=viewer.person_id)
    return Titled(*rows[0]) if rows else None


def superseded_by(lesson: Lesson | LessonPage, *, viewer: Viewer) -> list[Titled]:
    """Return the lessons that this one took the place of."""
    return [Titled(*row) for row in read(_SUPERSEDED, lesson=lesson.id, viewer=viewer.person_id)]
