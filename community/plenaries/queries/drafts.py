"""Reads of the drafts of a plenary: one, all with where each stands, and what participants say to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, case, func, select
from sqlalchemy.orm import aliased, contains_eager

from community.accounts.models import Organisation, Person
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group, Membership
from community.groups.viewer import Role, Viewer
from community.lessons.models import Lesson, LessonRevision, Status
from community.lessons.queries.visibility import shown_to
from community.plenaries.models import Phase, Plenary, PlenaryMember
from community.plenaries.voices import DISSENTING, Draft, Stand, Voice

TO_BRING = 100


class Standing(NamedTuple):
    """How many stand where on the present text of a draft, of how many who take part, and how many have to speak."""

    counts: Mapping[str, int]
    of: int
    quorum: int

    @property
    def spoken(self) -> int:
        """How many have said where they stand."""
        return sum(self.counts.values())

    @property
    def dissent(self) -> int:
        """How many object, or say that it does not hold where they work."""
        return sum(self.counts.get(stand, 0) for stand in DISSENTING)

    @property
    def objections(self) -> int:
        """How many object."""
        return self.counts.get(Stand.OBJECT, 0)

    @property
    def is_quorate(self) -> bool:
        """Whether enough have spoken."""
        return self.spoken >= self.quorum


class DraftLine(NamedTuple):
    """A draft in the list of its plenary. `mine` is where the reader stands on its present text."""

    id: int
    slug: str
    title: str
    kind: str
    language: str
    status: str
    revision: int
    verdict: str | None
    issue_slug: str | None
    issue_title: str | None
    mine: str | None
    is_held: bool
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided on."""
        return bool(self.verdict is None and self.status == Status.PLENARY and self.is_held)


class VoiceLine(NamedTuple):
    """What one person says to one text of a draft."""

    stand: str
    because: str
    revision: int
    said_at: datetime
    person_id: int
    name: str
    handle: str
    organisation: str | None


class ToBring(NamedTuple):
    """A lesson that a plenary may take up."""

    slug: str
    title: str
    status: str


