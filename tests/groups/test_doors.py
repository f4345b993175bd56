"""The door of a community: by invitation only, asked at, or open."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Absent, NotAllowed, Refusal, Throttled
from community.groups.actions import doors, founding, joining
from community.groups.actions.members import appoint, remove_member
from community.groups.admissions import JoinRequest
from community.groups.events import JoinAsked, JoinDecided
from community.groups.models import Membership
from tests import world
from tests.groups import post
from tests.hearing import hearing

pytestmark = pytest.mark.postgresql

DOOR = "/c/psc/door"
NEW = {"name": "Noor", "password": "a short sentence", "language": "nl", "time_zone": "Europe/Brussels"}


@pytest.fixture
def hang(app, viewer):
    """A function that hangs another door."""

    def change(door: str, question: str = "", community: str = "psc") -> None:
        with unit_of_work():
            place = world.group(community)
            changed = replace(founding.settings_of(place), door=door, door_question=question)
            founding.change_settings(place, changed, based_on=founding.version_of(place), by=viewer("cleo"))

    return change


def _requests(*conditions) -> int:
    session().rollback()
    return session().scalar(select(func.count(JoinRequest.id)).where(*conditions))


def _is_member(name: str) -> bool:
    session().rollback()
    return session().get(Membership, (world.id_of(name), world.group("psc").id)) is not None


def _request() -> JoinRequest:
    session().rollback()
    return session().scalars(select(JoinRequest).execution_options(populate_existing=True)).one()


def test_by_invitation_only_there_is_no_door(client):
    for name in ("visitor", "bo", "finn"):
        assert client(name).get(DOOR).status_code == 404
        assert client(name).post(DOOR, data={"email": "x@example.org"}).status_code == 404
        assert "by an invitation" in client(name).get("/c/psc").text
    assert client("ana").get(DOOR).headers["Location"] == "/c/psc"


def test_what_a_stranger_may_not_see_has_no_door(client, hang):
    hang("open")
    with unit_of_work():
        world.group("psc").audience = "community"
    for name in ("visitor", "bo"):
        assert client(name).get(DOOR).status_code == 404
        assert client(name).post(DOOR).status_code == 404


def test_whoever_is_signed_in_goes_through_an_open_door(client, hang):
    hang("open")
    browser = client("bo")
    assert f'href="{DOOR}"' in browser.get("/c/psc").text
    assert f'href="{DOOR}"' not in client("ana").get("/c/psc").text
    assert browser.get(DOOR).status_code == 200
    assert not _is_member("bo")
    assert "Introduce yourself" in browser.post(DOOR, follow_redirects=True).text
    assert _is_member("bo")
    assert session().scalars(select(AuditEntry.what).where(AuditEntry.what == "community.entered")).one()


def test_a_visitor_goes_through_an_open_door_once_the_address_is_confirmed(client, hang):
    hang("open")
    browser = client("visitor")
    answer = browser.post(DOOR, data={"email": "noor@example.org"}, follow_redirects=True)
    assert "We have written to noor@example.org." in answer.text
    confirmation = post.link_in(post.letters_to("noor@example.org")[0])
    assert "Introduce yourself" in browser.post(confirmation, data=NEW, follow_redirects=True).text
    assert browser.get("/c/psc/members").status_code == 200


def test_a_confirmation_opens_no_door_that_was_shut_meanwhile(client, hang):
    hang("open")
    client("visitor").post(DOOR, data={"email": "noor@example.org"})
    confirmation = post.link_in(post.letters_to("noor@example.org")[0])
    hang("invitation")
    assert client("visitor").get(confirmation).status_code == 404
    assert client("visitor").post(confirmation, data=NEW).status_code == 404


def test_a_visitor_asks_to_join_once_they_have_an_account(client, hang):
    hang("ask", "What brings you?")
    browser = client("visitor")
    browser.post(DOOR, data={"email": "noor@example.org"})
    confirmation = post.link_in(post.letters_to("noor@example.org")[0])
    assert "Once you have an account, you ask to join." in browser.get(confirmation).text
    page = browser.post(confirmation, data=NEW, follow_redirects=True).text
    assert "What brings you?" in page
    assert "Welcome" not in page
    assert browser.get("/c/psc/members").status_code == 404
    browser.post(DOOR, data={"answer": "Stones"})
    assert _requests(JoinRequest.state == "asked") == 1


def test_whether_an_address_has_an_account_only_its_owner_learns(client, hang):
    hang("ask")
    pages = []
    for email in ("bo@example.org", "xo@example.org"):
        browser = client("visitor")
        answer = browser.post(DOOR, data={"email": email})
        pages.append((answer.status_code, answer.headers["Location"], browser.get(DOOR).text.replace(email, "")))
    assert pages[0] == pages[1]
    assert post.link_in(post.letters_to("bo@example.org")[0]) == DOOR


def test_asking_and_being_let_in(client, hang, app):
    hang("ask", "What brings you?")
    browser = client("bo")
    with hearing(JoinAsked) as asked, hearing(JoinDecided) as decided:
        assert (
            "You have asked to join."
            in browser.post(DOOR, data={"answer": "<Stones> & dust"}, follow_redirects=True).text
        )
        assert "&lt;Stones&gt; &amp; dust" in browser.get(DOOR).text
        waiting = client("cleo").get("/c/psc/requests").text
        assert "&lt;Stones&gt; &amp; dust" in waiting and "What brings you?" in waiting
        assert "Requests to join (1)" in client("cleo").get("/c/psc/invitations").text
        address = f"/c/psc/requests/{_request().id}/decision"
        answer = client("cleo").post(address, data={"verdict": "approved", "word": "Welcome!"}, follow_redirects=True)
    assert "Bo is told what you decided." in answer.text
    assert asked == [JoinAsked(_request().id)] and decided == [JoinDecided(_request().id)]
    assert _is_member("bo")
    (letter,) = post.letters_to("bo@example.org")
    assert "has let you in" in letter and "> Welcome!" in letter
    assert session().scalars(select(AuditEntry.what).where(AuditEntry.what == "request.approved")).one()


def test_asking_and_being_declined(client, hang):
    hang("ask")
    client("bo").post(DOOR, data={"answer": ""})
    address = f"/c/psc/requests/{_request().id}/decision"
    client("cleo").post(address, data={"verdict": "declined", "word": "Not this year"})
    assert not _is_member("bo")
    assert "Not this year" in client("bo").get(DOOR).text
    assert "> Not this year" in post.letters_to("bo@example.org")[0]
    late = client("cleo").post(address, data={"verdict": "approved"})
    assert late.status_code == 422
    assert "decided already" in late.text
    assert not _is_member("bo")


def test_a_request_is_taken_back(client, hang):
    hang("ask")
    client("bo").post(DOOR, data={})
    assert "Your request is taken back." in client("bo").post(f"{DOOR}/withdrawal", follow_redirects=True).text
    assert _request().state == "withdrawn"
    address = f"/c/psc/requests/{_request().id}/decision"
    assert client("cleo").post(address, data={"verdict": "approved"}).status_code == 422
    assert client("bo").post(DOOR, data={}).status_code == 302, "they may ask again"


@pytest.mark.parametrize(
    ("answer", "said"), [("", "Answer in a few words"), (" \n", "Answer in a few words"), ("x" * 1001, "at most 1000")]
)
def test_an_answer_that_cannot_be_taken(client, hang, answer, said):
    hang("ask", "Why?")
    refused = client("bo").post(DOOR, data={"answer": answer})
    assert refused.status_code == 422
    assert said in refused.text
    assert _requests() == 0


def test_a_verdict_that_is_none(client, hang):
    hang("ask")
    client("bo").post(DOOR, data={})
    address = f"/c/psc/requests/{_request().id}/decision"
    for verdict in ("", "asked", "nonsense"):
        assert client("cleo").post(address, data={"verdict": verdict}).status_code == 422
    assert client("cleo").post(address, data={"verdict": "approved", "word": "x" * 301}).status_code == 422
    assert _request().state == "asked"


def test_only_coordinators_see_and_decide_requests(client, hang, viewer):
    hang("ask")
    client("bo").post(DOOR, data={"answer": "Stones"})
    request_id = _request().id
    for name in ("ana", "bo", "dirk", "rea", "ada", "finn"):
        assert client(name).get("/c/psc/requests").status_code == 404
        answer = client(name).post(f"/c/psc/requests/{request_id}/decision", data={"verdict": "approved"})
        assert answer.status_code == 404
        with pytest.raises(NotAllowed):
            doors.decide(_request(), verdict="approved", word="", by=viewer(name))
    with unit_of_work():
        appoint(world.person("bo"), world.group("fed"), role="coordinator")
    assert client("bo").post(f"/c/fed/requests/{request_id}/decision", data={"verdict": "approved"}).status_code == 404


def test_nobody_asks_twice_or_too_often(hang, viewer):
    hang("ask")
    bo = viewer("bo")
    for n in range(3):
        with unit_of_work():
            doors.ask(world.group("psc"), answer="", by=bo)
        with pytest.raises(Refusal, match="asked already"):
            doors.ask(world.group("psc"), answer="", by=bo)
        with unit_of_work():
            doors.withdraw(world.group("psc"), by=bo)
        assert _requests() == n + 1
    with pytest.raises(Throttled):
        doors.ask(world.group("psc"), answer="", by=bo)


def test_members_do_not_ask_and_a_shut_door_takes_nobody(hang, viewer):
    hang("ask")
    with pytest.raises(Absent):
        doors.ask(world.group("psc"), answer="", by=viewer("ana"))
    with pytest.raises(Absent):
        joining.enter(world.group("psc"), world.person("bo"))


def test_who_came_in_by_another_way_waits_no_longer(hang, viewer, client):
    hang("ask")
    client("bo").post(DOOR, data={})
    with unit_of_work():
        appoint(world.person("bo"), world.group("psc"))
    assert _request().state == "approved"
    with unit_of_work():
        remove_member(world.group("psc"), world.person("bo"), by=viewer("cleo"))
