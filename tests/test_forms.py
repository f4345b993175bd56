"""What people send that no page of ours sends: it is answered clearly, and what they wrote is not lost."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from community import clock
from community.accounts.models import SignIn
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import invitations, joining
from community.groups.queries.invitations import token_of
from tests import world


@pytest.fixture
def thread(app, viewer):
    """A discussion in the community; its address."""
    with unit_of_work():
        return (
            f"/c/psc/threads/{discussions.start(world.group('psc'), title='Open', text='Yes?', by=viewer('cleo')).id}"
        )


@pytest.mark.parametrize(
    "address",
    ["/c/psc/threads/new", "/c/psc/cases/new", "/c/psc/introduction", "/account", "/sign-in", "{thread}/reply"],
)
def test_a_form_without_its_fields_is_no_error_of_ours(client, thread, address):
    assert client("ana").post(address.format(thread=thread), data={}).status_code in (302, 422)


def test_an_invitation_without_fields_is_no_error_of_ours(client, viewer):
    with unit_of_work():
        token = token_of(invitations.invite(world.group("psc"), by=viewer("cleo")))
    assert client("visitor").post(f"/join/{token}", data={}).status_code == 422


@pytest.mark.parametrize("body", ['{"text": 5}', "[1]", "null", '"x"'])
def test_only_forms_are_taken(client, thread, body):
    answer = client("ana").post(f"{thread}/reply", data=body, content_type="application/json")
    assert answer.status_code == 415


@pytest.mark.parametrize("text", ["x" * 140_000, "nul \x00 here"])
def test_odd_texts_are_answered(client, thread, text):
    assert client("ana").post(f"{thread}/reply", data={"text": text}).status_code in (302, 422)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "1e5"])
def test_odd_numbers_are_answered(app, client, thread, viewer, number):
    with unit_of_work():
        found = session().get_one(discussions.Thread, int(thread.rpartition("/")[2]))
        post_id = discussions.reply(found, text="Mine", by=viewer("ana")).id
    answer = client("ana").post(f"/c/psc/posts/{post_id}/edit", data={"text": "Changed", "based_on": number})
    assert answer.status_code == 409
    assert "Changed" in answer.text


def test_what_was_written_survives_the_end_of_the_session(client, thread):
    browser = client("ana")
    with unit_of_work():
        session().execute(update(SignIn).values(ends_at=clock.now() - timedelta(days=1)))
    answer = browser.post(f"{thread}/reply", data={"text": "An hour of thinking"})
    assert answer.status_code == 401
    assert "An hour of thinking" in answer.text


@pytest.mark.parametrize("address", ["/c/psc/threads/new", "/c/psc/cases/new"])
def test_what_was_written_survives_the_loss_of_a_role(client, address):
    answer = client("rea").post(
        address, data={"title": "Half a day of work", "kind": "question", "audience": "community"}
    )
    assert answer.status_code == 403
    assert "Half a day of work" in answer.text


def test_an_invitation_lowers_nobody_and_stays_open(client, viewer):
    with unit_of_work():
        token = token_of(invitations.invite(world.group("psc"), role="reader", by=viewer("cleo")))
    answer = client("cleo").post(f"/join/{token}")
    assert answer.status_code == 422
    assert "You are a member here already." in answer.text
    assert client("cleo").get("/c/psc/desk").status_code == 200
    assert client("bo").post(f"/join/{token}").status_code == 302


def test_letters_that_strangers_ask_for_are_counted_by_where_they_ask_from(client, viewer, monkeypatch):
    monkeypatch.setattr(joining, "FROM_ONE_PLACE", 5)
    with unit_of_work():
        token = token_of(invitations.invite(world.group("psc"), by=viewer("cleo")))
    answers = [client("visitor").post(f"/join/{token}", data={"email": f"x{n}@example.org"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [422]
    assert "That was tried too often." in answers[-1].text


@pytest.mark.parametrize("name", ["\u200d", "\u202e\u2066", "\x00\x01"])
def test_a_name_has_something_to_see(client, name):
    data = {"name": name, "organisation": "", "language": "en", "time_zone": "UTC"}
    answer = client("ana").post("/account", data=data)
    assert answer.status_code == 422


def test_a_stranger_learns_no_names_from_a_public_subgroup(client):
    assert ">Ana<" not in client("bo").get("/c/psc/subgroups/stone").text
    assert ">Ana<" in client("dirk").get("/c/psc/subgroups/stone").text


def test_a_coordinator_does_not_learn_who_is_in_a_confidential_subgroup(client):
    assert "Broken" not in client("cleo").get("/people/dirk").text
    assert "Broken" in client("dirk").get("/people/dirk").text
