"""Reviews: a lesson is looked at again a year on, with what has happened since."""

from datetime import timedelta

import pytest

from community import clock, worker
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed, Outdated, Refusal
from community.lessons.actions import lessons, reviewing, uses, voices
from community.lessons.actions.settling import settle
from community.lessons.models import REVIEWED_AFTER, Lesson
from community.lessons.passages import Passage
from community.lessons.queries.trials import reviews_due, since_review
from community.notifications.queries.lists import notifications_of
from tests import world
from tests.lessons.practice import mark_post, publish, who, write

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/lessons/let-a-partner-hold-it"
LATER = REVIEWED_AFTER + timedelta(days=1)


@pytest.fixture
def lesson(app):
    """A lesson that is adopted today."""
    with unit_of_work():
        return publish().id


def _lesson(number) -> Lesson:
    return session().get_one(Lesson, number)


def _told(name):
    return [told.reason for told in notifications_of(who(name))[0] if told.reason != "membership"]


def test_a_year_on_its_coordinator_is_asked_with_what_has_happened_since(client, app, lesson):
    assert _lesson(lesson).review_at - _lesson(lesson).adopted_at == REVIEWED_AFTER
    assert "Lessons to look at again" not in client("cleo").get("/c/psc/desk").text
    with clock.at(clock.now() + timedelta(days=20)), unit_of_work():
        passage = mark_post("Not with us", by="ana", group="psc")
        lessons.cite(_lesson(lesson), passage, stance="contradicts", by=who("cleo"))
        passage.standing, passage.changed_at = "changed", clock.now() + timedelta(days=1)
        voices.give(_lesson(lesson), kind="not_here", sentence="No.", by=who("ana"))
        uses.report(_lesson(lesson), place="Here", outcome="Little.", stage="potential", by=who("dirk"))
    with clock.at(clock.now() + LATER):
        worker.drain(app, app.extensions[worker.JOBS])
        assert "running" in _told("cleo") and _told("dirk") == []
        desk = client("cleo").get("/c/psc/desk").text
        assert "Lessons to look at again (1)" in desk and f'href="{HERE}/review"' in desk
        page = client("cleo").get(f"{HERE}/review").text
        for said in (
            "1 new piece of evidence", "1 of them contradicts it", "1 passage reads otherwise now", "1 report of its use",
            "1 member says: not in my context",
        ):  # fmt: skip
            assert said in page
        until = (clock.now() + timedelta(days=100)).date()
        assert client("cleo").post(f"{HERE}/review", data={"until": until.isoformat()}).status_code == 302
        assert _lesson(lesson).review_at.date() == until and reviews_due(world.group("psc"), viewer=who("cleo")) == []
        assert since_review(_lesson(lesson), viewer=who("cleo"))._replace(changed=0).is_quiet


def test_what_is_out_of_sight_counts_in_no_review(app, lesson):
    with clock.at(clock.now() + timedelta(days=1)), unit_of_work():
        passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup")
        inside = publish(by="dirk", group="broken", do="keep it")
        lessons.cite(inside, passage, stance="contradicts", by=who("dirk"))
        _lesson(lesson).cite(
            session().get_one(Passage, passage.id), stance="supports", note="", by_id=1, at=clock.now()
        )
    assert since_review(_lesson(lesson), viewer=who("cleo")).is_quiet
    with clock.at(clock.now() + LATER):
        assert [line.slug for line in reviews_due(world.group("psc"), viewer=who("dirk"))] == [inside.slug]
        assert inside.slug not in {line.slug for line in reviews_due(world.group("psc"), viewer=who("cleo"))}


def test_another_day_is_to_come_and_within_five_years(client, lesson):
    for days in (-1, 6 * 366):
        with pytest.raises(Invalid) as refusal:
            reviewing.keep(_lesson(lesson), until=clock.now() + timedelta(days=days), by=who("cleo"))
        assert refusal.value.field == "until"
    answer = client("cleo").post(f"{HERE}/review", data={"until": "never"})
    assert answer.status_code == 422


def test_two_who_look_at_once_are_told(lesson):
    seen = _lesson(lesson).reviewed_at.isoformat()
    with clock.at(clock.now() + LATER):
        until = clock.now() + timedelta(days=9)
        reviewing.keep(_lesson(lesson), until=until, by=who("cleo"), based_on=seen)
        with pytest.raises(Outdated):
            reviewing.keep(_lesson(lesson), until=until + timedelta(days=1), by=who("cleo"), based_on=seen)
        assert _lesson(lesson).review_at == until


def test_only_an_adopted_lesson_is_kept_and_only_by_who_decides(lesson):
    until = clock.now() + timedelta(days=9)
    with pytest.raises(NotAllowed):
        reviewing.keep(_lesson(lesson), until=until, by=who("ana"))
    with pytest.raises(Refusal):
        reviewing.keep(write("other"), until=until, by=who("cleo"))


def test_adopted_again_it_has_another_year(lesson):
    settle(_lesson(lesson), status="review", reason="x", by=who("cleo"))
    with clock.at(clock.now() + LATER):
        assert reviews_due(world.group("psc"), viewer=who("cleo")) == [], "somebody looks at it already"
        settle(_lesson(lesson), status="adopted", by=who("cleo"))
        assert _lesson(lesson).review_at - clock.now() > timedelta(days=364)
