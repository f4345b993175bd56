"""What somebody is to a community: another role, being removed, leaving; who may, and what goes with it."""

import pytest

from community import events
from community.database import session
from community.groups.actions import members
from community.groups.events import FacilitatorMissing
from community.groups.models import Membership
from tests import world

ANA, DIRK = "/c/psc/members/ana", "/c/psc/members/dirk"


def _role(name, group="psc"):
    found = session().get(Membership, (world.id_of(name), world.group(group).id), populate_existing=True)
    return found and found.role


def _open_door():
    world.group("psc").door = "open"
    session().commit()


@pytest.fixture
def told(app, monkeypatch):
    """Which subgroups are said to lack a facilitator."""
    published = []
    monkeypatch.setitem(events._reactions, FacilitatorMissing, [published.append])
    return published


@pytest.mark.parametrize(("name", "status"), [("ana", 403), ("rea", 403), ("bo", 404), ("ada", 404), ("cleo", 200)])
def test_only_coordinators_change_what_members_are(client, name, status):
    for page in (DIRK, f"{DIRK}/removal"):
        assert client(name).get(page).status_code == status
    assert client(name).post(DIRK, data={"role": "reader"}).status_code == (302 if status == 200 else status)


def test_a_coordinator_finds_it_on_the_page_of_a_person_and_nobody_else_does(client):
    assert f'href="{ANA}"' in client("cleo").get("/people/ana").text
    assert ANA not in client("dirk").get("/people/ana").text
    assert 'href="/c/psc/leaving"' in client("ana").get("/people/ana").text


def test_a_coordinator_makes_another_who_then_runs_the_community(client):
    browser = client("cleo")
    answer = browser.post(ANA, data={"role": "coordinator"}, follow_redirects=True)
    assert "Ana has another role in this community now." in answer.text
    assert client("ana").get("/c/psc/desk").status_code == 200
    assert browser.post("/c/psc/members/cleo", data={"role": "member"}).status_code == 302
    assert _role("cleo") == "member"


@pytest.mark.parametrize("role", ["", "facilitator", "king"])
def test_a_role_that_is_not_offered_changes_nothing(client, role):
    assert client("cleo").post(ANA, data={"role": role}).status_code == 422
    assert _role("ana") == "member"


def test_the_last_coordinator_stays_one_and_is_told_why(client):
    browser = client("cleo")
    said = "A community needs a coordinator: make somebody else one first."
    for page, data in (("/c/psc/members/cleo", {"role": "member"}), ("/c/psc/leaving", {})):
        answer = browser.post(page, data=data)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert browser.get("/c/psc/members/cleo/removal").location == "/c/psc/leaving"


def test_who_only_reads_in_the_community_only_reads_in_its_subgroups(client):
    client("cleo").post(DIRK, data={"role": "reader"})
    assert (_role("dirk"), _role("dirk", "broken")) == ("reader", "reader")


def test_a_facilitator_who_only_reads_is_missed(app, viewer, told):
    members.set_role(world.group("psc"), world.person("dirk"), role="reader", by=viewer("cleo"))
    assert told == [FacilitatorMissing(world.group("broken").id, world.id_of("cleo"))]


def test_removing_asks_first_names_the_subgroups_and_takes_access_at_once(client):
    browser = client("cleo")
    page = browser.get(f"{ANA}/removal").text
    assert "Remove Ana from Private sector cooperation?" in page
    assert "They leave its subgroups too: Stone." in page
    assert _role("ana") == "member"
    assert "Ana is no longer a member" in browser.post(f"{ANA}/removal", follow_redirects=True).text
    assert (_role("ana"), _role("ana", "stone")) == (None, None)
    assert client("ana").get("/c/psc/members").status_code == 404
    assert browser.get(f"{ANA}/removal").status_code == 404


def test_removing_says_where_an_open_door_lets_somebody_in_again(client):
    assert "come in again at once" not in client("cleo").get(f"{ANA}/removal").text
    _open_door()
    assert "Ana can come in again at once" in client("cleo").get(f"{ANA}/removal").text


def test_a_member_leaves_by_themself(client):
    browser = client("ana")
    assert "You leave its subgroups too: Stone." in browser.get("/c/psc/leaving").text
    assert "You have left Private sector cooperation." in browser.post("/c/psc/leaving", follow_redirects=True).text
    assert (_role("ana"), _role("ana", "stone")) == (None, None)
    assert browser.get("/c/psc/leaving").status_code == 404
    assert client("bo").get("/c/psc/leaving").status_code == 404
