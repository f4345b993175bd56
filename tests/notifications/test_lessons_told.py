"""Who is told of a lesson: those whose words carry it, when it is adopted and when it is used."""

import pytest

from community.database import session, unit_of_work
from community.groups.actions import members
from community.lessons.actions import lessons, passages, uses
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from tests import world
from tests.lessons import practice
from tests.lessons.practice import who

pytestmark = pytest.mark.postgresql

REPORT = {"place": "Here", "outcome": "Much.", "stage": "applied"}


def _lesson() -> Lesson:
    return session().query(Lesson).order_by(Lesson.id.desc()).first()


def test_proposed_then_adopted_they_hear_of_both_and_whoever_used_it_is_named(told, letters_to):
    with unit_of_work():
        passage = practice.mark_post("We asked first.", by="ana", group="psc", marked_by="dirk")
        lesson = practice.write()
        lessons.cite(lesson, passage, stance="supports", by=who("cleo"))
        settle(lesson, status="proposed", by=who("cleo"))
    assert told("lesson") == {"ana": "citation", "dirk": "citation"}
    with unit_of_work():
        settle(_lesson(), status="adopted", by=who("cleo"))
    assert told("lesson-adopted") == {"ana": "citation", "dirk": "citation"}
    assert "A lesson that your words carry is adopted" in letters_to("ana")[-1]
    with unit_of_work():
        uses.report(_lesson(), **REPORT, by=who("dirk"))
    assert told("lesson-used") == {"ana": "citation"}, "not who did it"
    assert "Dirk used a lesson that your words carry" in letters_to("ana")[-1]


def test_who_may_not_see_the_lesson_hears_nothing(told):
    with unit_of_work():
        passage = practice.mark_post("In confidence", by="dirk", group="broken")
        passages.release(passage, by=who("dirk"))
        lesson = practice.write()
        lessons.cite(lesson, passage, stance="supports", by=who("cleo"))
        settle(lesson, status="adopted", by=who("cleo"))
        members.remove_member(world.group("psc"), world.person("dirk"), by=who("cleo"))
    assert told("lesson-adopted") == {}
    with unit_of_work():
        uses.report(_lesson(), **REPORT, by=who("ana"))
    assert told("lesson-used") == {}
