"""Changing a password, and setting a new one when it is forgotten."""

import importlib.util
from datetime import timedelta

import pytest

from community import clock
from community.accounts import passwords
from community.accounts.actions import password as actions
from community.accounts.models import ForgottenPassword, SignIn
from community.audit.models import AuditEntry
from community.database import session
from community.errors import Invalid
from tests import world
from tests.accounts.letters import answer, letters_to, path_in

NEW = "quite another sentence"
SAID = "If there is an account with this address, a letter is on its way to it."


def _change(browser, current=world.PASSWORD, new=NEW):
    return browser.post("/account/password", data={"current_password": current, "new_password": new})


def _sign_in(browser, password):
    return browser.post("/sign-in", data={"email": "ana@example.org", "password": password}).status_code == 302


def _ask(browser, email):
    return browser.post("/reset", data={"email": email}, follow_redirects=True)


@pytest.fixture
def link(app, client):
    """The path of a link to set Ana's password."""
    _ask(client("visitor"), "ana@example.org")
    answer(app)
    return path_in(letters_to("ana@example.org")[-1], "/reset")


def test_a_password_is_changed_and_all_other_sign_ins_end(client):
    browser, other = client("ana"), client("ana")
    assert _change(browser).status_code == 302
    assert "Your password is changed." in browser.get("/account/password").text
    assert other.get("/account").status_code == 302
    assert not _sign_in(client("visitor"), world.PASSWORD)
    assert _sign_in(client("visitor"), NEW)
    assert "Your password was changed" in letters_to("ana@example.org")[-1]
    assert session().query(AuditEntry).filter_by(what="password.changed").one().person_id == world.id_of("ana")


def test_the_present_password_is_asked_for_and_tries_are_counted(client):
    browser = client("ana")
    for _ in range(8):
        refused = _change(browser, current="not this one")
        assert refused.status_code == 422
        assert "This is not your present password." in refused.text
    assert "That was tried too often." in _change(browser).text
    assert _sign_in(client("visitor"), world.PASSWORD)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "at least 10"),
        ("x" * 201, "at most 200"),
        ("password123", "Many people use this password"),
        ("PASSWORD123", "Many people use this password"),
        ("ana@example.org", "guessed easily"),
        ("plenary2026", "guessed easily"),
        ("example-org!!", "guessed easily"),
    ],
)
def test_a_password_that_others_would_guess_is_refused(client, password, said):
    refused = _change(client("ana"), new=password)
    assert refused.status_code == 422
    assert said in refused.text
    assert f'value="{password}"' not in refused.text


@pytest.mark.parametrize(
    "password", ["王小明和他的朋友們在田裡", "пароль из слов", "  spaces at both ends  ", "x y" * 60 + "é"]
)
def test_any_characters_will_do_and_none_is_cut_off(app, password):
    made = passwords.hash_password(password)
    assert passwords.is_right(made, password)
    assert not passwords.is_right(made, password[:-1])


def test_a_forgotten_password_is_set_by_a_link(client, link):
    browser, signed_in = client("visitor"), client("ana")
    assert "ana@example.org" in browser.get(link).text
    refused = browser.post(link, data={"new_password": "1234567890"})
    assert refused.status_code == 422
    done = browser.post(link, data={"new_password": NEW}, follow_redirects=True)
    assert "Your new password is set" in done.text
    assert signed_in.get("/account").status_code == 302
    assert _sign_in(client("visitor"), NEW)
    assert "Your password was changed" in letters_to("ana@example.org")[-1]


def test_a_link_works_once(client, link):
    client("visitor").post(link, data={"new_password": NEW})
    again = client("visitor").post(link, data={"new_password": "a third sentence of it"})
    assert again.status_code == 404
    assert "This link opens nothing any more" in again.text
    assert _sign_in(client("visitor"), NEW)


def test_opening_a_link_uses_nothing_up(client, link):
    assert [client("visitor").get(link).status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "x", lambda t: t.swapcase(), lambda t: "%00"])
def test_an_altered_link_opens_nothing(client, link, change):
    altered = f"/reset/{change(link.removeprefix('/reset/'))}"
    assert client("visitor").get(altered).status_code == 404
    assert client("visitor").post(altered, data={"new_password": NEW}).status_code == 404


def test_a_link_ends_after_an_hour_and_when_the_password_changes(client, link):
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert client("visitor").get(link).status_code == 404
    assert client("visitor").get(link).status_code == 200
    _change(client("ana"))
    assert client("visitor").get(link).status_code == 404


def test_asking_tells_nobody_whether_there_is_an_account(app, client):
    known, unknown = _ask(client("visitor"), "ana@example.org"), _ask(client("visitor"), "nobody@example.org")
    assert SAID in known.text
    assert known.text == unknown.text
    assert session().query(ForgottenPassword).count() == 2, "the same is written for both"
    answer(app)
    assert len(letters_to("ana@example.org")) == 1
    assert letters_to("nobody@example.org") == []
    assert session().query(ForgottenPassword).count() == 0


def test_asking_is_counted_the_same_for_everybody(client):
    for email in ("ana@example.org", "nobody@example.org"):
        browser = client("visitor")
        assert [_ask(browser, email).status_code for _ in range(6)] == [200] * 5 + [422]
    assert SAID in _ask(client("visitor"), "cleo@example.org").text


def test_who_no_longer_has_an_account_gets_no_letter(app, client):
    world.person("ana").deactivated_at = clock.now()
    _ask(client("visitor"), "ana@example.org")
    answer(app)
    assert letters_to("ana@example.org") == []


def test_what_was_proved_must_be_true_still(app, client):
    from_before = world.person("ana").password_hash
    _change(client("ana"))
    session().expire_all()
    with pytest.raises(Invalid):
        actions.change(world.person("ana"), proof=from_before, new_hash="x", browser="")


def test_pages_about_the_account_are_ones_own(client):
    for page in ("/account/password", "/account/email", "/account/sign-ins"):
        assert client("visitor").get(page).status_code == 302
    assert session().query(SignIn).count() == 0


def test_no_page_that_says_no_repeats_a_password(client):
    data = {"current_password": "first secret words", "new_password": "second secret words", "note": "kept"}
    refused = client("visitor").post("/account/password", data=data)
    assert refused.status_code == 401
    assert "kept" in refused.text
    assert "secret words" not in refused.text


def test_as_shipped_a_guess_takes_as_much_memory_and_time_as_the_standard_asks():
    """RFC 9106, section 4: 64 MiB and three passes of argon2id, where 2 GiB are too much."""
    spec = importlib.util.spec_from_file_location("passwords_as_shipped", passwords.__file__)
    shipped = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shipped)
    assert shipped.hash_password("a sentence of ours").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
