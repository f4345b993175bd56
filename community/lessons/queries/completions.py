"""Lessons and common issues, as somebody begins to type a title."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, or_, select

from community.database import read
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.lessons.models import PAST, Lesson
from community.lessons.queries.visibility import shown_to
from community.slugs import Begun

MOST = 8


class Titled(NamedTuple):
    """A lesson or a common issue, as far as a text names it."""

    title: str
    kind: str


_BEGINS = Lesson.slug.like(bindparam("begins"), escape="\\")
_TITLES = (
    select(Lesson.title, Lesson.kind)
    .join(Group, Group.id == Lesson.group_id)
    .where(
        Lesson.community_id == bindparam("community", type_=Integer),
        or_(
            _BEGINS,
            Lesson.slug.like(bindparam("inside"), escape="\\"),
            func.lower(Lesson.title).like(bindparam("typed"), escape="\\"),
        ),
        Lesson.status.not_in(PAST),
        shown_to(),
    )
    .order_by(_BEGINS.desc(), Lesson.title, Lesson.id)
    .limit(MOST)
)


def titles_of_lessons(community_id: int, begun: Begun, *, viewer: Viewer) -> list[Titled]:
    """Return titles of lessons and issues that the viewer may read, those that begin like this first."""
    return [Titled(*row) for row in read(_TITLES, community=community_id, viewer=viewer.person_id, **begun._asdict())]
