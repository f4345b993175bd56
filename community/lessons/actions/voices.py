"""The verbs of voices: say that a lesson holds in one's own experience or that it does not, take it back, say it again."""

from sqlalchemy import select

from community import clock
from community.cases.models import Case
from community.database import session
from community.errors import Absent, Invalid, Refusal
from community.events import publish
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules, state
from community.lessons.events import VoiceGiven
from community.lessons.models import Lesson
from community.lessons.voices import Voice, VoiceKind


def give(lesson: Lesson, *, kind: str, by: Viewer, sentence: str = "", case: Case | None = None) -> Voice:
    """Say of a lesson that it holds or does not, on its present revision; what the member said of it before is replaced."""
    person_id = _speaker(lesson, by)
    if kind not in tuple(VoiceKind):
        raise Invalid("kind", gettext("Say whether it holds or not."))
    sentence = state.take_line("sentence", sentence, rules.VOICE_LENGTH)
    if not sentence and case is None:
        raise Invalid("sentence", gettext("Say it in a sentence, or name the case that shows it."))
    if case is not None and not rules.can_name_case(by, case, lesson.scope):
        raise Invalid("case", gettext("A case of a confidential subgroup can’t be named outside it."))
    voice = _voice_of(lesson, person_id)
    if voice is None:
        voice = Voice(lesson=lesson, person_id=person_id)
        session().add(voice)
    voice.kind, voice.sentence, voice.case = kind, sentence, case
    voice.revision, voice.given_at, voice.taken_back_at = lesson.revision_count, clock.now(), None
    session().flush()
    publish(VoiceGiven(lesson.id, person_id, kind))
    return voice


def take_back(lesson: Lesson, *, by: Viewer) -> Voice:
    """Let the member's own voice count no longer; it can be given again."""
    voice = _voice_of(lesson, by.person_id)
    if voice is None or not rules.can_read(by, lesson):
        raise Absent
    if voice.taken_back_at is None:
        voice.taken_back_at = clock.now()
        session().flush()
        publish(VoiceGiven(lesson.id, voice.person_id, voice.kind, is_taken_back=True))
    return voice


def give_again(lesson: Lesson, *, by: Viewer) -> Voice:
    """Let a voice that was taken back count again, as it was."""
    person_id = _speaker(lesson, by)
    voice = _voice_of(lesson, person_id)
    if voice is None:
        raise Absent
    if voice.taken_back_at is not None:
        voice.taken_back_at = None
        session().flush()
        publish(VoiceGiven(lesson.id, person_id, voice.kind))
    return voice


def _speaker(lesson: Lesson, by: Viewer) -> int:
    """Return who speaks, where they may and it still matters; the lesson is locked, so that nobody speaks twice."""
    if by.person_id is None or not rules.can_speak(by, lesson):
        raise not_allowed(lesson.scope, gettext("Members say of a lesson what they know; readers only read."))
    session().refresh(lesson, with_for_update=True)
    if not rules.takes_voices(lesson.status):
        raise Refusal(
            gettext(
                "This lesson does not stand any more, and takes no voices. Your words are here: copy them to another."
            )
        )
    return by.person_id


def _voice_of(lesson: Lesson, person_id: int | None) -> Voice | None:
    return session().scalar(select(Voice).where(Voice.lesson_id == lesson.id, Voice.person_id == person_id))
