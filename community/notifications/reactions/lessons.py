"""What is noted when something happens to a lesson: one row each, in the same transaction."""

from community.database import session
from community.lessons.events import EvidenceChanged, LessonSettled, LessonUsed, LessonWritten, ReviewDue, UseAsked
from community.lessons.models import Lesson, Status
from community.notifications.reactions import note
from community.notifications.reactions.following import follow


def note_lesson(event: LessonWritten | LessonSettled | EvidenceChanged) -> None:
    """Note that a published lesson says something else, or rests on something else; a draft is nobody's business yet."""
    lesson = session().get_one(Lesson, event.lesson_id)
    follow(f"lesson:{lesson.id}", lesson)
    if lesson.status != Status.DRAFT:
        is_adoption = isinstance(event, LessonSettled) and event.status == Status.ADOPTED
        _note("lesson-adopted" if is_adoption else "lesson", lesson, by_id=event.by_id)


def note_use(event: LessonUsed) -> None:
    """Note that somebody used a lesson."""
    _note("lesson-used", session().get_one(Lesson, event.lesson_id), by_id=event.by_id)


def note_asked(event: UseAsked) -> None:
    """Note that somebody is asked what came of a lesson that they meant to try."""
    _note("use-asked", session().get_one(Lesson, event.lesson_id), person_id=event.person_id)


def note_review(event: ReviewDue) -> None:
    """Note that it is time to look at a lesson again."""
    _note("review-due", session().get_one(Lesson, event.lesson_id))


def _note(kind: str, lesson: Lesson, *, by_id: int | None = None, person_id: int | None = None) -> None:
    note(
        kind,
        lesson.id,
        container=f"lesson:{lesson.id}",
        group_id=lesson.group_id,
        audience=lesson.audience,
        by_id=by_id,
        person_id=person_id,
    )