_PLENARY = bindparam("plenary", type_=Integer)
_VIEWER = bindparam("viewer", type_=Integer)
_issue, _of_issue = aliased(Lesson), aliased(Group)
_MINE = (
    select(Voice.stand)
    .where(Voice.draft_id == Draft.id, Voice.revision == Lesson.revision_count, Voice.person_id == _VIEWER)
    .correlate(Draft, Lesson)
    .scalar_subquery()
)
_later, _its = aliased(Draft), aliased(Plenary)
# What another plenary took up since, and has not closed over, is before that one, also where this one is opened again.
IS_HELD = (
    ~select(_later.id)
    .join(_its, _its.id == _later.plenary_id)
    .where(_later.lesson_id == Draft.lesson_id, _later.verdict.is_(None), _later.id > Draft.id)
    .where(_its.phase != Phase.CLOSED.value)
    .correlate(Draft)
    .exists()
)
_DRAFTS = (
    select(
        Draft.id,
        Lesson.slug,
        Lesson.title,
        Lesson.kind,
        Lesson.language,
        Lesson.status,
        Lesson.revision_count,
        Draft.verdict,
        case((shown_to(_of_issue), _issue.slug)),
        case((shown_to(_of_issue), _issue.title)),
        _MINE,
        IS_HELD,
    )
    .join(Lesson, Lesson.id == Draft.lesson_id)
    .join(Group, Group.id == Lesson.group_id)
    .outerjoin(_issue, _issue.id == Draft.issue_id)
    .outerjoin(_of_issue, _of_issue.id == _issue.group_id)
    .where(Draft.plenary_id == _PLENARY, shown_to())
    .order_by(Draft.id)
)
_COUNTS = (
    select(Voice.draft_id, Voice.stand, func.count(Voice.id))
    .join(Draft, Draft.id == Voice.draft_id)
    .join(Lesson, Lesson.id == Draft.lesson_id)
    .where(Draft.plenary_id == _PLENARY, Voice.revision == func.coalesce(Draft.decided_revision, Lesson.revision_count))
    .group_by(Voice.draft_id, Voice.stand)
)
_TAKING_PART = (
    select(func.count(PlenaryMember.person_id))
    .join(Person, Person.id == PlenaryMember.person_id)
    .join(Membership, Membership.person_id == PlenaryMember.person_id)
    .where(
        PlenaryMember.plenary_id == _PLENARY,
        Membership.group_id == bindparam("community", type_=Integer),
        Membership.role != Role.READER.value,
        Person.deactivated_at.is_(None),
    )
)
_VOICES = (
    select(
        Voice.stand,
        Voice.because,
        Voice.revision,
        Voice.said_at,
        Person.id,
        Person.name,
        Person.handle,
        Organisation.name.label("organisation"),
    )
    .join(Person, Person.id == Voice.person_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(Voice.draft_id == bindparam("draft", type_=Integer))
    .order_by(Voice.revision.desc(), Organisation.name.is_(None), Organisation.name, Person.name, Person.id)
)
_TO_BRING = (
    select(Lesson.slug, Lesson.title, Lesson.status)
    .join(Group, Group.id == Lesson.group_id)
    .where(
        Lesson.group_id == bindparam("community", type_=Integer),
        Lesson.status.in_((Status.DRAFT.value, Status.PROPOSED.value, Status.REVIEW.value)),
        shown_to(),
    )
    .order_by(Lesson.updated_at.desc(), Lesson.id.desc())
    .limit(TO_BRING)
)


def drafts_of(plenary: Plenary, *, viewer: Viewer) -> list[DraftLine]:
    """Return the drafts that the viewer may read, each with where it stands, in three queries."""
    rows = read(_DRAFTS, plenary=plenary.id, viewer=viewer.person_id)
    if not rows:
        return []
    counts: dict[int, dict[str, int]] = {}
    for draft_id, stand, number in read(_COUNTS, plenary=plenary.id):
        counts.setdefault(draft_id, {})[stand] = number
    of = participants(plenary)
    return [DraftLine._make([*row, _standing(counts.get(row.id, {}), of, plenary)]) for row in rows]


def participants(plenary: Plenary) -> int:
    """Return how many take part."""
    return int(read(_TAKING_PART, plenary=plenary.id, community=plenary.community_id)[0][0])


def find_draft(plenary: Plenary, lesson: Lesson) -> Draft:
    """Return the draft of a plenary by its lesson, which was found for the viewer; raise Absent where it is none."""
    found = session().scalar(
        select(Draft)
        .join(Draft.lesson)
        .where(Draft.plenary_id == plenary.id, Draft.lesson_id == lesson.id)
        .options(contains_eager(Draft.lesson))
    )
    if found is None:
        raise Absent
    return found


def standing_of(draft: Draft, plenary: Plenary, revision: int | None = None) -> Standing:
    """Return where participants stand on a text of a draft, on the present one where none is named."""
    counted = session().execute(
        select(Voice.stand, func.count(Voice.id))
        .where(Voice.draft_id == draft.id, Voice.revision == (revision or draft.lesson.revision_count))
        .group_by(Voice.stand)
    )
    return _standing({row[0]: row[1] for row in counted}, participants(plenary), plenary)


def voices_on(draft: Draft, *, viewer: Viewer) -> list[VoiceLine]:
    """Return what everybody said, newest text first, to members of the community; to others nothing."""
    if not viewer.belongs_to(draft.plenary.community_id):
        return []
    return [VoiceLine(*row) for row in read(_VOICES, draft=draft.id)]


def texts_of(lesson: Lesson, numbers: set[int]) -> dict[int, LessonRevision]:
    """Return these revisions of a lesson that was found for the viewer."""
    found = select(LessonRevision).where(LessonRevision.lesson_id == lesson.id, LessonRevision.number.in_(numbers))
    return {revision.number: revision for revision in session().scalars(found)} if numbers else {}


def to_bring(plenary: Plenary, *, viewer: Viewer) -> list[ToBring]:
    """Return the lessons of the community that may be brought before a plenary, last changed first."""
    rows = read(_TO_BRING, community=plenary.community_id, viewer=viewer.person_id)
    return [ToBring(*row) for row in rows]


def _standing(counts: Mapping[str, int], of: Any, plenary: Plenary) -> Standing:
    return Standing(counts, max(of, sum(counts.values())), plenary.quorum)
