"""Inviting by a link and coming in by it, once."""

from datetime import timedelta

import pytest

from community import clock
from community.database import session, unit_of_work
from community.errors import Absent, NotAllowed
from community.groups.actions import invitations
from community.groups.models import Invitation
from community.groups.queries import invitations as queries
from tests import world

NEW = {
    "name": "Noor",
    "email": "noor@example.org",
    "password": "a short sentence",
    "language": "nl",
    "time_zone": "Europe/Brussels",
}


@pytest.fixture
def token(app, viewer):
    """An open invitation into the community, by Cleo."""
    with unit_of_work():
        return queries.token_of(invitations.invite(world.group("psc"), note="Noor", by=viewer("cleo")))


def test_a_coordinator_makes_a_link_and_a_newcomer_joins_by_it(client, token):
    page = client("cleo").get("/c/psc/invitations").text
    assert token in page
    browser = client("visitor")
    assert "Join Private sector cooperation" in browser.get(f"/join/{token}").text
    joined = browser.post(f"/join/{token}", data=NEW, follow_redirects=True)
    assert "Introduce yourself" in joined.text
    assert browser.get("/c/psc/members").status_code == 200
    assert "used by Noor" in client("cleo").get("/c/psc/invitations").text


def test_a_link_works_once(client, token):
    client("visitor").post(f"/join/{token}", data=NEW)
    assert client("visitor").get(f"/join/{token}").status_code == 404
    assert client("visitor").post(f"/join/{token}", data=NEW | {"email": "other@example.org"}).status_code == 404


def test_opening_a_link_uses_nothing_up(client, token):
    for _ in range(3):
        assert client("visitor").get(f"/join/{token}").status_code == 200


def test_who_is_signed_in_joins_with_one_click(client, token):
    browser = client("bo")
    assert "You are signed in as Bo." in browser.get(f"/join/{token}").text
    browser.post(f"/join/{token}")
    assert browser.get("/c/psc/members").status_code == 200


@pytest.mark.parametrize("altered", ["x", "x.y", ""])
def test_an_altered_link_opens_nothing(client, token, altered):
    assert client("visitor").get(f"/join/{token}{altered}x").status_code == 404
    assert client("visitor").get(f"/join/{altered or 'nothing'}").status_code == 404


def test_a_link_expires_and_can_be_closed(client, token, viewer):
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Absent):
        queries.find_open(token)
    invitation_id = queries.find_open(token).id
    session().rollback()
    assert client("ana").post(f"/c/psc/invitations/{invitation_id}/revocation").status_code == 404
    client("cleo").post(f"/c/psc/invitations/{invitation_id}/revocation")
    assert client("visitor").get(f"/join/{token}").status_code == 404


def test_only_coordinators_invite(client, app, viewer):
    for name in ("ana", "bo", "dirk", "rea", "ada"):
        assert client(name).get("/c/psc/invitations").status_code == 404
    with pytest.raises(NotAllowed):
        invitations.invite(world.group("psc"), by=viewer("ana"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "Type a name"),
        ({"email": "x"}, "not an e-mail address"),
        ({"password": "short"}, "at least 10 characters"),
        ({"email": "ana@example.org"}, "There is an account with this address"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(client, token, change, said):
    answer = client("visitor").post(f"/join/{token}", data=NEW | {"name": "Kept Name"} | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert ("Kept Name" in answer.text) is ("name" not in change)
    assert session().query(Invitation).one().accepted_at is None


def test_an_introduction_is_written_and_shown_to_members_only(client):
    browser = client("ana")
    browser.post("/c/psc/introduction", data={"experience": "Ten years of stone", "offer": "", "seek": "Answers"})
    assert "Ten years of stone" in client("cleo").get("/people/ana").text
    assert client("bo").get("/people/ana").status_code == 404
    assert client("visitor").get("/people/ana").status_code == 302
    assert client("bo").get("/c/psc/introduction").status_code == 404


def test_the_members_page_is_for_members(client):
    assert "Cleo" in client("ana").get("/c/psc/members").text
    for name in ("visitor", "bo", "finn", "ada"):
        assert client(name).get("/c/psc/members").status_code == 404


def test_a_subgroups_page(client):
    assert "Stone" in client("visitor").get("/c/psc/subgroups/stone").text
    assert client("ana").get("/c/psc/subgroups/broken").status_code == 404
    known = client("cleo").get("/c/psc/subgroups/broken")
    assert known.status_code == 200
    assert "What is in it is for its members" in known.text.replace("\n", " ")
    assert "Broken" not in client("ana").get("/c/psc").text
    assert "Broken" in client("cleo").get("/c/psc").text


def test_only_the_coordinator_moves_the_community_to_another_step(client):
    assert client("ana").post("/c/psc/step", data={"step": "plenary"}).status_code == 403
    assert client("cleo").post("/c/psc/step", data={"step": "plenary"}).status_code == 302
    assert client("cleo").post("/c/psc/step", data={"step": "nonsense"}).status_code == 422
