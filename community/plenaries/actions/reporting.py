"""The verbs of a plenary's report: write its words, publish it and take it in again, say who does what next."""

from datetime import date, timedelta

from sqlalchemy import func, select

from community import clock
from community.database import session
from community.errors import Absent, Invalid, NotAllowed, Outdated, Refusal
from community.events import publish as announce
from community.groups.queries.members import writers_of
from community.groups.viewer import Audience, Viewer, narrower
from community.languages import gettext
from community.lines import clean_line
from community.plenaries import rules
from community.plenaries.events import ReportPublished, StepGiven
from community.plenaries.holding import lock, record
from community.plenaries.models import Phase, Plenary
from community.plenaries.reports import PARTS, NextStep, Report
from community.rendering import MAX_LENGTH, TooComplex, TooLong, normalise, render

FARTHEST = timedelta(days=3 * 366)


class WrittenMeanwhile(Outdated):
    """Somebody saved the report first; `report` is what they saved."""

    def __init__(self, report: Report) -> None:
        super().__init__(gettext("Somebody else saved the report while you were writing. Nothing was overwritten."))
        self.report = report


def write_report(plenary: Plenary, *, said: dict[str, str], based_on: int, by: Viewer) -> Report:
    """Save the coordinator's words as a new version; raise WrittenMeanwhile where somebody did since `based_on`."""
    by_id = _writer(plenary, by)
    taken = {part: _render(part, said.get(part, "")) for part in PARTS}
    lock(plenary)
    report = _report(plenary, by_id)
    if report.version != based_on:
        raise WrittenMeanwhile(report)
    source = {part: text for part, (text, _html) in taken.items()}
    if any(getattr(report, part) != text for part, text in source.items()):
        version = report.write(
            said=source, html={part: html for part, (_text, html) in taken.items()}, by_id=by_id, at=clock.now()
        )
        session().add_all([report, version])
        session().flush()
    return report


def publish(plenary: Plenary, *, audience: str, based_on: int, by: Viewer) -> Report:
    """Let the community read the report, or everybody, as far as the plenary may be seen; say so the first time."""
    by_id = _writer(plenary, by)
    lock(plenary)
    if plenary.phase != Phase.CLOSED:
        raise Refusal(gettext("The report is published once the plenary is closed."))
    if audience not in (Audience.COMMUNITY, Audience.PUBLIC):
        raise Invalid("audience", gettext("Choose who may read it."))
    report = _report(plenary, by_id)
    if report.version != based_on:
        raise Outdated(gettext("The report was changed meanwhile. Read it again before you publish it."))
    is_news = report.published_at is None
    report.publish(narrower(audience, plenary.scope.audience), report.published_at or clock.now())
    session().add(report)
    record("reported", plenary, by_id, audience=report.audience)
    session().flush()
    if is_news:
        announce(ReportPublished(plenary.id, by_id))
    return report


def withdraw(plenary: Plenary, *, by: Viewer) -> None:
    """Take the report in: only those who run the plenary read it."""
    by_id = _writer(plenary, by)
    lock(plenary)
    report = session().get(Report, plenary.id, populate_existing=True)
    if report is not None and report.published_at is not None:
        report.publish(report.audience, None)
        record("report-withdrawn", plenary, by_id)
        session().flush()


def give_step(plenary: Plenary, *, text: str, owner_id: int | None, due_on: date | None, by: Viewer) -> NextStep:
    """Say what is done after the plenary, by whom and until when."""
    by_id = _writer(plenary, by)
    lock(plenary)
    if (session().scalar(select(func.count()).where(NextStep.plenary_id == plenary.id)) or 0) >= rules.STEPS:
        raise Refusal(gettext("A report holds at most %(n)d next steps.", n=rules.STEPS))
    step = NextStep(plenary=plenary, given_by_id=by_id, given_at=clock.now(), change_count=0)
    return _change(step, text=text, owner_id=owner_id, due_on=due_on, by_id=by_id)


def change_step(
    step: NextStep, *, text: str, owner_id: int | None, due_on: date | None, based_on: int, by: Viewer
) -> NextStep:
    """Change what is done, by whom or until when; raise Outdated where somebody else did since `based_on`."""
    by_id = _writer(step.plenary, by)
    session().refresh(step, with_for_update=True)
    if step.change_count != based_on:
        raise Outdated(gettext("Somebody else has changed this step meanwhile. Nothing was overwritten."))
    return _change(step, text=text, owner_id=owner_id, due_on=due_on, by_id=by_id)


def drop_step(step: NextStep, *, by: Viewer) -> None:
    """Take a step out of the report."""
    _writer(step.plenary, by)
    session().delete(step)
    session().flush()


def _change(step: NextStep, *, text: str, owner_id: int | None, due_on: date | None, by_id: int) -> NextStep:
    text = clean_line(text)
    if not text:
        raise Invalid("text", gettext("Say what is to be done."))
    if len(text) > rules.STEP_LENGTH:
        raise Invalid("text", gettext("Write at most %(n)d characters here.", n=rules.STEP_LENGTH))
    if owner_id not in (None, step.owner_id) and owner_id not in dict(writers_of(step.plenary.community)):
        raise Invalid("owner", gettext("Choose a member who writes here."))
    if due_on is not None and not abs(due_on - clock.now().date()) < FARTHEST:
        raise Invalid("due_on", gettext("Choose a day within three years."))
    is_news = owner_id not in (None, step.owner_id, by_id)
    step.change(text=text, owner_id=owner_id, due_on=due_on)
    session().add(step)
    session().flush()
    if is_news:
        announce(StepGiven(step.id, by_id))
    return step


def _writer(plenary: Plenary, by: Viewer) -> int:
    if by.person_id is None or not rules.can_open(by, plenary.community):
        raise NotAllowed(gettext("The coordinators write the report of a plenary."))
    if not rules.can_write_report(by, plenary):
        raise Absent
    return by.person_id


def _report(plenary: Plenary, by_id: int) -> Report:
    """Return the report; one without words where nobody has written any."""
    return session().get(Report, plenary.id, populate_existing=True) or Report(
        plenary=plenary,
        audience=plenary.scope.audience,
        version=0,
        written_by_id=by_id,
        written_at=clock.now(),
        **dict.fromkeys([*PARTS, *(f"{part}_html" for part in PARTS)], ""),
    )


def _render(part: str, text: str) -> tuple[str, str]:
    try:
        source = normalise(text).strip()
        return source, render(source).html
    except TooLong as error:
        raise Invalid(part, gettext("Write at most %(n)d characters here.", n=MAX_LENGTH)) from error
    except TooComplex as error:
        raise Invalid(part, gettext("This text is too tangled to show: %(why)s", why=str(error))) from error
