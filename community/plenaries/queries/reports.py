"""Reads of the report of a plenary: its words, who took part, what was decided with its dissent, and the next steps."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Integer, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.lessons.models import Lesson, LessonRevision
from community.lessons.passages import Passage
from community.lessons.queries.visibility import readable_by, shown_to
from community.plenaries import rules
from community.plenaries.cards import Card
from community.plenaries.models import Plenary, PlenaryMember
from community.plenaries.reports import NextStep, Report, ReportVersion
from community.plenaries.voices import DISSENTING, Draft, Voice


class Outcome(NamedTuple):
    """What a plenary decided on one draft, in the words of then; `is_revised` says that it reads otherwise today."""

    draft_id: int
    lesson_id: int
    slug: str
    kind: str
    language: str
    status: str
    verdict: str
    sentence: str
    when: str
    do: str
    because: str
    question: str
    is_revised: bool
    issue_id: int | None
    issue_slug: str | None
    issue_question: str | None
    owner: str | None
    owner_handle: str | None
    owner_organisation: str | None


class Dissent(NamedTuple):
    """What one person holds against what was decided, or adds to it."""

    draft_id: int
    stand: str
    because: str
    name: str
    organisation: str | None


class Taker(NamedTuple):
    """Somebody who took part."""

    name: str
    organisation: str | None


class Step(NamedTuple):
    """A next step."""

    id: int
    text: str
    owner: str | None
    owner_organisation: str | None
    due_on: date | None


class Version(NamedTuple):
    """The words of a report as they were saved once."""

    number: int
    author: str
    saved_at: datetime
    introduction: str
    findings: str
    conclusions: str


_PLENARY = bindparam("plenary", type_=Integer)
_issue, _of_issue, _asked = aliased(Lesson), aliased(Group), aliased(LessonRevision)
_OUTCOMES = (
    select(
        Draft.id,
        Lesson.id.label("lesson_id"),
        Lesson.slug,
        Lesson.kind,
        Lesson.language,
        Lesson.status,
        Draft.verdict,
        Draft.sentence,
        LessonRevision.when,
        LessonRevision.do,
        LessonRevision.because,
        LessonRevision.question,
        Lesson.revision_count != Draft.decided_revision,
        case((shown_to(_of_issue), _issue.id)),
        case((shown_to(_of_issue), _issue.slug)),
        case((shown_to(_of_issue), _asked.question)),
        Person.name.label("owner"),
        Person.handle,
        Organisation.name.label("owner_organisation"),
    )
    .join(Lesson, Lesson.id == Draft.lesson_id)
    .join(Group, Group.id == Lesson.group_id)
    .join(LessonRevision, and_(LessonRevision.lesson_id == Lesson.id, LessonRevision.number == Draft.decided_revision))
    .outerjoin(_issue, _issue.id == Draft.issue_id)
    .outerjoin(_of_issue, _of_issue.id == _issue.group_id)
    .outerjoin(_asked, and_(_asked.lesson_id == _issue.id, _asked.number == _issue.revision_count))
    .outerjoin(Person, Person.id == Draft.owner_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(Draft.plenary_id == _PLENARY, Draft.verdict.is_not(None), shown_to())
    .order_by(Draft.id)
)
_DISSENT = (
    select(Voice.draft_id, Voice.stand, Voice.because, Person.name, Organisation.name.label("organisation"))
    .join(Draft, Draft.id == Voice.draft_id)
    .join(Person, Person.id == Voice.person_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        Draft.id.in_(bindparam("drafts", type_=Integer, expanding=True)),
        Voice.revision == Draft.decided_revision,
        Voice.because != "",
    )
    .order_by(Voice.draft_id, Voice.stand.in_(DISSENTING).desc(), Person.name, Person.id)
)
_TOOK_PART = (
    select(Person.name, Organisation.name.label("organisation"))
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        or_(
            exists().where(PlenaryMember.plenary_id == _PLENARY, PlenaryMember.person_id == Person.id),
            exists(
                select(Card.id)
                .join(Passage, Passage.id == Card.passage_id)
                .join(Group, Group.id == Passage.group_id)
                .where(Card.plenary_id == _PLENARY, Passage.author_id == Person.id, readable_by())
                .correlate(Person)
            ),
        )
    )
    .order_by(Organisation.name.is_(None), Organisation.name, Person.name, Person.id)
)
_STEPS = (
    select(NextStep.id, NextStep.text, Person.name, Organisation.name.label("organisation"), NextStep.due_on)
    .outerjoin(Person, Person.id == NextStep.owner_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(NextStep.plenary_id == _PLENARY)
    .order_by(NextStep.due_on.is_(None), NextStep.due_on, NextStep.id)
)
_VERSIONS = (
    select(
        ReportVersion.number,
        Person.name,
        ReportVersion.saved_at,
        ReportVersion.introduction,
        ReportVersion.findings,
        ReportVersion.conclusions,
    )
    .join(Person, Person.id == ReportVersion.author_id)
    .where(ReportVersion.plenary_id == _PLENARY)
    .order_by(ReportVersion.number.desc())
    .limit(50)
)
_COUNTS = (
    select(Voice.draft_id, Voice.stand, func.count(Voice.id))
    .join(Draft, Draft.id == Voice.draft_id)
    .where(Draft.plenary_id == _PLENARY, Voice.revision == Draft.decided_revision)
    .group_by(Voice.draft_id, Voice.stand)
)


def find_report(plenary: Plenary, *, viewer: Viewer) -> Report | None:
    """Return the report, nothing where no word of it is written yet; raise Absent where the viewer may not read it."""
    found = session().get(Report, plenary.id)
    if not rules.can_read_report(viewer, plenary, found):
        raise Absent
    return found


def has_report(plenary: Plenary, *, viewer: Viewer) -> bool:
    """Say whether the viewer finds a report of the plenary."""
    return rules.can_read_report(viewer, plenary, session().get(Report, plenary.id))


def outcomes_of(plenary: Plenary, *, viewer: Viewer) -> list[Outcome]:
    """Return what was decided on drafts that the viewer may read."""
    return [Outcome(*row) for row in read(_OUTCOMES, plenary=plenary.id, viewer=viewer.person_id)]


def counts_of(plenary: Plenary) -> dict[int, dict[str, int]]:
    """Return how many stood where on the texts that were decided on, by draft."""
    found: dict[int, dict[str, int]] = {}
    for draft_id, stand, number in read(_COUNTS, plenary=plenary.id):
        found.setdefault(draft_id, {})[stand] = number
    return found


def dissent_on(plenary: Plenary, draft_ids: Sequence[int], *, viewer: Viewer) -> dict[int, list[Dissent]]:
    """Return who dissented and who remarked what, by draft, to members of the community; to others nothing."""
    found: dict[int, list[Dissent]] = {}
    if draft_ids and viewer.belongs_to(plenary.community_id):
        for row in read(_DISSENT, drafts=list(draft_ids)):
            found.setdefault(row.draft_id, []).append(Dissent(*row))
    return found


def took_part(plenary: Plenary, *, viewer: Viewer) -> list[Taker]:
    """Return who took part or is quoted on a card that the viewer may read."""
    return [Taker(*row) for row in read(_TOOK_PART, plenary=plenary.id, viewer=viewer.person_id)]


def steps_of(plenary: Plenary) -> list[Step]:
    """Return what is done next."""
    return [Step(*row) for row in read(_STEPS, plenary=plenary.id)]


def find_step(plenary: Plenary, step_id: int) -> NextStep:
    """Return a step of a plenary that was found for the viewer; raise Absent where there is none."""
    found = session().get(NextStep, step_id)
    if found is None or found.plenary_id != plenary.id:
        raise Absent
    return found


def versions_of(plenary: Plenary) -> list[Version]:
    """Return the last versions of the words of a report, newest first."""
    return [Version(*row) for row in read(_VERSIONS, plenary=plenary.id)]
