"""Reads of what members say of a lesson and what they used it for; their caller has found the lesson.

A case beside a voice or a report is named only to who may read the case.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, case, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.models import Case
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, visible_to
from community.groups.viewer import VISITOR, Viewer
from community.lessons.models import Lesson
from community.lessons.queries.page import LessonPage
from community.lessons.uses import IS_OPEN, Stage, Trial, Use
from community.lessons.voices import Voice, VoiceKind
from community.paging import Key

VOICES_A_PAGE = 20
USES_A_PAGE = 10


class CaseNamed(NamedTuple):
    """A case beside a voice or a report, for who may read it."""

    slug: str
    title: str
    language: str


class VoiceShown(NamedTuple):
    """What one member says of a lesson."""

    id: int
    kind: str
    sentence: str
    revision: int
    given_at: datetime
    name: str
    handle: str
    organisation: str | None
    is_mine: bool
    case: CaseNamed | None

    @property
    def key(self) -> Key:
        """Where the next page begins behind it."""
        return self.given_at, self.id


class UseShown(NamedTuple):
    """A report of the use of a lesson."""

    id: int
    place: str
    adapted: str
    outcome: str
    stage: str
    revision: int
    reported_at: datetime
    changed_at: datetime | None
    name: str
    handle: str
    organisation: str | None
    is_mine: bool
    case: CaseNamed | None

    @property
    def key(self) -> Key:
        """Where the next page begins behind it."""
        return self.reported_at, self.id


class Said(NamedTuple):
    """How many members say what of a lesson, how often it was used at which stage, and how many mean to try it.

    `voice` says whether the viewer's own is given or taken back, `ask_at` when they are asked about what they mean to try,
    `taken_back` how many of their reports they took back.
    """

    also: int
    not_here: int
    uses: int
    stages: tuple[tuple[str, int], ...]
    trying: int
    voice: str | None
    ask_at: datetime | None
    taken_back: int

    @property
    def voices(self) -> int:
        """How many say the one or the other."""
        return self.also + self.not_here


_LESSON = bindparam("lesson", type_=Integer)
_LIMIT = bindparam("limit", type_=Integer)
_group = aliased(Group)
_SEEN = and_(_group.id == Case.group_id, visible_to(Case.audience, _group))


def _by(model: Any, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *columns,
            Person.name,
            Person.handle,
            Organisation.name.label("organisation"),
            (model.person_id == VIEWER).label("is_mine"),
            case((_group.id.is_not(None), Case.slug)).label("case_slug"),
            case((_group.id.is_not(None), Case.title)).label("case_title"),
            case((_group.id.is_not(None), Case.language)).label("case_language"),
        )
        .join(Person, Person.id == model.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Case, Case.id == model.case_id)
        .outerjoin(_group, _SEEN)
        .where(model.lesson_id == _LESSON, model.taken_back_at.is_(None))
        .limit(_LIMIT)
    )


def _before(moment: Any, number: Any) -> Any:
    given = bindparam("moment", type_=moment.type)
    return or_(moment < given, and_(moment == given, number < bindparam("number", type_=Integer)))


_VOICES = _by(Voice, Voice.id, Voice.kind, Voice.sentence, Voice.revision, Voice.given_at).order_by(
    Voice.given_at.desc(), Voice.id.desc()
)
_VOICES_BEFORE = _VOICES.where(_before(Voice.given_at, Voice.id))
_USES = _by(
    Use, Use.id, Use.place, Use.adapted, Use.outcome, Use.stage, Use.revision, Use.reported_at, Use.changed_at
).order_by(Use.reported_at.desc(), Use.id.desc())
_USES_BEFORE = _USES.where(_before(Use.reported_at, Use.id))


def _counted(model: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(model).where(model.lesson_id == _LESSON, *conditions).scalar_subquery()


def _voices(kind: VoiceKind) -> Any:
    return _counted(Voice, Voice.kind == kind.value, Voice.taken_back_at.is_(None))


def _own(model: Any, value: Any, *conditions: Any) -> Any:
    return select(value).where(model.lesson_id == _LESSON, model.person_id == VIEWER, *conditions).scalar_subquery()


_SAID = select(
    _voices(VoiceKind.ALSO),
    _voices(VoiceKind.NOT_HERE),
    _counted(Trial, IS_OPEN),
    *(_counted(Use, Use.stage == stage.value, Use.taken_back_at.is_(None)) for stage in Stage),
    _own(Voice, case((Voice.taken_back_at.is_(None), "given"), else_="taken back")),
    type_coerce(_own(Trial, Trial.ask_at, IS_OPEN), Trial.ask_at.type),
    func.coalesce(_own(Use, func.count(), Use.taken_back_at.is_not(None)), 0),
)
_OWN_VOICE = (
    select(
        Voice.kind, Voice.sentence, Voice.taken_back_at, case((_group.id.is_not(None), Case.title)).label("case_title")
    )
    .outerjoin(Case, Case.id == Voice.case_id)
    .outerjoin(_group, _SEEN)
    .where(Voice.lesson_id == _LESSON, Voice.person_id == VIEWER)
)
_TAKEN_BACK = (
    select(Use.id, Use.place, Use.reported_at)
    .where(Use.lesson_id == _LESSON, Use.person_id == VIEWER, Use.taken_back_at.is_not(None))
    .order_by(Use.reported_at.desc(), Use.id.desc())
    .limit(USES_A_PAGE)
)


def voices_on(
    lesson: Lesson | LessonPage, *, viewer: Viewer, before: Key | None = None, limit: int = VOICES_A_PAGE
) -> list[VoiceShown]:
    """Return what members say of a lesson, newest first; one more than a page tells there is more."""
    return [
        VoiceShown._make([*row[:9], _case_of(row)])
        for row in _page(_VOICES, _VOICES_BEFORE, lesson, viewer, before, limit)
    ]


def uses_of(
    lesson: Lesson | LessonPage, *, viewer: Viewer, before: Key | None = None, limit: int = USES_A_PAGE
) -> list[UseShown]:
    """Return the reports of a lesson's use, newest first; one more than a page tells there is more."""
    return [
        UseShown._make([*row[:12], _case_of(row)]) for row in _page(_USES, _USES_BEFORE, lesson, viewer, before, limit)
    ]


