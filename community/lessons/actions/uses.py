"""The verbs of using lessons: mean to try one, be asked later, say that nothing came of it; report a use, and change that."""

from sqlalchemy import select

from community import clock, throttle
from community.cases.models import Case
from community.database import session
from community.errors import Absent, Invalid, Refusal
from community.events import publish
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules, state
from community.lessons.asking import asked_after
from community.lessons.events import LessonUsed, TrialPlanned
from community.lessons.models import Lesson
from community.lessons.uses import Stage, Trial, Use
from community.lines import says_something
from community.rendering import normalise


def plan(lesson: Lesson, *, by: Viewer) -> Trial:
    """Mean to try a lesson: after some months the member is asked what came of it."""
    person_id = _user(lesson, by)
    if not rules.takes_voices(lesson.status):
        raise Refusal(gettext("This lesson does not stand any more. Look at the one that took its place."))
    session().refresh(lesson, with_for_update=True)
    trial = _trial_of(lesson, person_id)
    if trial is not None and trial.is_open:
        return trial
    if trial is None:
        trial = Trial(lesson=lesson, person_id=person_id)
        session().add(trial)
    moment = clock.now()
    trial.begin(moment, ask_at=moment + asked_after())
    session().flush()
    publish(TrialPlanned(lesson.id, person_id))
    return trial


def postpone(lesson: Lesson, *, by: Viewer) -> Trial:
    """Be asked some months later what came of a lesson."""
    trial = _open_trial(lesson, by)
    trial.postpone(clock.now() + asked_after())
    session().flush()
    return trial


def give_up(lesson: Lesson, *, by: Viewer) -> Trial:
    """Say that one did not use a lesson that one meant to try."""
    trial = _open_trial(lesson, by)
    trial.end(clock.now(), is_used=False)
    session().flush()
    return trial


def report(
    lesson: Lesson, *, place: str, outcome: str, stage: str, by: Viewer, adapted: str = "", case: Case | None = None
) -> Use:
    """Report the use of a lesson, as its present revision says it; who meant to try it has."""
    person_id = _user(lesson, by)
    said = _taken(lesson, by, place, outcome, stage, adapted, case)
    throttle.spend(throttle.Limit(f"use:{person_id}", rules.REPORTS_A_DAY, 24 * 3600))
    session().refresh(lesson, with_for_update=True)
    use = Use(
        lesson=lesson, person_id=person_id, revision=lesson.revision_count, reported_at=clock.now(), case=case, **said
    )
    session().add(use)
    lesson.use_count += 1
    trial = _trial_of(lesson, person_id)
    if trial is not None and trial.is_open:
        trial.end(clock.now(), is_used=True)
    session().flush()
    publish(LessonUsed(lesson.id, use.id, person_id))
    return use


def change_report(
    use: Use, *, place: str, outcome: str, stage: str, by: Viewer, adapted: str = "", case: Case | None = None
) -> Use:
    """Report otherwise what came of a use; only who reported it can."""
    _check_reporter(use, by)
    for name, value in _taken(use.lesson, by, place, outcome, stage, adapted, case, held=use.case).items():
        setattr(use, name, value)
    use.case, use.changed_at = case, clock.now()
    session().flush()
    return use


def take_back(use: Use, *, by: Viewer) -> Use:
    """Let a report count and be shown no longer; its reporter can bring it back."""
    _check_reporter(use, by)
    session().refresh(use.lesson, with_for_update=True)
    session().refresh(use, with_for_update=True)
    if use.taken_back_at is None:
        use.taken_back_at = clock.now()
        use.lesson.use_count -= 1
        session().flush()
    return use


def bring_back(use: Use, *, by: Viewer) -> Use:
    """Let a report that was taken back count and be shown again."""
    _check_reporter(use, by)
    session().refresh(use.lesson, with_for_update=True)
    session().refresh(use, with_for_update=True)
    if use.taken_back_at is not None:
        use.taken_back_at = None
        use.lesson.use_count += 1
        session().flush()
    return use


def _user(lesson: Lesson, by: Viewer) -> int:
    if by.person_id is None or not rules.can_speak(by, lesson):
        raise not_allowed(lesson.scope, gettext("Members report how they used a lesson; readers only read."))
    return by.person_id


def _check_reporter(use: Use, by: Viewer) -> None:
    if not rules.can_read(by, use.lesson):
        raise Absent
    if not rules.can_change_report(by, use):
        raise not_allowed(use.lesson.scope, gettext("A report is changed by who wrote it."))


def _taken(
    lesson: Lesson,
    by: Viewer,
    place: str,
    outcome: str,
    stage: str,
    adapted: str,
    case: Case | None,
    *,
    held: Case | None = None,
) -> dict[str, str]:
    """Return what a report says; raise Invalid, naming the field."""
    place = state.take_line("place", place, rules.PLACE_LENGTH)
    if not place and case is None:
        raise Invalid("place", gettext("Say where you used it: a place, an organisation, an occasion."))
    said = {"adapted": normalise(adapted).strip(), "outcome": normalise(outcome).strip()}
    for name, text in said.items():
        if len(text) > rules.REPORT_LENGTH:
            raise Invalid(name, gettext("Write at most %(n)d characters here.", n=rules.REPORT_LENGTH))
    if not says_something(said["outcome"]):
        raise Invalid("outcome", gettext("Say what came of it, also where it was little."))
    if stage not in tuple(Stage):
        raise Invalid("stage", gettext("Choose how far it has come."))
    if case is not None and case is not held and not rules.can_name_case(by, case, lesson.scope):
        raise Invalid("case", gettext("A case of a confidential subgroup can’t be named outside it."))
    return said | {"place": place, "stage": stage}


def _open_trial(lesson: Lesson, by: Viewer) -> Trial:
    """Return what the member meant to try, locked; raise Absent where they did not, or have said what came of it."""
    if not rules.can_read(by, lesson):
        raise Absent
    trial = _trial_of(lesson, by.person_id)
    if trial is None or not trial.is_open:
        raise Absent
    return trial


def _trial_of(lesson: Lesson, person_id: int | None) -> Trial | None:
    found = select(Trial).where(Trial.lesson_id == lesson.id, Trial.person_id == person_id).with_for_update()
    return session().scalar(found.execution_options(populate_existing=True))
