"""Reads of what lessons rest on: counts that are true for the reader, and the pieces one by one."""

from collections import Counter, namedtuple
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, bindparam, case, distinct, func, literal, or_, select
from sqlalchemy.orm import aliased, contains_eager

from community.cases.facets import CaseFacet
from community.cases.models import CaseRevision
from community.database import gathered, read, session
from community.discussions.models import Post, PostRevision
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import inside, knows_of, visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Evidence, Lesson, Stance
from community.lessons.passages import Passage
from community.lessons.queries.page import LessonPage
from community.lessons.queries.sources import (
    COLUMNS,
    Source,
    Today,
    source_key,
    source_of,
    today_of,
    with_sources,
    words_of,
)
from community.lessons.queries.visibility import counts_for, is_changed_since, readable_by


class Tally(NamedTuple):
    """How many passages speak for, against and beside a lesson, and from how many cases and discussions they come."""

    supports: int = 0
    contradicts: int = 0
    qualifies: int = 0
    sources: int = 0

    @property
    def passages(self) -> int:
        """All passages together."""
        return self.supports + self.contradicts + self.qualifies


class EvidenceShown(NamedTuple):
    """One piece of evidence as one reader may see it: quoted in its place, quoted without it, or held by a group.

    A group that the reader can't know of isn't named. Its countries are those of the case, or else that of who said it.
    """

    id: int
    passage_id: int
    stance: str
    note: str
    source_key: tuple[str, int]
    language: str
    quote: str | None = None
    author: str | None = None
    handle: str | None = None
    organisation: str | None = None
    said_at: datetime | None = None
    source: Source | None = None
    held_by: str | None = None
    today: Today | None = None
    is_changed_since: bool = False
    organisation_id: int | None = None
    countries: tuple[str, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether its words are for others."""
        return self.quote is None


# Where a case is from that a confidential subgroup keeps to itself, its released words don't say.
_PLACES = (
    select(gathered(CaseFacet.key, literal(",")))
    .where(
        CaseFacet.case_id == CaseRevision.case_id,
        CaseFacet.kind == "places",
        or_(Group.is_confidential.is_(False), inside()),
    )
    .correlate(CaseRevision, Group)
    .scalar_subquery()
)
_PIECES = (
    with_sources(
        select(
            Evidence.id,
            Evidence.lesson_id,
            Evidence.stance,
            Evidence.note,
            is_changed_since().label("is_changed_since"),
            *COLUMNS,
            visible_to(Passage.audience).label("is_visible"),
            readable_by().label("is_readable"),
            case((knows_of(), Group.name)).label("known_group"),
            _PLACES.label("places"),
        )
        .select_from(Evidence)
        .join(Passage, Passage.id == Evidence.passage_id)
    )
    .where(Evidence.lesson_id.in_(bindparam("lessons", type_=Integer, expanding=True)), counts_for())
    .order_by(Evidence.position, Evidence.id)
)
_Row: Any = namedtuple("_Row", [column.key for column in _PIECES.selected_columns])  # type: ignore[misc]
_TALLIES = (
    select(Evidence.lesson_id, Evidence.stance, CaseRevision.case_id, Post.thread_id, func.count())
    .join(Passage, Passage.id == Evidence.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .outerjoin(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .outerjoin(PostRevision, PostRevision.id == Passage.post_revision_id)
    .outerjoin(Post, Post.id == PostRevision.post_id)
    .where(Evidence.lesson_id.in_(bindparam("lessons", expanding=True)), counts_for())
    .group_by(Evidence.lesson_id, Evidence.stance, CaseRevision.case_id, Post.thread_id)
)


def evidence_of(lesson: Lesson | LessonPage, *, viewer: Viewer) -> list[EvidenceShown]:
    """Return what a lesson rests on for this reader, in its order."""
    return shown(evidence_rows(lesson, viewer=viewer))


def evidence_to_send_on(lesson_ids: Sequence[int], *, viewer: Viewer) -> dict[int, list[EvidenceShown]]:
    """Return what each of several lessons rests on for this reader, in its order, in one query, for what leaves this site.

    Out of a confidential subgroup its own members are shown, too, only what was released, as it was released.
    """
    found: dict[int, list[Any]] = {lesson_id: [] for lesson_id in lesson_ids}
    for row in read(_PIECES, viewer=viewer.person_id, lessons=list(lesson_ids)) if lesson_ids else ():
        if not row.is_confidential:
            found[row.lesson_id].append(row)
        elif row.released_at is not None:
            outside = dict(zip(_Row._fields, row, strict=True)) | {"is_visible": False, "places": None}
            found[row.lesson_id].append(_Row(**outside))
    return {lesson_id: shown(rows) for lesson_id, rows in found.items()}


def evidence_rows(lesson: Lesson | LessonPage, *, viewer: Viewer) -> tuple[Any, ...]:
    """Return the same as rows: parts of a page are kept by them, and made of what `shown` makes of them."""
    return tuple(map(_Row._make, read(_PIECES, viewer=viewer.person_id, lessons=[lesson.id])))


def shown(rows: Iterable[Any]) -> list[EvidenceShown]:
    """Return the pieces of evidence that rows hold."""
    return [_piece(row) if row.is_readable else _held(row) for row in rows]


def _piece(row: Any) -> EvidenceShown:
    return EvidenceShown(
        row.id,
        row.passage_id,
        row.stance,
        row.note,
        source_key(row),
        row.passage_language,
        words_of(row, is_inside=row.is_visible),
        row.author,
        row.handle,
        row.organisation,
        row.said_at,
        source_of(row) if row.is_visible else None,
        today=today_of(row) if row.is_visible else None,
        is_changed_since=bool(row.is_visible and row.is_changed_since),
        organisation_id=row.organisation_id,
        countries=_countries(row),
    )


def _held(row: Any) -> EvidenceShown:
    return EvidenceShown(
        row.id,
        row.passage_id,
        row.stance,
        "",
        source_key(row),
        row.passage_language,
        held_by=row.known_group,
        organisation_id=row.organisation_id,
        countries=_countries(row),
    )


def tally_of(pieces: Iterable[EvidenceShown]) -> Tally:
    """Return the counts of the pieces that a reader is shown."""
    return _tally((piece.stance, 1, piece.source_key) for piece in pieces)


def tallies(lesson_ids: Sequence[int], *, viewer: Viewer) -> dict[int, Tally]:
    """Return the counts of several lessons as they are for this reader, in one query."""
    rows = read(_TALLIES, viewer=viewer.person_id, lessons=lesson_ids) if lesson_ids else ()
    found: dict[int, list[tuple[str, int, tuple[int | None, int | None]]]] = {}
    for lesson_id, stance, case_id, thread_id, count in rows:
        found.setdefault(lesson_id, []).append((stance, count, (case_id, thread_id)))
    return {lesson_id: _tally(parts) for lesson_id, parts in found.items()}


def count_of_sources() -> ColumnElement[int]:
    """Return, for a statement on lessons, from how many cases and discussions their evidence comes for `:viewer`."""
    group = aliased(Group)
    return (
        select(func.count(distinct(CaseRevision.case_id)) + func.count(distinct(Post.thread_id)))
        .select_from(Evidence)
        .join(Passage, Passage.id == Evidence.passage_id)
        .join(group, group.id == Passage.group_id)
        .outerjoin(CaseRevision, CaseRevision.id == Passage.case_revision_id)
        .outerjoin(PostRevision, PostRevision.id == Passage.post_revision_id)
        .outerjoin(Post, Post.id == PostRevision.post_id)
        .where(Evidence.lesson_id == Lesson.id, counts_for(group))
        .correlate(Lesson)
        .scalar_subquery()
    )


def find_evidence(lesson: Lesson, evidence_id: int, *, viewer: Viewer) -> Evidence:
    """Return a piece of a lesson's evidence that exists for the viewer; raise Absent otherwise."""
    found = session().scalar(
        select(Evidence)
        .join(Evidence.passage)
        .join(Passage.group)
        .where(Evidence.id == evidence_id, Evidence.lesson_id == lesson.id, counts_for())
        .options(contains_eager(Evidence.passage).contains_eager(Passage.group)),
        {"viewer": viewer.person_id},
    )
    if found is None:
        raise Absent
    return found


def _countries(row: Any) -> tuple[str, ...]:
    return tuple(row.places.split(",")) if row.places else (row.author_country,) if row.author_country else ()


def _tally(parts: Iterable[tuple[str, int, object]]) -> Tally:
    stances: Counter[str] = Counter()
    sources = set()
    for stance, count, source in parts:
        stances[stance] += count
        sources.add(source)
    return Tally(stances[Stance.SUPPORTS], stances[Stance.CONTRADICTS], stances[Stance.QUALIFIES], len(sources))
