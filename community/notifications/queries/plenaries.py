"""What notifications about the work of plenaries are about, as their reader may see it, and who takes part in one."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, select, union
from sqlalchemy.orm import aliased

from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, in_community, visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Lesson
from community.lessons.queries.visibility import shown_to
from community.notifications.models import Happening
from community.notifications.queries.things import IDS, Thing, rows_of
from community.plenaries.models import Plenary, PlenaryMember
from community.plenaries.reports import NextStep, Report
from community.plenaries.voices import Draft, Voice

_DRAFT = bindparam("draft", type_=Integer)
_community = aliased(Group)
_DRAFTS = (
    select(
        Draft.id,
        Lesson.title,
        Lesson.language,
        Lesson.slug.label("drafted"),
        Plenary.slug.label("plenary"),
        _community.name,
        _community.slug,
    )
    .join(Plenary, Plenary.id == Draft.plenary_id)
    .join(_community, _community.id == Plenary.community_id)
    .join(Lesson, Lesson.id == Draft.lesson_id)
    .join(Group, Group.id == Lesson.group_id)
    .where(Draft.id.in_(IDS), shown_to(), visible_to(Plenary.audience, _community))
)
_REPORTS = (
    select(
        Plenary.id,
        Plenary.title,
        Plenary.language,
        Plenary.question,
        Plenary.slug.label("plenary"),
        Group.name,
        Group.slug,
    )
    .join(Group, Group.id == Plenary.community_id)
    .join(Report, Report.plenary_id == Plenary.id)
    .where(Plenary.id.in_(IDS), Report.published_at.is_not(None), in_community())
)
_STEPS = (
    select(NextStep.id, NextStep.text, Plenary.slug.label("plenary"), Plenary.title, Group.name, Group.slug)
    .join(Plenary, Plenary.id == NextStep.plenary_id)
    .join(Group, Group.id == Plenary.community_id)
    .where(NextStep.id.in_(IDS), NextStep.owner_id == VIEWER, visible_to(Plenary.audience))
)
_PARTICIPANTS = union(
    select(PlenaryMember.person_id).join(Draft, Draft.plenary_id == PlenaryMember.plenary_id).where(Draft.id == _DRAFT),
    select(Voice.person_id).where(Voice.draft_id == _DRAFT),
)


def drafts(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return drafts of plenaries."""
    return {
        row.id: Thing(row.title, row.language, row.name, "plenaries.draft", _place(row, drafted=row.drafted))
        for row in rows_of(_DRAFTS, ids, viewer)
    }


def reports(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return published reports by the ids of their plenaries."""
    return {
        row.id: Thing(row.title, row.language, row.name, "plenaries.report", _place(row), said=row.question)
        for row in rows_of(_REPORTS, ids, viewer)
    }


def steps(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return what the reader is to do; the report may not be published yet, so it leads to the plenary."""
    return {
        row.id: Thing(row.title, None, row.name, "plenaries.plenary", _place(row), said=row.text)
        for row in rows_of(_STEPS, ids, viewer)
    }


def participants(happening: Happening) -> Iterator[tuple[int, str]]:
    """Yield who takes part in the plenary of a draft, and who said where they stand."""
    for row in read(_PARTICIPANTS, draft=happening.thing_id):
        yield row.person_id, "work"


def _place(row: Any, **more: Any) -> dict[str, Any]:
    return {"community": row.slug, "slug": row.plenary, **more}
