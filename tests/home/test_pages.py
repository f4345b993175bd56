"""The front page, the desks and the help pages, each for the right person."""

import pytest

from community.cases.actions import writing
from community.database import unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import introductions
from tests import world


def test_a_visitor_sees_what_is_public_and_how_to_begin(client):
    page = client("visitor").get("/").text
    assert "Begin with a question." in page
    assert "Private sector cooperation" in page
    assert "Fair economic development" not in page


def test_a_members_desk_says_what_is_asked_of_them(app, client, viewer):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Who knows?", kind="question", text="I wonder.", by=viewer("cleo"))
        writing.create(world.group("psc"), title="My sketch", by=viewer("ana"))
    page = client("ana").get("/").text
    assert "Introduce yourself to Private sector cooperation" in page
    assert "Who knows?" in page
    assert "My sketch" in page
    assert "Fair economic development" not in page


def test_nobody_is_asked_to_answer_their_own_question_or_introduce_themself_twice(app, client, viewer):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Who knows?", kind="question", text="I wonder.", by=viewer("ana"))
        introductions.introduce(world.group("psc"), by=viewer("ana"), experience="Some", offer="", seek="")
    assert "Nothing for the moment." in client("ana").get("/").text


def test_a_person_without_a_community_is_told_how_people_join(client):
    assert "You belong to no community yet." in client("ada").get("/").text


def test_the_coordinators_desk_shows_what_waits(app, client, viewer):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Unanswered", kind="question", text="Anyone?", by=viewer("ana"))
        discussions.start(
            world.group("broken"),
            title="Canary",
            kind="question",
            text="Canary?",
            audience="subgroup",
            by=viewer("dirk"),
        )
    page = client("cleo").get("/c/psc/desk").text
    assert "Unanswered" in page
    assert "Canary" not in page
    assert ">Ana<" in page


@pytest.mark.parametrize("name", ["visitor", "ana", "bo", "dirk", "rea", "finn", "ada"])
def test_the_coordinators_desk_is_theirs(client, name):
    assert client(name).get("/c/psc/desk").status_code == 404


def test_every_help_page_can_be_read(client):
    browser = client("visitor")
    page = browser.get("/help").text
    for slug in ("getting-started", "writing-a-case", "who-sees-what", "markdown", "searching"):
        assert f"/help/{slug}" in page
        assert browser.get(f"/help/{slug}").status_code == 200
    assert browser.get("/help/nothing").status_code == 404
