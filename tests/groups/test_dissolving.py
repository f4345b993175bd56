"""Dissolving a subgroup and taking it up again: who does it, what they are told, and what happens when two do it at once."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Outdated, Refusal
from community.groups.actions import dissolving
from community.groups.workspace import Dissolution
from tests import world

STONE, BROKEN = "/c/psc/subgroups/stone", "/c/psc/subgroups/broken"


def _dissolve(slug="stone", *, by="cleo", word=""):
    with unit_of_work():
        dissolving.dissolve(world.group(slug), by=world.viewer(by), word=word)


def _take_up(slug="stone", *, by="cleo"):
    with unit_of_work():
        dissolving.take_up_again(world.group(slug), by=world.viewer(by))


def _log():
    session().rollback()
    return [entry.what for entry in session().scalars(select(AuditEntry).order_by(AuditEntry.id)) if entry.group_id]


def test_a_coordinator_dissolves_a_subgroup_on_a_page_that_says_what_follows(client):
    browser = client("cleo")
    assert f"{STONE}/dissolution" in browser.get(f"{STONE}/settings").text
    page = browser.get(f"{STONE}/dissolution").text
    assert "Dissolve Stone?" in page and "Nothing is lost" in page and "A word to its members" in page
    answer = browser.post(f"{STONE}/dissolution", data={"word": "You did well."}, follow_redirects=True)
    assert "Stone is dissolved" in answer.text
    assert "Dissolved on" in answer.text and "by Cleo." in answer.text
    assert "Its threads and cases stay readable." in answer.text
    assert "You did well." in client("ana").get(STONE).text
    assert _log() == ["subgroup.dissolved"]
    assert "Cleo dissolved Stone" in browser.get("/c/psc/audit").text


def test_its_facilitator_dissolves_it_and_takes_it_up_again(client):
    assert client("dirk").post(f"{BROKEN}/dissolution", data={"word": ""}).status_code == 302
    assert world.group("broken").is_dissolved
    answer = client("dirk").post(f"{BROKEN}/resumption", follow_redirects=True)
    assert "Broken is taken up again" in answer.text
    assert not world.group("broken").is_dissolved
    assert session().get(Dissolution, world.group("broken").id) is None
    assert _log() == ["subgroup.dissolved", "subgroup.taken-up"]


@pytest.mark.parametrize(
    ("name", "status"), [("ana", 403), ("dirk", 403), ("rea", 403), ("bo", 403), ("ada", 403), ("visitor", 401)]
)
def test_nobody_else_dissolves_it_or_takes_it_up(client, name, status):
    browser = client(name)
    assert browser.post(f"{STONE}/dissolution", data={"word": ""}).status_code == status
    assert not world.group("stone").is_dissolved
    _dissolve()
    assert browser.post(f"{STONE}/resumption").status_code == status
    assert world.group("stone").is_dissolved


@pytest.mark.parametrize("name", ["ana", "bo", "ada"])
def test_who_may_not_know_of_a_confidential_one_finds_nothing(client, name):
    assert client(name).get(f"{BROKEN}/dissolution").status_code == 404
    assert client(name).post(f"{BROKEN}/dissolution", data={}).status_code == 404
    assert client(name).post(f"{BROKEN}/resumption").status_code == 404


def test_a_community_is_not_dissolved(app, viewer):
    with pytest.raises(Refusal, match="A community cannot be dissolved"):
        dissolving.dissolve(world.group("psc"), by=viewer("cleo"))
    with pytest.raises(Refusal, match="A community cannot be dissolved"):
        dissolving.take_up_again(world.group("psc"), by=viewer("cleo"))
    assert not world.group("psc").is_dissolved


def test_who_dissolves_it_second_is_told_and_the_word_of_the_first_stays(client, viewer):
    _dissolve(word="First")
    with pytest.raises(Outdated, match="already"):
        dissolving.dissolve(world.group("stone"), by=viewer("cleo"), word="Second")
    answer = client("cleo").post(f"{STONE}/dissolution", data={"word": "Second"})
    assert answer.status_code == 409 and "already" in answer.text
    assert session().get(Dissolution, world.group("stone").id).word == "First"
    assert client("cleo").get(f"{STONE}/dissolution").status_code == 302
    _take_up()
    answer = client("cleo").post(f"{STONE}/resumption", follow_redirects=True)
    assert "at work already" in answer.text
    assert _log() == ["subgroup.dissolved", "subgroup.taken-up"]


def test_a_long_word_comes_back_beside_its_field(client):
    answer = client("cleo").post(f"{STONE}/dissolution", data={"word": "long " * 61})
    assert answer.status_code == 422 and "at most 300 characters" in answer.text and "long long" in answer.text
    assert not world.group("stone").is_dissolved


def test_of_two_at_the_same_moment_one_dissolves_it_and_the_other_is_told(app):
    barrier, done, told = Barrier(2), [], []
    people = [world.viewer(name) for name in ("cleo", "dirk")]
    session().rollback()

    def dissolve(by) -> None:
        with app.app_context():
            barrier.wait()
            try:
                with unit_of_work():
                    dissolving.dissolve(world.group("broken"), by=by, word=by.handle)
                done.append(by.handle)
            except Outdated:
                told.append(by.handle)

    threads = [Thread(target=dissolve, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == len(told) == 1
    assert session().get(Dissolution, world.group("broken").id).word == done[0]
    assert _log() == ["subgroup.dissolved"]