def said_of(lesson: Lesson | LessonPage, *, viewer: Viewer = VISITOR) -> Said:
    """Return the counts of what was said of a lesson, and what of it is the viewer's, in one query."""
    ((also, not_here, trying, *counts, voice, ask_at, taken_back),) = read(
        _SAID, lesson=lesson.id, viewer=viewer.person_id
    )
    stages = tuple((stage.value, n) for stage, n in zip(Stage, counts, strict=True) if n)
    return Said(also, not_here, sum(counts), stages, trying, voice, ask_at, taken_back)


def own_voice(lesson: Lesson | LessonPage, *, viewer: Viewer) -> Any:
    """Return what the viewer said of a lesson, also where they took it back; None where they never did."""
    rows = read(_OWN_VOICE, lesson=lesson.id, viewer=viewer.person_id) if viewer.person_id else ()
    return rows[0] if rows else None


def uses_taken_back(lesson: Lesson | LessonPage, *, viewer: Viewer) -> Sequence[Any]:
    """Return the viewer's own reports that they took back, newest first."""
    return read(_TAKEN_BACK, lesson=lesson.id, viewer=viewer.person_id) if viewer.person_id else ()


def find_use(lesson: Lesson, use_id: int) -> Use:
    """Return a report of a lesson that was found already; raise Absent otherwise."""
    found = session().scalar(select(Use).where(Use.id == use_id, Use.lesson_id == lesson.id))
    if found is None:
        raise Absent
    return found


def _page(
    first: Select[*tuple[Any, ...]],
    later: Select[*tuple[Any, ...]],
    lesson: Lesson | LessonPage,
    viewer: Viewer,
    before: Key | None,
    limit: int,
) -> Sequence[Any]:
    values = {"lesson": lesson.id, "viewer": viewer.person_id, "limit": limit + 1}
    if before is None:
        return read(first, **values)
    moment, number = before
    return read(later, **values, moment=moment, number=number)


def _case_of(row: Any) -> CaseNamed | None:
    return CaseNamed(row.case_slug, row.case_title, row.case_language) if row.case_slug else None
