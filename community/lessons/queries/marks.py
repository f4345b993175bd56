"""What was marked in cases, and what cites it: for the margin of a case, and for the table of many."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Integer, and_, bindparam, distinct, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Person
from community.cases.models import CaseRevision
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Evidence, Lesson, Passage
from community.lessons.queries.citations import CITATION, Citation
from community.lessons.queries.visibility import shown_to


class Marked(NamedTuple):
    """Words of a case that somebody marked, and a lesson that cites them, if any; one for each lesson."""

    section: str | None
    exact: str
    by: str
    citation: Citation | None


_lessons = aliased(Group)
_OF_CASE = (
    select(Passage.exact, Person.name, _lessons.id, *CITATION)
    .join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .join(Group, Group.id == Passage.group_id)
    .join(Person, Person.id == Passage.harvested_by_id)
    .outerjoin(Evidence, Evidence.passage_id == Passage.id)
    .outerjoin(Lesson, Lesson.id == Evidence.lesson_id)
    .outerjoin(_lessons, and_(_lessons.id == Lesson.group_id, shown_to(_lessons)))
    .where(CaseRevision.case_id == bindparam("case"), visible_to(Passage.audience))
    .order_by(Lesson.id.desc(), Evidence.position, Passage.id)
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
    found = (
        (exact, by, is_shown, Citation(*citation))
        for exact, by, is_shown, *citation in read(_OF_CASE, viewer=viewer.person_id, case=case_id)
    )
    marks = (Marked(said.section, exact, by, said if is_shown else None) for exact, by, is_shown, said in found)
    return tuple(dict.fromkeys(marks))


def citations_in(marks: Sequence[Marked]) -> list[Citation]:
    """Return the lessons among what was marked, one entry for each place, newest lesson first."""
    return list(dict.fromkeys(mark.citation for mark in marks if mark.citation))


def count_marks(case_ids: Sequence[int], *, viewer: Viewer) -> tuple[tuple[int, str, int], ...]:
    """Return, by case and section, how many passages were marked there."""
    rows = read(_COUNTS, viewer=viewer.person_id, ids=case_ids) if case_ids else ()
    return tuple((case_id, section, number) for case_id, section, number in rows)
