"""Reads of passages: the tray of a community, what was harvested in a case, what waits for its author."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from community.accounts.models import Person
from community.cases.models import CaseRevision
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, inside, visible_to
from community.groups.viewer import Viewer
from community.lessons import rules
from community.lessons.models import Evidence, Lesson
from community.lessons.passages import Passage
from community.lessons.queries.citations import Citation, citations_of_passages
from community.lessons.queries.sources import (
    COLUMNS,
    Harvester,
    Source,
    Today,
    source_of,
    today_of,
    with_sources,
    words_of,
)
from community.lessons.queries.visibility import readable_by, shown_to
from community.paging import Key

PASSAGES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One passage of a tray. To those outside its confidential subgroup a released one shows its words and their author."""

    id: int
    exact: str
    language: str
    author: str
    handle: str
    organisation: str | None
    said_at: datetime
    harvested_at: datetime
    is_confidential: bool
    released_at: datetime | None
    community_slug: str
    harvested_by: str | None = None
    why: str = ""
    group: str | None = None
    source: Source | None = None
    used_in: tuple[Citation, ...] = ()
    masked: str | None = None
    today: Today | None = None

    @property
    def is_citable(self) -> bool:
        """Whether lessons of any group of the community may cite it."""
        return not self.is_confidential or self.released_at is not None


class Mark(NamedTuple):
    """What somebody harvested in a case; the anchor holds in the revision that it was made in."""

    passage_id: int
    revision_id: int | None
    section: str | None
    anchor: str | None
    exact: str
    why: str
    harvested_by: str


_community = aliased(Group)
_LINES = with_sources(
    select(
        *COLUMNS,
        Passage.why,
        Passage.harvested_at,
        Harvester.name.label("harvested_by"),
        _community.slug.label("community"),
        visible_to(Passage.audience).label("is_visible"),
    )
    .select_from(Passage)
    .join(Harvester, Harvester.id == Passage.harvested_by_id)
).join(_community, _community.id == Group.community_id)
_ONE = _LINES.where(Passage.id == bindparam("passage", type_=Integer))
_WAITING = (
    _LINES.where(
        Passage.author_id == VIEWER,
        Passage.released_at.is_(None),
        Group.is_confidential.is_(True),
        ~Group.is_dissolved,
        inside(Group),
    )
    .order_by(Passage.harvested_at.desc(), Passage.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


def find_passage(community: Group, passage_id: int, *, viewer: Viewer) -> Passage:
    """Return a passage of a community whose words the viewer may read; raise Absent otherwise."""
    found = session().scalar(
        select(Passage)
        .join(Passage.group)
        .where(Passage.id == passage_id, Group.community_id == community.id)
        .options(contains_eager(Passage.group))
    )
    if found is None or not rules.can_read_words(viewer, found):
        raise Absent
    return found


def line_of(passage: Passage, *, viewer: Viewer) -> PassageLine:
    """Return a passage that was found for the viewer, with all that they may know of it."""
    return _read(_ONE, viewer, passage=passage.id)[0]


def passages_in(
    community: Group,
    *,
    viewer: Viewer,
    group: Group | None = None,
    unused: bool = False,
    citable_in: Group | None = None,
    before: Key | None = None,
    limit: int = PASSAGES_A_PAGE,
) -> list[PassageLine]:
    """Return the tray, newest first: passages whose words the viewer may read; one more than a page tells there is more.

    `group` leaves out what stands elsewhere, `citable_in` what a lesson of that group may not cite.
    """
    statement = _LINES.where(Group.community_id == community.id, readable_by())
    if group is not None:
        statement = statement.where(Group.id == group.id)
    if unused:
        statement = statement.where(_is_unused())
    if citable_in is not None:
        released = Passage.released_at.is_not(None)
        statement = statement.where(or_(Group.is_confidential.is_(False), released, Group.id == citable_in.id))
    if before is not None:
        moment, passage_id = before
        statement = statement.where(
            or_(Passage.harvested_at < moment, and_(Passage.harvested_at == moment, Passage.id < passage_id))
        )
    return _read(statement.order_by(Passage.harvested_at.desc(), Passage.id.desc()).limit(limit + 1), viewer)


def passages_waiting_for_release(viewer: Viewer, *, limit: int = PASSAGES_A_PAGE) -> list[PassageLine]:
    """Return the viewer's own words that others marked and that may not leave their confidential subgroup yet."""
    if viewer.person_id is None:
        return []
    return _read(_WAITING, viewer, limit=limit)


def unused_passages(community: Group, *, viewer: Viewer, group: Group | None = None) -> int:
    """Return how many passages of the tray no lesson cites that the viewer may read."""
    return _count(community, viewer, *_in(group), _is_unused())


def count_passages(community: Group, *, viewer: Viewer, group: Group | None = None) -> int:
    """Return how many passages the tray holds for the viewer."""
    return _count(community, viewer, *_in(group))


def harvested_in(case_revision_id: int, *, viewer: Viewer) -> list[Mark]:
    """Return what was harvested in this revision of a case and in the others, oldest first."""
    revision = aliased(CaseRevision)
    rows = session().execute(
        select(
            Passage.id,
            Passage.case_revision_id,
            Passage.section,
            Passage.anchor,
            Passage.exact,
            Passage.why,
            Person.name,
        )
        .join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
        .join(revision, revision.case_id == CaseRevision.case_id)
        .join(Group, Group.id == Passage.group_id)
        .join(Person, Person.id == Passage.harvested_by_id)
        .where(revision.id == case_revision_id, visible_to(Passage.audience))
        .order_by(Passage.id),
        {"viewer": viewer.person_id},
    )
    return [Mark(*row) for row in rows]


def _read(statement: Select[*tuple[Any, ...]], viewer: Viewer, **values: Any) -> list[PassageLine]:
    rows = read(statement, viewer=viewer.person_id, **values)
    used = citations_of_passages([row.passage_id for row in rows], viewer=viewer)
    return [
        PassageLine(
            row.passage_id,
            words_of(row, is_inside=row.is_visible),
            row.passage_language,
            row.author,
            row.handle,
            row.organisation,
            row.said_at,
            row.harvested_at,
            row.is_confidential,
            row.released_at,
            row.community,
            used_in=tuple(used.get(row.passage_id, ())),
            **_inside(row) if row.is_visible else {},
        )
        for row in rows
    ]


def _inside(row: Any) -> dict[str, Any]:
    """Return what only those see who may see the source: where it is and how it stands, who marked it, and why."""
    place = {"group": row.group_name, "source": source_of(row), "today": today_of(row)}
    return place | {"harvested_by": row.harvested_by, "why": row.why, "masked": row.masked}


def _in(group: Group | None) -> list[ColumnElement[bool]]:
    return [Group.id == group.id] if group is not None else []


def _is_unused() -> ColumnElement[bool]:
    group = aliased(Group)
    return ~exists(
        select(Evidence.id)
        .join(Lesson, Lesson.id == Evidence.lesson_id)
        .join(group, group.id == Lesson.group_id)
        .where(Evidence.passage_id == Passage.id, shown_to(group))
        .correlate(Passage)
    )


def _count(community: Group, viewer: Viewer, *conditions: ColumnElement[bool]) -> int:
    return (
        session().scalar(
            select(func.count(Passage.id))
            .join(Group, Group.id == Passage.group_id)
            .where(Group.community_id == community.id, readable_by(), *conditions),
            {"viewer": viewer.person_id},
        )
        or 0
    )
