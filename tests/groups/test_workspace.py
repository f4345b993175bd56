"""A subgroup at work: guiding questions, its meeting, its tasks, its report, and what is still missing."""

from datetime import UTC, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from community import clock, events
from community.database import session, unit_of_work
from community.discussions.models import Thread
from community.errors import Outdated
from community.groups import guiding
from community.groups.actions import members, working
from community.groups.events import MeetingSet, ReportHandedIn, TaskGiven
from community.groups.workspace import Meeting, Report, Task
from tests import world

STONE, BROKEN = "/c/psc/subgroups/stone", "/c/psc/subgroups/broken"


@pytest.fixture
def told(app, monkeypatch):
    """What is published about the work, in order."""
    published = []
    for event in (MeetingSet, TaskGiven, ReportHandedIn):
        monkeypatch.setitem(events._reactions, event, [published.append])
    return published


def _meeting(**changes):
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    typed = {"day": day, "hour": "14:00", "minutes": "90", "place": "A room", "link": "", "notes": "", "based_on": "0"}
    return typed | changes


def _task(**changes):
    return {"text": "Ask the union", "owner": "0", "due_on": ""} | changes


def test_a_guiding_question_is_opened_as_a_discussion_once(client):
    browser = client("ana")
    assert "Whose voice is missing" in browser.get(STONE).text
    first = browser.post(f"{STONE}/questions/missing-voice")
    assert browser.post(f"{STONE}/questions/missing-voice").location == first.location
    (thread,) = session().scalars(select(Thread))
    assert (thread.guide, thread.post_count, thread.group_id) == ("missing-voice", 1, world.group("stone").id)
    assert browser.post(f"{STONE}/questions/no-such-question").status_code == 404


def test_every_guiding_question_is_asked_in_english_and_dutch():
    for question in guiding.questions():
        assert question.ask("en") != question.ask("nl")
        assert question.help("en")
        assert question.help("nl")
        assert question.ask("fr") == question.ask("en")


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("bo", 404), ("dirk", 404), ("rea", 404)])
def test_who_does_not_work_in_a_subgroup_finds_no_work_in_it(client, name, status):
    """Everybody sees the subgroup Stone; its meeting and its tasks are for its members."""
    browser = client(name)
    assert browser.get(STONE).status_code == 200
    assert "Who does what" not in browser.get(STONE).text
    assert browser.get(f"{STONE}/meeting.ics").status_code == 404
    for page, typed in (("meeting", _meeting()), ("tasks", _task()), ("report/edit", {"text": "x"})):
        assert browser.get(f"{STONE}/{page}").status_code in (302, 404)
        assert browser.post(f"{STONE}/{page}", data=typed).status_code == status


def test_a_reader_of_a_subgroup_sees_its_work_and_changes_nothing(client):
    with unit_of_work():
        members.appoint(world.person("rea"), world.group("stone"), role="reader")
    browser = client("rea")
    assert "Who does what" in browser.get(STONE).text
    assert browser.post(f"{STONE}/meeting", data=_meeting()).status_code == 403
    assert browser.post(f"{STONE}/tasks", data=_task()).status_code == 403


