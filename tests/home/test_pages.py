"""The front page, the desks and the help pages, each for the right person."""

import pytest

from community.cases.actions import choosing, writing
from community.cases.queries.choosing import cases_of_round
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import introductions, members, working
from tests import world
from tests.cases.rounds import cases_on_offer, open_round


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


def test_a_members_desk_names_the_round_that_waits_for_their_choice_and_what_they_have_to_do(app, client, viewer):
    with unit_of_work():
        opened = open_round(cases_on_offer(2))
        task = {"text": "Ask the union", "due_on": None, "by": viewer("ana")}
        working.give_task(world.group("stone"), owner_id=world.id_of("ana"), **task)
    page = client("ana").get("/").text
    assert "Choose what you want to work on in Private sector cooperation" in page
    assert "Ask the union" in page
    assert "Choose what" not in client("rea").get("/").text, "who reads does not choose"
    with unit_of_work():
        case = cases_of_round(opened, viewer=viewer("ana"))[0]
        choosing.wish(opened, wishes={case.id: ("strong", "")}, by=viewer("ana"))
        members.leave(world.group("stone"), by=viewer("ana"))
    page = client("ana").get("/").text
    assert "Choose what" not in page
    assert "Ask the union" not in page


def test_the_coordinators_desk_says_that_a_round_is_over(app, client, viewer):
    with unit_of_work():
        opened = open_round(cases_on_offer(2))
    assert "The choosing round is over." not in client("cleo").get("/c/psc/desk").text
    with unit_of_work():
        choosing.change_closing(session().merge(opened), closes_at=None, by=viewer("cleo"))
    assert "The choosing round is over." in client("cleo").get("/c/psc/desk").text


def test_an_administrator_without_a_community_is_led_to_founding_one(client):
    assert 'href="/communities"' in client("ada").get("/").text.split("</header>")[-1]
