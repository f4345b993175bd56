"""The verbs of a subgroup at work: set its next meeting, give and do tasks, write the report and hand it in."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from community import clock
from community.database import session
from community.errors import Invalid, Outdated
from community.events import publish
from community.groups import rules
from community.groups.actions.members import lock
from community.groups.events import MeetingSet, ReportHandedIn, TaskGiven
from community.groups.models import Group, Membership
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.groups.workspace import Meeting, Report, Task
from community.languages import gettext
from community.lines import clean_line, storable
from community.rendering import MAX_LENGTH, TooComplex, TooLong, normalise, render

PLACE_LENGTH, LINK_LENGTH, NOTES_LENGTH, TASK_LENGTH = 200, 500, 2000, 300
MINUTES = (30, 45, 60, 90, 120, 180, 240, 480)
FARTHEST = timedelta(days=3 * 366)


class WrittenMeanwhile(Outdated):
    """Somebody saved the report first; `report` is what they saved."""

    def __init__(self, report: Report) -> None:
        super().__init__(gettext("Somebody else saved the report while you were writing. Nothing was overwritten."))
        self.report = report


def set_meeting(
    group: Group, *, starts_at: datetime, minutes: int, place: str, link: str, notes: str, based_on: int, by: Viewer
) -> Meeting:
    """Say when and where the subgroup meets next; raise Outdated where somebody else said so since `based_on`."""
    by_id = _worker(group, by)
    lock(group)
    meeting = session().get(Meeting, group.id) or Meeting(group_id=group.id, change_count=0)
    if meeting.change_count != based_on:
        raise Outdated(gettext("Somebody else has set the meeting meanwhile. Nothing was overwritten."))
    if not clock.now() < starts_at < clock.now() + FARTHEST:
        raise Invalid("day", gettext("Choose a moment that is still to come, within three years."))
    if minutes not in MINUTES:
        raise Invalid("minutes", gettext("Choose from the list."))
    place, link, notes = clean_line(place), link.strip(), storable(notes).strip()
    for field, text, most in (
        ("place", place, PLACE_LENGTH),
        ("link", link, LINK_LENGTH),
        ("notes", notes, NOTES_LENGTH),
    ):
        if len(text) > most:
            raise Invalid(field, gettext("Write at most %(n)d characters here.", n=most))
    if link and not is_web_address(link):
        raise Invalid("link", gettext("Give a whole address that begins with https:// or http://."))
    meeting.set(starts_at=starts_at, minutes=minutes, place=place, link=link, notes=notes, by_id=by_id, at=clock.now())
    session().add(meeting)
    session().flush()
    publish(MeetingSet(group.id))
    return meeting


def is_web_address(text: str) -> bool:
    """Say whether this is a whole address on the web, and nothing that a browser would run."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isprintable() and " " not in text
    except ValueError:
        return False


def give_task(group: Group, *, text: str, owner_id: int | None, due_on: date | None, by: Viewer) -> Task:
    """Say what is to be done, by whom and when."""
    task = Task(group=group, given_by_id=_worker(group, by), given_at=clock.now(), change_count=0)
    return _change(task, text=text, owner_id=owner_id, due_on=due_on, by=by)


def change_task(task: Task, *, text: str, owner_id: int | None, due_on: date | None, based_on: int, by: Viewer) -> Task:
    """Change what is to be done, by whom or when; raise Outdated where somebody else did since `based_on`."""
    _worker(task.group, by)
    session().refresh(task, with_for_update=True)
    if task.change_count != based_on:
        raise Outdated(gettext("Somebody else has changed this task meanwhile. Nothing was overwritten."))
    return _change(task, text=text, owner_id=owner_id, due_on=due_on, by=by)


def tick_task(task: Task, *, is_done: bool, by: Viewer) -> None:
    """Say that a task is done, or that it is not after all."""
    _worker(task.group, by)
    if is_done != (task.done_at is not None):
        task.tick(clock.now() if is_done else None)
        session().flush()


def drop_task(task: Task, *, by: Viewer) -> None:
    """Take a task off the list."""
    _worker(task.group, by)
    session().delete(task)
    session().flush()


def write_report(group: Group, *, text: str, based_on: int, by: Viewer) -> Report:
    """Save the report; raise WrittenMeanwhile where somebody else did since `based_on`."""
    by_id = _worker(group, by)
    lock(group)
    report = session().get(Report, group.id, populate_existing=True) or Report(group_id=group.id, change_count=0)
    if report.handed_in_at is not None:
        raise Outdated(gettext("The report was handed in meanwhile. Its facilitator can take it back."))
    if report.change_count != based_on:
        raise WrittenMeanwhile(report)
    try:
        source = normalise(text).strip()
        if not source:
            raise Invalid("text", gettext("Write something first."))
        html = render(source).html
    except TooLong as error:
        raise Invalid("text", gettext("Write at most %(n)d characters here.", n=MAX_LENGTH)) from error
    except TooComplex as error:
        raise Invalid("text", gettext("This text is too tangled to show: %(why)s", why=str(error))) from error
    if source != report.text:
        report.write(text=source, html=html, by_id=by_id, at=clock.now())
        session().add(report)
        session().flush()
    return report


def hand_in_report(group: Group, *, based_on: int, by: Viewer) -> None:
    """Give the report to the plenary, as it was read: who may see the subgroup sees it from then on."""
    if not rules.can_set_up(by, group):
        raise not_allowed(group.scope, gettext("Only those who run the subgroup hand its report in."))
    lock(group)
    report = session().get(Report, group.id, populate_existing=True)
    if report is None or report.change_count != based_on:
        raise Outdated(gettext("The report was changed meanwhile. Read it again before you hand it in."))
    if report.handed_in_at is None:
        report.hand_in(clock.now())
        session().flush()
        publish(ReportHandedIn(group.id, by.person_id))


def take_report_back(group: Group, *, by: Viewer) -> None:
    """Let the subgroup write on in a report that was handed in; only its members see it again."""
    if not rules.can_set_up(by, group):
        raise not_allowed(group.scope, gettext("Only those who run the subgroup take its report back."))
    lock(group)
    report = session().get(Report, group.id, populate_existing=True)
    if report is not None:
        report.hand_in(None)
        session().flush()


def _change(task: Task, *, text: str, owner_id: int | None, due_on: date | None, by: Viewer) -> Task:
    text = clean_line(text)
    if not text:
        raise Invalid("text", gettext("Say what is to be done."))
    if len(text) > TASK_LENGTH:
        raise Invalid("text", gettext("Write at most %(n)d characters here.", n=TASK_LENGTH))
    if owner_id is not None and session().get(Membership, (owner_id, task.group.id)) is None:
        raise Invalid("owner", gettext("Choose a member of the subgroup."))
    if due_on is not None and not abs(due_on - clock.now().date()) < FARTHEST:
        raise Invalid("due_on", gettext("Choose a day within three years."))
    is_news = owner_id not in (None, task.owner_id, by.person_id)
    task.change(text=text, owner_id=owner_id, due_on=due_on)
    session().add(task)
    session().flush()
    if is_news:
        publish(TaskGiven(task.id, by.person_id))
    return task


def _worker(group: Group, by: Viewer) -> int:
    """Return who works here; raise NotAllowed where they may not."""
    if by.person_id is None or not rules.can_work(by, group):
        raise not_allowed(group.scope, gettext("Only members of the subgroup who write change this."))
    return by.person_id