def test_a_meeting_is_set_in_ones_own_time_zone_and_taken_into_a_calendar(client, told):
    with unit_of_work():
        person = world.person("ana")
        person.time_zone = "Asia/Kolkata"
    browser = client("ana")
    assert "Asia/Kolkata" in browser.get(f"{STONE}/meeting").text
    browser.post(f"{STONE}/meeting", data=_meeting(link="https://meet.example.org/a", notes="Bring tea\nand time"))
    meeting = session().scalars(select(Meeting)).one()
    assert (meeting.starts_at.hour, meeting.starts_at.minute) == (8, 30)
    assert told == [MeetingSet(world.group("stone").id)]
    assert "Bring tea" in browser.get(STONE).text
    answer = browser.get(f"{STONE}/meeting.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["DTSTART"].dt == meeting.starts_at.astimezone(UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=90)
    assert (event["SEQUENCE"], event["LOCATION"], event["URL"]) == (1, "A room", "https://meet.example.org/a")


@pytest.mark.parametrize(
    "changes",
    [
        {"day": ""},
        {"day": "2020-01-01"},
        {"day": "3020-01-01"},
        {"hour": "25:99"},
        {"minutes": "7"},
        {"place": "x" * 201},
        {"link": "javascript:alert(1)"},
        {"link": "https://"},
        {"link": "meet.example.org"},
        {"notes": "x" * 2001},
    ],
)
def test_a_meeting_that_cannot_be_comes_back_with_all_that_was_typed(client, changes):
    answer = client("ana").post(f"{STONE}/meeting", data=_meeting(place="Kept place") | changes)
    assert answer.status_code == 422
    assert "Kept place" in answer.text or "place" in changes
    assert session().scalars(select(Meeting)).first() is None


def test_two_who_set_the_meeting_at_once_do_not_overwrite_each_other(client):
    ana, cleo = client("ana"), client("cleo")
    assert ana.post(f"{STONE}/meeting", data=_meeting(place="First")).status_code == 302
    answer = cleo.post(f"{STONE}/meeting", data=_meeting(place="Second"))
    assert answer.status_code == 409
    assert "Second" in answer.text
    assert session().scalars(select(Meeting.place)).one() == "First"


def test_a_task_is_given_changed_done_and_taken_off_the_list(client, told):
    with unit_of_work():
        members.appoint(world.person("dirk"), world.group("stone"))
    browser = client("ana")
    browser.post(f"{STONE}/tasks", data=_task(owner=world.id_of("dirk"), due_on="2026-12-01"))
    task = session().scalars(select(Task)).one()
    here = f"{STONE}/tasks/{task.id}"
    assert told == [TaskGiven(task.id)]
    assert "Ask the union" in client("dirk").get(STONE).text
    browser.post(here, data=_task(text="Ask both unions", owner=world.id_of("dirk"), based_on="1"))
    assert told == [TaskGiven(task.id)], "nobody is told twice of the same"
    assert browser.post(here, data=_task(text="Overwrite", based_on="1")).status_code == 409
    client("dirk").post(f"{here}/tick", data={"is_done": "1"})
    assert "Ask both unions" not in browser.get(STONE).text
    assert "Not done after all" in browser.get(f"{STONE}/tasks").text
    browser.post(f"{here}/tick", data={"is_done": "0"})
    assert "Ask both unions" in browser.get(STONE).text
    browser.post(f"{here}/removal")
    assert browser.get(here).status_code == 404


@pytest.mark.parametrize("changes", [{"text": " "}, {"text": "x" * 301}, {"owner": "999"}, {"due_on": "soon"}])
def test_a_task_that_cannot_be_comes_back(client, changes):
    assert client("ana").post(f"{STONE}/tasks", data=_task(**changes)).status_code == 422


def test_a_task_is_not_given_to_somebody_outside(app, viewer):
    with pytest.raises(working.Invalid):
        working.give_task(
            world.group("broken"), text="Ask", owner_id=world.id_of("ana"), due_on=None, by=viewer("dirk")
        )


def test_a_task_of_another_subgroup_has_no_page_here(client, viewer):
    with unit_of_work():
        task_id = working.give_task(
            world.group("broken"), text="zebrafinch", owner_id=None, due_on=None, by=viewer("dirk")
        ).id
    for name in ("ana", "cleo"):
        assert client(name).get(f"{STONE}/tasks/{task_id}").status_code == 404
        assert client(name).post(f"{STONE}/tasks/{task_id}/tick", data={"is_done": "1"}).status_code == 404


def test_a_report_is_its_members_own_until_it_is_handed_in(client, told):
    with unit_of_work():
        members.appoint(world.person("ana"), world.group("stone"), role="facilitator")
    browser = client("ana")
    browser.post(f"{STONE}/report/edit", data={"text": "What **we** found", "based_on": "0"})
    assert "<strong>we</strong>" in browser.get(f"{STONE}/report").text
    assert client("rea").get(f"{STONE}/report").status_code == 404
    assert client("dirk").post(f"{STONE}/report/handing-in", data={"based_on": "1"}).status_code == 404
    assert browser.post(f"{STONE}/report/handing-in", data={"based_on": "7"}).status_code == 409
    browser.post(f"{STONE}/report/handing-in", data={"based_on": "1"})
    assert told == [ReportHandedIn(world.group("stone").id)]
    assert "<strong>we</strong>" in client("rea").get(f"{STONE}/report").text
    assert client("visitor").get(f"{STONE}/report").status_code == 404
    late = browser.post(f"{STONE}/report/edit", data={"text": "Late words", "based_on": "1"})
    assert late.status_code == 409
    assert "Late words" in late.text
    browser.post(f"{STONE}/report/taking-back")
    assert client("rea").get(f"{STONE}/report").status_code == 404


def test_two_who_write_the_report_at_once_both_keep_their_text(client):
    ana, cleo = client("ana"), client("cleo")
    ana.post(f"{STONE}/report/edit", data={"text": "Words of Ana", "based_on": "0"})
    answer = cleo.post(f"{STONE}/report/edit", data={"text": "Words of Cleo", "based_on": "0"})
    assert answer.status_code == 409
    assert "Words of Ana" in answer.text
    assert "Words of Cleo" in answer.text
    again = {"text": "Words of Ana and Cleo", "based_on": "1"}
    assert cleo.post(f"{STONE}/report/edit", data=again).status_code == 302
    assert session().scalars(select(Report.text)).one() == "Words of Ana and Cleo"


@pytest.mark.parametrize("text", ["  ", "x" * 70_000])
def test_a_report_that_cannot_be_shown_comes_back(client, text):
    assert client("ana").post(f"{STONE}/report/edit", data={"text": text, "based_on": "0"}).status_code == 422


def test_the_report_of_a_confidential_subgroup_stays_in_it(client):
    dirk = client("dirk")
    dirk.post(f"{BROKEN}/report/edit", data={"text": "zebrafinch", "based_on": "0"})
    dirk.post(f"{BROKEN}/report/handing-in", data={"based_on": "1"})
    assert client("ana").get(f"{BROKEN}/report").status_code == 404
    assert client("cleo").get(f"{BROKEN}/report").status_code == 404
    assert "Report" not in client("cleo").get(BROKEN).text


def test_what_is_missing_is_said_until_it_is_there(client):
    browser = client("ana")
    page = browser.get(STONE).text
    for said in ("Nobody facilitates yet", "There is no case yet", "There is no next meeting", "yet to be begun"):
        assert said in page
    browser.post(f"{STONE}/meeting", data=_meeting())
    browser.post(f"{STONE}/report/edit", data={"text": "Begun", "based_on": "0"})
    page = browser.get(STONE).text
    assert "There is no next meeting" not in page
    assert "yet to be handed in" in page


def test_a_report_that_was_handed_in_meanwhile_is_not_written(app, viewer):
    stone = world.group("stone")
    working.write_report(stone, text="One", based_on=0, by=viewer("ana"))
    working.hand_in_report(stone, based_on=1, by=viewer("cleo"))
    with pytest.raises(Outdated):
        working.write_report(stone, text="Two", based_on=1, by=viewer("ana"))
