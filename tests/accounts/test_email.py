"""Changing one's e-mail address: confirmed at the new one, told at the old one, and taken back from there."""

from datetime import timedelta

import pytest

from community import clock
from community.accounts.models import MailedLink
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from tests import world
from tests.accounts.letters import letters_to, path_in

NEW = "ana.new@example.org"
SAID = "Nothing is changed yet: a letter went to the new address."


def _ask(browser, email=NEW, password=world.PASSWORD):
    data = {"email": email, "current_password": password}
    return browser.post("/account/email", data=data, follow_redirects=True)


def _said(page) -> str:
    return page.text.partition("<main")[2]


def _address() -> str:
    session().expire_all()
    return world.person("ana").email


@pytest.fixture
def asked(client):
    """The links that ask for another address sends: to confirm it, and to stop it."""
    assert SAID in _ask(client("ana")).text
    confirming = path_in(letters_to(NEW)[-1], "/account/email")
    return confirming, path_in(letters_to("ana@example.org")[-1], "/undo")


def test_an_address_changes_when_it_is_confirmed(client, asked):
    browser = client("ana")
    assert _address() == "ana@example.org"
    assert NEW in browser.get("/account/email").text
    assert NEW in browser.get(asked[0]).text
    assert _address() == "ana@example.org", "opening the link changes nothing"
    assert "Your address is ana.new@example.org now" in browser.post(asked[0], follow_redirects=True).text
    assert _address() == NEW
    assert "became ana.new@example.org" in letters_to("ana@example.org")[-1]
    assert {entry.what for entry in session().query(AuditEntry)} >= {"email.asked", "email.changed"}


def test_a_confirmation_works_once_for_a_day_and_for_its_person_only(client, asked):
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client("ana").post(asked[0]).status_code == 404
    assert client("cleo").post(asked[0]).status_code == 404
    assert client("visitor").post(asked[0]).status_code == 401
    assert client("ana").post(asked[0]).status_code == 302
    assert client("ana").post(asked[0]).status_code == 404


def test_one_kind_of_link_never_serves_as_another(client, asked):
    token = asked[0].rpartition("/")[2]
    assert client("visitor").post(f"/undo/{token}").status_code == 404
    assert client("visitor").post(f"/reset/{token}", data={"new_password": "quite another one"}).status_code == 404
    assert client("ana").post(f"{asked[0]}x").status_code == 404
    assert _address() == "ana@example.org"


def test_asking_again_or_withdrawing_ends_the_first_link(client, asked):
    browser = client("ana")
    _ask(browser, email="third@example.org")
    assert browser.post(asked[0]).status_code == 404
    second = path_in(letters_to("third@example.org")[-1], "/account/email")
    assert "stays as it is" in browser.post("/account/email/withdrawal", follow_redirects=True).text
    assert browser.post(second).status_code == 404


def test_an_address_that_has_an_account_gets_another_letter_and_the_same_answer(client):
    browser = client("ana")
    free, taken = _ask(browser), _ask(browser, email="cleo@example.org")
    assert SAID in taken.text
    assert _said(taken).replace("cleo@example.org", NEW) == _said(free)
    letter = letters_to("cleo@example.org")[-1]
    assert "has an account already" in letter
    assert "/account/email/" not in letter
    assert "Ana" not in letter, "whoever has the address learns no name"


def test_an_address_taken_meanwhile_stays_with_whoever_took_it(client, asked):
    with unit_of_work():
        world.person("bo").email = NEW
    refused = client("ana").post(asked[0])
    assert refused.status_code == 422
    assert "There is another account with this address by now" in refused.text
    assert _address() == "ana@example.org"


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_who_has_the_old_address_takes_the_change_back_and_the_account_with_it(client, asked, is_confirmed):
    thief = client("ana")
    if is_confirmed:
        thief.post(asked[0])
    owner = client("visitor")
    assert "secure the account" in owner.get(asked[1]).text
    assert "closed to everybody" in owner.post(asked[1], follow_redirects=True).text
    assert _address() == "ana@example.org"
    assert thief.get("/account").status_code == 302
    assert world.person("ana").password_hash is None
    assert client("visitor").post(asked[0]).status_code in (401, 404)
    reset = path_in(letters_to("ana@example.org")[-1], "/reset")
    assert owner.post(reset, data={"new_password": "mine and nobody else's"}).status_code == 302
    assert owner.post(asked[1]).status_code == 404
    assert session().query(MailedLink).count() == 0


def test_undoing_after_confirming_works_from_the_second_letter_too(client, asked):
    client("ana").post(asked[0])
    undo = path_in(letters_to("ana@example.org")[-1], "/undo")
    client("visitor").post(undo)
    assert _address() == "ana@example.org"


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("x", world.PASSWORD, "not an e-mail address"),
        ("ANA@example.org", world.PASSWORD, "This is your address already."),
        (NEW, "wrong password", "This is not your present password."),
        ("a@example.org\nBcc: b@example.org", world.PASSWORD, "not an e-mail address"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_its_field(client, email, password, said):
    refused = _ask(client("ana"), email=email, password=password)
    assert refused.status_code == 422
    assert said in refused.text
    assert session().query(MailedLink).count() == 0


def test_asking_is_limited(client):
    browser = client("ana")
    for n in range(5):
        assert SAID in _ask(browser, email=f"n{n}@example.org").text
    assert "That was tried too often." in _ask(browser).text
