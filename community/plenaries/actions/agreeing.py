"""The verbs of participants on a draft: say where one stands; and the coordinator's, to bring a lesson before the plenary."""

from sqlalchemy import select

from community import clock
from community.database import session
from community.errors import Invalid, NotAllowed, Refusal
from community.events import publish
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson, Status
from community.lessons.state import take_line
from community.plenaries import rules
from community.plenaries.events import VoiceGiven
from community.plenaries.holding import check_coordinator, is_spoken_about, lock, note_member, record
from community.plenaries.models import Plenary
from community.plenaries.voices import Draft, Stand, Voice


def speak(draft: Draft, *, stand: str, because: str, seen: int, by: Viewer) -> Voice:
    """Say where one stands on the text that one has seen, or say it otherwise; earlier texts keep what was said to them."""
    plenary, lesson = draft.plenary, draft.lesson
    if by.person_id is None or not rules.can_join(by, plenary):
        raise NotAllowed(gettext("Members of the community say where they stand; readers read along."))
    lock(plenary)
    if not rules.can_speak(by, plenary):
        raise Refusal(gettext("The plenary does not ask for this now. Nothing was saved; what you wrote is below."))
    session().refresh(lesson, with_for_update=True)
    session().refresh(draft)
    if not is_spoken_about(draft):
        raise Refusal(gettext("This was decided on meanwhile. Nothing was saved; what you wrote is below."))
    if seen != lesson.revision_count:
        raise Refusal(gettext("The text was changed meanwhile. Read it as it is now; what you wrote is below."))
    if stand not in tuple(Stand):
        raise Invalid("stand", gettext("Say where you stand."))
    because = take_line("because", because, rules.BECAUSE_LENGTH)
    if stand in rules.NEEDING_A_REASON and not because:
        raise Invalid("because", gettext("Say it in a sentence, so that the others can answer it."))
    said = select(Voice).where(
        Voice.draft_id == draft.id, Voice.person_id == by.person_id, Voice.revision == lesson.revision_count
    )
    voice = session().scalar(said) or Voice(draft_id=draft.id, person_id=by.person_id, revision=lesson.revision_count)
    voice.say(Stand(stand), because, clock.now())
    session().add(voice)
    note_member(plenary, by.person_id)
    session().flush()
    publish(VoiceGiven(plenary.id, draft.id, by.person_id, voice.stand))
    return voice


def bring_lesson(plenary: Plenary, lesson: Lesson, *, by: Viewer) -> Draft:
    """Bring a lesson before the plenary that it does not come from: one proposed, under review, or still a draft."""
    by_id = check_coordinator(plenary, by)
    lock(plenary)
    if not rules.can_draft(by, plenary):
        raise Refusal(gettext("Lessons are brought before a plenary while it drafts and agrees."))
    if lesson.group_id != plenary.community_id:
        raise Refusal(gettext("Only lessons of the whole community come before a plenary."))
    draft = session().scalar(select(Draft).where(Draft.plenary_id == plenary.id, Draft.lesson_id == lesson.id))
    if draft is not None and draft.verdict is not None:
        raise Refusal(gettext("This plenary has decided on it already."))
    session().refresh(lesson, with_for_update=True)
    if draft is None and lesson.status == Status.PLENARY:
        raise Refusal(gettext("Another plenary speaks about this lesson now."))
    settle(lesson, status=Status.PLENARY, by=by)
    if draft is None:
        number = lesson.revision_count
        draft = Draft(plenary=plenary, lesson=lesson, drafted_at=clock.now(), asked_revision=number)
        session().add(draft)
        record("drafted", plenary, by_id)
    session().flush()
    return draft
