"""Reads for desks and for the pages of lessons: what plenaries ask of somebody now, and what one decided on a lesson."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import aliased

from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Lesson, Status
from community.lessons.queries.visibility import shown_to
from community.plenaries.models import Phase, Plenary
from community.plenaries.voices import Draft, Stand, Voice

ASKED = 20


class Asked(NamedTuple):
    """A plenary under way: its phase, until when, on how many drafts the reader has yet to speak, how many objections stand."""

    slug: str
    title: str
    language: str
    phase: str
    ends_at: datetime | None
    community_slug: str
    community: str
    to_speak_on: int
    objections: int


class Before(NamedTuple):
    """A plenary that a lesson is or was before, as the reader may know of it."""

    draft_id: int
    slug: str
    title: str
    language: str
    phase: str
    verdict: str | None
    sentence: str
    decided_revision: int | None
    decided_at: datetime | None
    objections: int
    elsewhere: int
    spoken: int
    issue_slug: str | None
    issue_title: str | None


_lesson_group = aliased(Group)
_WAITING = (
    select(func.count(Draft.id))
    .join(Lesson, Lesson.id == Draft.lesson_id)
    .join(_lesson_group, _lesson_group.id == Lesson.group_id)
    .where(
        Draft.plenary_id == Plenary.id,
        Draft.verdict.is_(None),
        Lesson.status == Status.PLENARY.value,
        shown_to(_lesson_group),
    )
    .correlate(Plenary)
)
_HAS_SPOKEN = exists().where(
    Voice.draft_id == Draft.id,
    Voice.revision == Lesson.revision_count,
    Voice.person_id == bindparam("viewer", type_=Integer),
)
_OBJECTED = exists().where(
    Voice.draft_id == Draft.id, Voice.revision == Lesson.revision_count, Voice.stand == Stand.OBJECT.value
)
_ASKED = (
    select(
        Plenary.slug,
        Plenary.title,
        Plenary.language,
        Plenary.phase,
        case(
            (Plenary.phase == Phase.COLLECT.value, Plenary.collect_ends_at),
            (Plenary.phase == Phase.CLUSTER.value, Plenary.cluster_ends_at),
            (Plenary.phase == Phase.DRAFT.value, Plenary.draft_ends_at),
            (Plenary.phase == Phase.AGREE.value, Plenary.agree_ends_at),
        ).label("ends_at"),
        Group.slug.label("community_slug"),
        Group.name,
        _WAITING.where(~_HAS_SPOKEN).scalar_subquery().label("to_speak_on"),
        _WAITING.where(_OBJECTED).scalar_subquery().label("objections"),
    )
    .join(Group, Group.id == Plenary.community_id)
    .where(
        Plenary.community_id.in_(bindparam("communities", type_=Integer, expanding=True)),
        Plenary.phase != Phase.CLOSED.value,
        visible_to(Plenary.audience),
    )
    .order_by(Plenary.opened_at.desc(), Plenary.id.desc())
    .limit(ASKED)
)
_issue, _of_issue = aliased(Lesson), aliased(Group)


def _voices(*stands: Stand) -> object:
    text = func.coalesce(Draft.decided_revision, Lesson.revision_count)
    found = select(func.count(Voice.id)).where(Voice.draft_id == Draft.id, Voice.revision == text)
    found = found.where(Voice.stand.in_([stand.value for stand in stands])) if stands else found
    return found.correlate(Draft, Lesson).scalar_subquery()


_BEFORE = (
    select(
        Draft.id,
        Plenary.slug,
        Plenary.title,
        Plenary.language,
        Plenary.phase,
        Draft.verdict,
        Draft.sentence,
        Draft.decided_revision,
        Draft.decided_at,
        _voices(Stand.OBJECT),  # type: ignore[call-overload]
        _voices(Stand.CONTEXT),
        _voices(),
        case((shown_to(_of_issue), _issue.slug)),
        case((shown_to(_of_issue), _issue.title)),
    )
    .join(Lesson, Lesson.id == Draft.lesson_id)
    .join(Plenary, Plenary.id == Draft.plenary_id)
    .join(Group, Group.id == Plenary.community_id)
    .outerjoin(_issue, and_(_issue.id == Draft.issue_id, _issue.id != Draft.lesson_id))
    .outerjoin(_of_issue, _of_issue.id == _issue.group_id)
    .where(Draft.lesson_id == bindparam("lesson", type_=Integer), visible_to(Plenary.audience))
    .order_by(Draft.id.desc())
)


def asked_in(community_ids: Collection[int], *, viewer: Viewer) -> list[Asked]:
    """Return the plenaries under way in these communities, as they are to the viewer."""
    ids = list(community_ids)
    rows = read(_ASKED, communities=ids, viewer=viewer.person_id) if ids else ()
    return [Asked(*row) for row in rows]


def plenaries_of(lesson_id: int, *, viewer: Viewer) -> list[Before]:
    """Return the plenaries that a lesson, found for the viewer, is or was before, as far as they may see them, newest first."""
    return [Before(*row) for row in read(_BEFORE, lesson=lesson_id, viewer=viewer.person_id)]
