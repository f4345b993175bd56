"""The verb that brings a lesson to another status: proposed, in plenary, adopted, under review, superseded, withdrawn."""

from sqlalchemy import select

from community import clock
from community.audit import actions as audit
from community.database import session
from community.errors import Invalid, Refusal
from community.events import publish
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules, state
from community.lessons.events import LessonSettled
from community.lessons.models import Lesson, LessonRevision, Status, Succession


def settle(
    lesson: Lesson, *, status: str, by: Viewer, reason: str = "", successor: Lesson | None = None, based_on: str = ""
) -> None:
    """Bring a lesson to another status; with `based_on`, only while it has the one that the person saw."""
    if by.person_id is None or not rules.can_write_lessons(by, lesson.scope):
        raise not_allowed(
            lesson.scope, gettext("The coordinators decide on lessons, and in a subgroup who facilitates it.")
        )
    session().refresh(lesson, with_for_update=True)
    former = lesson.status
    if former == status and (successor is None or successor.id == _successor_of(lesson.id)):
        return
    if based_on and former != based_on:
        raise Refusal(gettext("Somebody else decided on this lesson meanwhile. Look at it once more."))
    if not rules.may_become(former, status):
        raise Refusal(gettext("A lesson goes to this status by another one first."))
    reason = state.take_line("reason", reason, rules.REASON_LENGTH)
    if status in rules.NEEDING_A_REASON and not reason:
        raise Invalid("reason", gettext("Say why, in a sentence: its readers will see it."))
    if status == Status.SUPERSEDED:
        _check_successor(lesson, successor, by)
    elif successor is not None:
        raise Invalid("successor", gettext("Only a superseded lesson names another one."))
    if former == Status.DRAFT:
        _check_whole(lesson)
    lesson.settle(Status(status), clock.now(), reason=reason or None, successor=successor)
    audit.record(
        "lesson.published" if former == Status.DRAFT else "lesson.settled",
        by_id=by.person_id,
        community_id=lesson.community_id,
        group_id=lesson.group_id,
        person_id=None,
        lesson=lesson.id,
        audience=lesson.audience,
        status=lesson.status,
    )
    session().flush()
    publish(LessonSettled(lesson.id, former, lesson.status, by.person_id))


def return_to_plenary(lesson: Lesson, *, by_id: int | None = None) -> None:
    """Take back what a plenary decided: the lesson is before it again, as if it had not been. The plenary checks who may."""
    is_undone = lesson.adopted_at is not None and lesson.adopted_at == lesson.settled_at
    _put(lesson, Status.PLENARY, by_id)
    if is_undone:
        lesson.forget_adoption()
        session().flush()


def return_from_plenary(lesson: Lesson) -> None:
    """Let a lesson that a plenary left undecided be proposed again: nobody in particular decides this."""
    _put(lesson, Status.PROPOSED, None)


def _put(lesson: Lesson, status: Status, by_id: int | None) -> None:
    session().refresh(lesson, with_for_update=True)
    former = lesson.status
    lesson.settle(status, clock.now())
    audit.record(
        "lesson.settled",
        by_id=by_id,
        community_id=lesson.community_id,
        group_id=lesson.group_id,
        person_id=None,
        lesson=lesson.id,
        audience=lesson.audience,
        status=lesson.status,
    )
    session().flush()
    publish(LessonSettled(lesson.id, former, lesson.status, by_id))


def _check_successor(lesson: Lesson, successor: Lesson | None, by: Viewer) -> None:
    """Refuse a successor that does not stand where the readers of the lesson see it, or that gave way to this lesson."""
    if successor is None or not rules.can_read(by, successor) or successor.status == Status.DRAFT:
        raise Invalid("successor", gettext("Name the published lesson that takes its place."))
    if successor.community_id != lesson.community_id or successor.kind != lesson.kind:
        raise Invalid("successor", gettext("It has to be another one of the same kind, of the same community."))
    if not rules.is_as_open(successor.scope, lesson.scope):
        raise Invalid(
            "successor", gettext("Those who read this one could not read that one. Name one for all of them.")
        )
    step: int | None = successor.id
    seen = {lesson.id}
    while step is not None:
        if step in seen:
            raise Invalid(
                "successor", gettext("That one gave way to this one itself: they would lead round in a ring.")
            )
        seen.add(step)
        step = _successor_of(step)


def _successor_of(lesson_id: int) -> int | None:
    return session().scalar(select(Succession.successor_id).where(Succession.lesson_id == lesson_id))


def _check_whole(lesson: Lesson) -> None:
    said = (
        session()
        .execute(
            select(LessonRevision.when, LessonRevision.do, LessonRevision.because, LessonRevision.question).where(
                LessonRevision.lesson_id == lesson.id, LessonRevision.number == lesson.revision_count
            )
        )
        .one()
    )
    state.check_whole(lesson.kind, said._asdict())
