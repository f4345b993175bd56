"""All that the page of a lesson says of itself, in one query and without loading objects."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Text, and_, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.database import constant, gathered, read
from community.errors import Absent
from community.folding import fold
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.viewer import Scope, Viewer, narrower
from community.lessons import rules
from community.lessons.models import Lesson, LessonRevision
from community.lessons.queries.sources import Author

_INSIDE, _BETWEEN = "\x1f", "\x1e"  # no name can hold these


class LessonPage(NamedTuple):
    """A lesson with what it says now, who wrote it, and where it stands. What is JSON is left as text."""

    id: int
    slug: str
    title: str
    kind: str
    language: str
    audience: str
    status: str
    reason: str | None
    revision_count: int
    use_count: int
    updated_at: datetime
    published_at: datetime | None
    settled_at: datetime | None
    review_at: datetime | None
    when: str
    do: str
    because: str
    question: str
    holds: str
    holds_not: str
    html: str
    themes_json: str
    group_id: int
    group: str
    group_slug: str
    widest: str
    is_confidential: bool
    is_dissolved: bool
    community_id: int
    community_slug: str
    community_name: str
    step: str
    writers_text: str

    @property
    def scope(self) -> Scope:
        """Where the lesson stands: never wider than its group allows."""
        audience = narrower(self.audience, self.widest)
        return Scope(self.group_id, self.community_id, audience, self.is_confidential, self.is_dissolved)

    @property
    def community(self) -> Frame:
        """The community it belongs to."""
        return Frame(self.community_id, self.community_slug, self.community_name, self.step)

    @property
    def themes(self) -> list[str]:
        """The keys of its themes."""
        return list(json.loads(self.themes_json))

    @property
    def writers(self) -> list[Author]:
        """Who wrote its revisions, by name."""
        rows = {tuple(row.split(_INSIDE)) for row in self.writers_text.split(_BETWEEN)}
        return sorted((Author(name, handle, works or None) for name, handle, works in rows), key=lambda a: fold(a.name))


_community = aliased(Group)
_saved = aliased(LessonRevision)
_inside, _between, _nothing = map(constant, (_INSIDE, _BETWEEN, ""))
_WRITER = Person.name + _inside + Person.handle + _inside + func.coalesce(Organisation.name, _nothing)
_WRITERS = (
    select(gathered(_WRITER, _between))
    .select_from(_saved)
    .join(Person, Person.id == _saved.author_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(_saved.lesson_id == Lesson.id)
    .correlate(Lesson)
    .scalar_subquery()
)
_PAGE = (
    select(
        Lesson.id,
        Lesson.slug,
        Lesson.title,
        Lesson.kind,
        Lesson.language,
        Lesson.audience,
        Lesson.status,
        Lesson.reason,
        Lesson.revision_count,
        Lesson.use_count,
        Lesson.updated_at,
        Lesson.published_at,
        Lesson.settled_at,
        Lesson.review_at,
        LessonRevision.when,
        LessonRevision.do,
        LessonRevision.because,
        LessonRevision.question,
        LessonRevision.holds,
        LessonRevision.holds_not,
        LessonRevision.html,
        cast(LessonRevision.themes, Text),
        Group.id,
        Group.name,
        Group.slug,
        Group.audience,
        Group.is_confidential,
        Group.is_dissolved,
        _community.id,
        _community.slug,
        _community.name,
        _community.step,
        _WRITERS,
    )
    .join(_community, _community.id == Lesson.community_id)
    .join(Group, Group.id == Lesson.group_id)
    .join(LessonRevision, and_(LessonRevision.lesson_id == Lesson.id, LessonRevision.number == Lesson.revision_count))
    .where(
        _community.slug == bindparam("community_slug"),
        _community.parent_id.is_(None),
        Lesson.slug == bindparam("lesson_slug"),
    )
)


def lesson_page(community_slug: str, slug: str, *, viewer: Viewer) -> LessonPage:
    """Return what the page of a lesson says of it; raise Absent where the viewer may read no such lesson."""
    rows = read(_PAGE, community_slug=community_slug, lesson_slug=slug)
    if not rows or not rules.can_read(viewer, page := LessonPage(*rows[0])):
        raise Absent
    return page
