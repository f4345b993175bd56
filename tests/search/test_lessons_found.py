"""Lessons among what is found: those that do not stand any more give way, say so, and are offered to nobody who writes."""

import pytest

from community import worker
from community.database import session, unit_of_work
from community.lessons.actions import uses
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.search.queries import search
from community.search.suggesting import complete, similar
from community.wiring.jobs import JOBS
from tests.lessons.practice import publish

pytestmark = pytest.mark.postgresql

SAID = "ask the zinnia growers before the palm oil buyers come"


@pytest.fixture
def drain(app):
    """A function that lets the worker do all that waits."""
    return lambda: worker.drain(app, JOBS)


@pytest.fixture
def lessons(app, viewer, drain):
    """Two lessons that say nearly the same; the one with more of the words gave way to the other, which was used twice."""
    with unit_of_work():
        past, present = publish(do=f"{SAID} zinnia growers"), publish(do=SAID, holds="In the valley of tulips.")
        settle(past, status="superseded", successor=present, by=viewer("cleo"))
        for _ in range(2):
            uses.report(present, place="Here", outcome="Much.", stage="applied", by=viewer("ana"))
    drain()
    return session().query(Lesson).order_by(Lesson.id).all()


def test_what_does_not_stand_any_more_gives_way_and_says_so(lessons, viewer, client):
    past, present = lessons
    found = search("zinnia growers", viewer=viewer("ana")).hits
    assert [hit.key for hit in found] == [f"lesson:{present.id}", f"lesson:{past.id}"]
    assert [(hit.stands.status, hit.stands.uses) for hit in found] == [("adopted", 2), ("superseded", 0)]
    page = client("ana").get("/search?q=zinnia growers").text
    assert "used twice" in page and page.count("Superseded") >= 1


def test_it_is_offered_to_nobody_who_writes(lessons, viewer, client):
    past, present = lessons
    found = similar(f"How do we {SAID}?", "en", viewer=viewer("ana"))
    assert [one.locator for one in found if one.kind == "lesson"] == [present.slug]
    assert [one.locator for one in complete("ask the zinn", viewer=viewer("ana")).titles] == [present.slug]
    beside = client("ana").post("/search/similar", data={"text": f"How do we {SAID}?"}).text
    assert f'/lessons/{present.slug}"' in beside and f'/lessons/{past.slug}"' not in beside


def test_brought_back_it_is_offered_again(lessons, viewer, drain):
    past, present = lessons
    with unit_of_work():
        settle(session().get_one(Lesson, past.id), status="review", reason="x", by=viewer("cleo"))
    drain()
    found = similar(f"How do we {SAID}?", "en", viewer=viewer("ana"))
    assert {one.locator for one in found if one.kind == "lesson"} == {past.slug, present.slug}


def test_where_it_holds_is_found(lessons, viewer):
    assert [hit.key for hit in search("tulips", viewer=viewer("ana")).hits] == [f"lesson:{lessons[1].id}"]
