"""The use of lessons: meant, asked for after some months, reported, counted; and who is told."""

from datetime import timedelta

import pytest

from community import clock, worker
from community.database import session, unit_of_work
from community.errors import Absent, Invalid, NotAllowed, Refusal
from community.groups.actions import members
from community.lessons import asking
from community.lessons.actions import uses
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.lessons.queries.lessons import lessons_in
from community.lessons.queries.trials import trials_due
from community.lessons.queries.voices import said_of, uses_of
from community.lessons.uses import Trial, Use
from community.notifications.queries.lists import notifications_of
from tests import world
from tests.lessons.practice import make_case, mark_post, publish, who, write

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/lessons/let-a-partner-hold-it"
REPORT = {"place": "A first visit", "outcome": "They asked us in.", "stage": "applied"}
HALF_A_YEAR = timedelta(days=183)


@pytest.fixture
def lesson(app):
    """A lesson for the community that rests on words of Ana's."""
    with unit_of_work():
        return publish(mark_post("Trust first", by="ana", group="psc")).id


def _lesson(number) -> Lesson:
    return session().get_one(Lesson, number)


def _asked(app) -> None:
    session().commit()
    worker.drain(app, app.extensions[worker.JOBS])


def _told(name):
    told = notifications_of(who(name))[0]
    return [(one.reason, one.thing.title) for one in told if one.reason != "membership"]


def test_six_months_later_its_use_is_asked_for_reported_and_counted(client, app, lesson):
    browser = client("dirk")
    assert "I’ll try it" in browser.get(HERE).text
    assert browser.post(f"{HERE}/trial").location == f"{HERE}#uses"
    assert "1 member means to try it" in client("ana").get(HERE).text
    assert "You meant to try" not in browser.get("/").text, "nobody is asked yet"
    _asked(app)
    assert _told("dirk") == []
    with clock.at(clock.now() + HALF_A_YEAR):
        _asked(app)
        _asked(app)
        assert _told("dirk") == [("use", "Let a partner hold it")], "and told so once"
        world.sign_in(browser, "dirk")
        desk = browser.get("/").text
        assert "You meant to try a lesson: what came of it?" in desk and f'href="{HERE}/uses/new"' in desk
        assert browser.post(f"{HERE}/uses/new", data=REPORT | {"adapted": "We went twice."}).status_code == 302
        assert "You meant to try" not in browser.get("/").text
        page = browser.get(HERE).text
        assert (
            "They asked us in." in page and "We went twice." in page and "used once" in page and "Applied value" in page
        )
        assert "used once" in browser.get("/c/psc/lessons").text
        _asked(app)
        assert ("citation", "Let a partner hold it") in _told("ana"), "whose words carry it is told"
    assert [line.use_count for line in lessons_in(world.group("psc"), viewer=who("rea"))] == [1]


def test_not_yet_is_asked_again_later(client, app, lesson):
    with unit_of_work():
        uses.plan(_lesson(lesson), by=who("dirk"))
    with clock.at(clock.now() + HALF_A_YEAR):
        _asked(app)
        assert client("dirk").post(f"{HERE}/trial/postponement", data={"back": "desk"}).location == "/"
        assert trials_due(who("dirk")) == []
    with clock.at(clock.now() + 2 * HALF_A_YEAR):
        assert [due.title for due in trials_due(who("dirk"))] == ["Let a partner hold it"]
        _asked(app)
        assert len(_told("dirk")) == 2


def test_who_did_not_use_it_is_asked_no_more_and_counts_in_the_review(client, app, lesson):
    with unit_of_work():
        uses.plan(_lesson(lesson), by=who("dirk"))
    with clock.at(clock.now() + HALF_A_YEAR):
        client("dirk").post(f"{HERE}/trial/end")
        assert trials_due(who("dirk")) == []
        assert "1 member meant to try it and did not" in client("cleo").get(f"{HERE}/review").text
        with pytest.raises(Absent):
            uses.postpone(_lesson(lesson), by=who("dirk"))
        uses.plan(_lesson(lesson), by=who("dirk"))
        assert session().query(Trial).one().is_open, "they can mean to try it once more"


def test_who_left_is_not_asked(app, lesson):
    with unit_of_work():
        uses.plan(_lesson(lesson), by=who("dirk"))
        members.remove_member(world.group("psc"), world.person("dirk"), by=who("cleo"))
    with clock.at(clock.now() + HALF_A_YEAR):
        assert trials_due(who("dirk")) == []
        _asked(app)
        assert _told("dirk") == []


def test_how_long_until_people_are_asked_is_a_setting(app, lesson, monkeypatch):
    monkeypatch.setitem(app.config, "USES_ASKED_AFTER", timedelta(days=30))
    trial = uses.plan(_lesson(lesson), by=who("dirk"))
    assert trial.ask_at - trial.planned_at == timedelta(days=30)
    assert uses.plan(_lesson(lesson), by=who("dirk")) is trial, "to mean it twice is to mean it once"


def test_anybody_reports_a_use_without_having_said_so_before(client, lesson):
    with unit_of_work():
        make_case()
    answer = client("dirk").post(f"{HERE}/uses/new", data=REPORT | {"case": "the-open-door"})
    assert answer.status_code == 302
    page = client("ana").get(HERE).text
    assert "A first visit" in page and "The open door" in page and "used once" in page


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("place", {"place": ""}),
        ("place", {"place": "x" * 201}),
        ("outcome", {"outcome": " "}),
        ("outcome", {"outcome": "\u200b"}),
        ("place", {"place": "\u200b\u2060"}),
        ("outcome", {"outcome": "x" * 2001}),
        ("adapted", {"adapted": "x" * 2001}),
        ("stage", {"stage": "great"}),
        ("stage", {"stage": ""}),
    ],
)
def test_what_cannot_be_taken_names_its_field(lesson, field, values):
    with pytest.raises(Invalid) as refusal:
        uses.report(_lesson(lesson), **REPORT | values, by=who("ana"))
    assert refusal.value.field == field
    assert _lesson(lesson).use_count == 0


