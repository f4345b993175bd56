"""Signing in and out, and what an outsider learns from it: nothing."""

import pytest

from community.accounts import actions
from community.errors import Invalid
from tests import world

WRONG = "This e-mail address and password do not belong together."


def _try(browser, email, password):
    return browser.post("/sign-in", data={"email": email, "password": password})


def test_signing_in_and_out(client):
    browser = client("visitor")
    assert _try(browser, "Ana@Example.org ", world.PASSWORD).status_code == 302
    assert "Your desk" in browser.get("/").text
    with browser.session_transaction() as cookie:
        token = cookie["_user_id"]
    browser.post("/sign-out")
    assert "Your desk" not in browser.get("/").text
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert "Your desk" not in browser.get("/").text, "the old cookie must be dead on the server"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    wrong = _try(client("visitor"), "ana@example.org", "not this one")
    unknown = _try(client("visitor"), "anx@example.org", "not this one")
    assert wrong.status_code == unknown.status_code
    assert WRONG in wrong.text
    assert wrong.text.replace("ana@", "anx@") == unknown.text


def test_too_many_tries_are_stopped_and_others_are_not(client):
    browser = client("visitor")
    for _ in range(8):
        assert _try(browser, "ana@example.org", "guess").status_code == 422
    stopped = _try(browser, "ana@example.org", world.PASSWORD)
    assert "That was tried too often." in stopped.text
    assert _try(browser, "cleo@example.org", world.PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"]
)
def test_signing_in_leads_nowhere_else(client, target):
    answer = client("visitor").post(
        "/sign-in", data={"email": "ana@example.org", "password": world.PASSWORD, "next": target}
    )
    assert answer.headers["Location"] == "/"


def test_signing_in_leads_back_to_where_one_was(client):
    answer = client("visitor").post(
        "/sign-in", data={"email": "ana@example.org", "password": world.PASSWORD, "next": "/c/psc/threads?x=1"}
    )
    assert answer.headers["Location"] == "/c/psc/threads?x=1"


def test_a_session_begins_anew_at_sign_in(client):
    browser = client("visitor")
    with browser.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    _try(browser, "ana@example.org", world.PASSWORD)
    with browser.session_transaction() as cookie:
        assert "planted" not in cookie


def test_the_profile_is_changed_and_bad_values_are_refused(client):
    browser = client("ana")
    assert browser.get("/account").status_code == 200
    data = {"name": "Ana Z.", "organisation": "Kade", "language": "nl", "time_zone": "Europe/Brussels"}
    assert "Your account is changed." in browser.post("/account", data=data, follow_redirects=True).text
    assert "Kade" in browser.get("/people/ana").text
    refused = browser.post("/account", data=data | {"name": " "})
    assert refused.status_code == 422
    assert "Type a name" in refused.text
    assert browser.post("/account", data=data | {"time_zone": "Mars/Base"}).status_code == 422


@pytest.mark.parametrize("email", ["", "x", "a@b@c", "a b@example.org", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_is_refused(app, email):
    with pytest.raises(Invalid):
        actions.register(name="X", email=email, password="long enough here")


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_passwords_have_a_length(app, password):
    with pytest.raises(Invalid):
        actions.register(name="X", email="x@example.org", password=password)


def test_names_in_any_script_get_a_handle_of_their_own(app):
    first = actions.register(name="Ана", email="a1@example.org", password="long enough here")
    second = actions.register(name="王小明", email="a2@example.org", password="long enough here")
    third = actions.register(name="!!!", email="a3@example.org", password="long enough here")
    assert len({first.handle, second.handle, third.handle, "ana"}) == 4
