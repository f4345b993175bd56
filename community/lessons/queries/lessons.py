"""Reads of lessons and common issues: one by its address, and lists of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager

from community import slugs
from community.accounts.models import Organisation, Person
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.groups import subgroups_of
from community.groups.queries.visibility import visible_to
from community.groups.viewer import VISITOR, Viewer
from community.lessons import rules
from community.lessons.models import CURRENT, Kind, Lesson, LessonRevision, Status
from community.lessons.queries.evidence import Tally, count_of_sources, tallies
from community.lessons.queries.order import ORDER, Place, behind, rank_of
from community.lessons.queries.sources import Author
from community.lessons.queries.visibility import written_by
from community.lessons.sentences import Words, words_in

LESSONS_A_PAGE = 20


class LessonLine(NamedTuple):
    """One line of a list of lessons."""

    id: int
    slug: str
    title: str
    kind: str
    status: str
    language: str
    audience: str
    when: str
    do: str
    because: str
    question: str
    published_at: datetime | None
    updated_at: datetime
    use_count: int
    group: str
    group_slug: str
    is_subgroup: bool
    is_confidential: bool
    community: str
    community_slug: str
    tally: Tally = Tally()

    @property
    def place(self) -> Place:
        """Where the next page begins behind this line."""
        return Place(rank_of(self.status), self.use_count, self.published_at or self.updated_at, self.id)

    @property
    def words(self) -> Words:
        """The words that join the parts of the sentence."""
        return words_in(self.language)


_community = aliased(Group)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        Lesson.id,
        Lesson.slug,
        Lesson.title,
        Lesson.kind,
        Lesson.status,
        Lesson.language,
        Lesson.audience,
        LessonRevision.when,
        LessonRevision.do,
        LessonRevision.because,
        LessonRevision.question,
        Lesson.published_at,
        Lesson.updated_at,
        Lesson.use_count,
        Group.name,
        Group.slug,
        Group.parent_id.is_not(None),
        Group.is_confidential,
        _community.name,
        _community.slug,
    )
    .join(Group, Group.id == Lesson.group_id)
    .join(_community, _community.id == Lesson.community_id)
    .join(LessonRevision, and_(LessonRevision.lesson_id == Lesson.id, LessonRevision.number == Lesson.revision_count))
    .where(visible_to(Lesson.audience))
)
_PUBLISHED = _LINES.where(Lesson.status.in_(CURRENT)).order_by(Lesson.published_at.desc(), Lesson.id.desc())
_COUNTS = (
    select(Lesson.status, func.count())
    .join(Group, Group.id == Lesson.group_id)
    .where(
        Lesson.community_id == bindparam("community"),
        Lesson.kind == bindparam("kind"),
        Lesson.status != Status.DRAFT.value,
        visible_to(Lesson.audience),
    )
    .group_by(Lesson.status)
)


def find_lesson(community: Group, slug: str, *, viewer: Viewer) -> Lesson:
    """Return a lesson that the viewer may read, by its present or a former address; raise Absent otherwise."""
    found = _find(Lesson.slug == slug, community)
    if found is None and (former := slugs.target_of("lesson", community.id, slug)) is not None:
        found = _find(Lesson.id == former, community)
    if found is None or not rules.can_read(viewer, found):
        raise Absent
    return found


def present_revision(lesson: Lesson) -> LessonRevision:
    """Return what the lesson says now."""
    return (
        session()
        .scalars(
            select(LessonRevision).where(
                LessonRevision.lesson_id == lesson.id, LessonRevision.number == lesson.revision_count
            )
        )
        .one()
    )


def writers_of(lesson: Lesson) -> list[Author]:
    """Return who wrote the lesson, by name."""
    rows = session().execute(
        select(Person.name, Person.handle, Organisation.name)
        .join(LessonRevision, LessonRevision.author_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(LessonRevision.lesson_id == lesson.id)
        .distinct()
        .order_by(Person.name, Person.handle)
    )
    return [Author(*row) for row in rows]


def lessons_in(
    community: Group,
    *,
    viewer: Viewer,
    group: Group | None = None,
    before: Place | None = None,
    limit: int = LESSONS_A_PAGE,
    kind: str | None = None,
    statuses: Sequence[str] = CURRENT,
) -> list[LessonLine]:
    """Return lessons of these statuses that the viewer may read, in order; one more than a page tells there is more."""
    statement = _LINES.where(Lesson.community_id == community.id, Lesson.status.in_(statuses)).order_by(*ORDER)
    if group is not None:
        statement = statement.where(Lesson.group_id == group.id)
    if kind is not None:
        statement = statement.where(Lesson.kind == kind)
    if before is not None:
        statement = statement.where(behind(before))
    return _lines(statement.limit(limit + 1), viewer)


def count_by_status(community: Group, *, viewer: Viewer, kind: str = Kind.LESSON) -> dict[str, int]:
    """Return how many lessons of each status the viewer may read, drafts aside."""
    return dict(tuple(row) for row in read(_COUNTS, community=community.id, kind=kind, viewer=viewer.person_id))


def lessons_among(lesson_ids: Sequence[int], *, viewer: Viewer) -> list[LessonLine]:
    """Return these lessons in this order, as far as the viewer may read them; drafts are none of them."""
    statement = _LINES.where(Lesson.id.in_(list(lesson_ids)), Lesson.status != Status.DRAFT)
    found = {line.id: line for line in _lines(statement, viewer)}
    return [found[lesson_id] for lesson_id in lesson_ids if lesson_id in found]


def public_lessons(*, limit: int) -> list[LessonLine]:
    """Return the newest lessons that everybody may read, of all communities."""
    return _lines(_PUBLISHED.limit(limit), VISITOR)


def single_source_lessons(community: Group, *, viewer: Viewer, limit: int = LESSONS_A_PAGE) -> list[LessonLine]:
    """Return published lessons whose evidence comes from one case or discussion, or from none, newest first."""
    statement = _PUBLISHED.where(
        Lesson.community_id == community.id, Lesson.kind == Kind.LESSON, ~Group.is_dissolved, count_of_sources() <= 1
    )
    return _lines(statement.limit(limit), viewer)


def drafts_in(community: Group, *, viewer: Viewer, limit: int = LESSONS_A_PAGE) -> list[LessonLine]:
    """Return the drafts that the viewer may work on, latest change first."""
    statement = _LINES.where(Lesson.community_id == community.id, Lesson.status == Status.DRAFT, written_by())
    return _lines(statement.order_by(Lesson.updated_at.desc(), Lesson.id.desc()).limit(limit), viewer)


def groups_to_write_in(community: Group, *, viewer: Viewer) -> list[Group]:
    """Return the community and its subgroups in which the viewer may write lessons."""
    if not viewer.belongs_to(community.id):
        return []
    groups = [community, *subgroups_of(community, viewer=viewer)]
    return [group for group in groups if rules.can_write_lessons(viewer, group.scope)]


def _find(condition: Any, community: Group) -> Lesson | None:
    return session().scalar(
        select(Lesson)
        .join(Lesson.group)
        .where(condition, Lesson.community_id == community.id)
        .options(contains_eager(Lesson.group))
    )


def _lines(statement: Select[*tuple[Any, ...]], viewer: Viewer) -> list[LessonLine]:
    rows: Sequence[Any] = read(statement, viewer=viewer.person_id)
    counted = tallies([row.id for row in rows], viewer=viewer)
    return [LessonLine._make([*row, counted.get(row.id, Tally())]) for row in rows]