def test_bad_input_keeps_what_was_typed(client, lesson):
    answer = client("ana").post(f"{HERE}/uses/new", data=REPORT | {"stage": "", "adapted": "We went twice."})
    assert answer.status_code == 422
    assert all(
        words in answer.text for words in ("They asked us in.", "We went twice.", "A first visit", "how far it has")
    )


@pytest.mark.parametrize("name", ["rea", "bo", "ada", "finn", "visitor"])
def test_who_does_not_take_part_neither_tries_nor_reports(lesson, name):
    for act in (
        lambda: uses.plan(_lesson(lesson), by=who(name)),
        lambda: uses.report(_lesson(lesson), **REPORT, by=who(name)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_draft_is_not_tried(app):
    with pytest.raises(NotAllowed):
        uses.plan(write(), by=who("cleo"))


def test_what_does_not_stand_is_not_tried_but_its_use_can_be_told(app, lesson):
    settle(_lesson(lesson), status="withdrawn", reason="x", by=who("cleo"))
    with pytest.raises(Refusal):
        uses.plan(_lesson(lesson), by=who("ana"))
    assert uses.report(_lesson(lesson), **REPORT, by=who("ana")).id


def test_its_author_changes_a_report_and_nobody_else(client, lesson):
    with unit_of_work():
        number = uses.report(_lesson(lesson), **REPORT, by=who("ana")).id
    changed = REPORT | {"outcome": "They asked us in twice.", "stage": "realised"}
    assert "They asked us in." in client("ana").get(f"{HERE}/uses/{number}/edit").text
    assert client("ana").post(f"{HERE}/uses/{number}/edit", data=changed).status_code == 302
    assert "They asked us in twice." in client("rea").get(HERE).text
    for name in ("dirk", "cleo"):
        assert client(name).post(f"{HERE}/uses/{number}/edit", data=changed).status_code == 403
        assert client(name).post(f"{HERE}/uses/{number}/removal").status_code == 403
    assert _lesson(lesson).use_count == 1


def test_a_report_is_taken_back_and_brought_back(client, lesson):
    with unit_of_work():
        number = uses.report(_lesson(lesson), **REPORT, by=who("ana")).id
    for _ in range(2):
        client("ana").post(f"{HERE}/uses/{number}/removal")
        assert _lesson(lesson).use_count == 0
    assert "They asked us in." not in client("rea").get(HERE).text
    assert "You took a report back" in client("ana").get(HERE).text
    for _ in range(2):
        client("ana").post(f"{HERE}/uses/{number}/return")
        assert _lesson(lesson).use_count == 1
    assert "They asked us in." in client("rea").get(HERE).text


def test_a_report_of_another_lesson_is_absent(client, lesson):
    with unit_of_work():
        other = publish(do="wait").slug
        number = uses.report(_lesson(lesson), **REPORT, by=who("ana")).id
    assert client("ana").get(f"/c/psc/lessons/{other}/uses/{number}/edit").status_code == 404


def test_reports_are_paged_and_counted_by_stage(client, lesson):
    with unit_of_work():
        for n in range(12):
            uses.report(_lesson(lesson), **REPORT | {"outcome": f"Outcome {n}."}, by=who("ana"))
    page = client("rea").get(HERE).text
    assert (
        "Outcome 11." in page and "Outcome 6." not in page and "All 12 reports" in page and "12 × Applied value" in page
    )
    first = client("rea").get(f"{HERE}/uses").text
    older = first.partition("uses?before=")[2].partition('"')[0]
    assert "Outcome 2." in first and "Outcome 1." not in first
    assert "Outcome 0." in client("rea").get(f"{HERE}/uses?before={older}").text


def test_inside_a_confidential_subgroup_all_of_it_stays(client, app):
    with unit_of_work():
        secret = publish(by="dirk", group="broken")
        slug = secret.slug
        uses.plan(secret, by=who("dirk"))
        uses.report(secret, **REPORT | {"case": None}, by=who("dirk"))
        uses.plan(secret, by=who("dirk"))
    for name in ("cleo", "ana", "ada", "visitor"):
        assert client(name).get(f"/c/psc/lessons/{slug}/uses").status_code == 404
    with clock.at(clock.now() + HALF_A_YEAR):
        _asked(app)
        assert [due.slug for due in trials_due(who("dirk"))] == [slug]
        assert _told("cleo") == [] and _told("ana") == []


def test_many_are_asked_batch_by_batch(app, lesson, monkeypatch):
    monkeypatch.setattr(asking, "AT_ONCE", 1)
    with unit_of_work():
        for name in ("ana", "dirk", "cleo"):
            uses.plan(_lesson(lesson), by=who(name))
    with clock.at(clock.now() + HALF_A_YEAR):
        _asked(app)
    assert session().query(Trial).filter(Trial.asked_at.is_(None)).count() == 0
    assert (
        session().query(Use).count()
        == said_of(_lesson(lesson)).uses
        == len(uses_of(_lesson(lesson), viewer=who("ana")))
        == 0
    )
