"""Reads of the revisions of a lesson that was found already."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Organisation, Person
from community.database import read, session
from community.errors import Absent
from community.lessons.models import Lesson, LessonRevision

REVISIONS_A_PAGE = 50
_MOST = 2**31 - 1


class RevisionLine(NamedTuple):
    """A revision in the history of its lesson."""

    number: int
    saved_at: datetime
    author: str
    handle: str
    organisation: str | None


_LINES = (
    select(LessonRevision.number, LessonRevision.saved_at, Person.name, Person.handle, Organisation.name)
    .join(Person, Person.id == LessonRevision.author_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        LessonRevision.lesson_id == bindparam("lesson", type_=Integer),
        LessonRevision.number < bindparam("before", type_=Integer),
    )
    .order_by(LessonRevision.number.desc())
    .limit(REVISIONS_A_PAGE + 1)
)


def revisions_of(lesson: Lesson, *, before: int | None = None) -> list[RevisionLine]:
    """Return the revisions of a lesson, newest first; one more than a page tells there is more."""
    first = min(max(before, 0), _MOST) if before is not None else _MOST
    return [RevisionLine(*row) for row in read(_LINES, lesson=lesson.id, before=first)]


def find_revision(lesson: Lesson, number: int) -> LessonRevision:
    """Return a revision with its author; raise Absent where the lesson has no such one."""
    if not 0 < number <= lesson.revision_count:
        raise Absent
    found = select(LessonRevision).where(LessonRevision.lesson_id == lesson.id, LessonRevision.number == number)
    return session().scalars(found.options(joinedload(LessonRevision.author))).one()
