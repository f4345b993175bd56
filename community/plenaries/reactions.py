"""What follows in plenaries when the text of a lesson is changed: who spoke of it is asked anew."""

from sqlalchemy import exists, select

from community.database import session
from community.events import publish
from community.lessons.events import LessonWritten
from community.lessons.models import Lesson
from community.plenaries.events import DraftReopened
from community.plenaries.models import Phase
from community.plenaries.voices import Draft, Voice


def note_text(event: LessonWritten) -> None:
    """Reopen the draft in plenaries that have not decided on it; those who spoke about the text before are asked anew."""
    lesson = session().get_one(Lesson, event.lesson_id)
    waiting = select(Draft).where(
        Draft.lesson_id == lesson.id, Draft.verdict.is_(None), Draft.asked_revision < lesson.revision_count
    )
    for draft in session().scalars(waiting.order_by(Draft.id)):
        draft.ask(lesson.revision_count)
        was_spoken_of = session().scalar(select(exists().where(Voice.draft_id == draft.id)))
        if draft.plenary.phase == Phase.AGREE and was_spoken_of:
            publish(DraftReopened(draft.plenary_id, draft.id, event.by_id))
    session().flush()
