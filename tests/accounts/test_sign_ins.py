"""Where one is signed in: the list, ending one or all, and ends of their own."""

from datetime import timedelta

import pytest

from community import clock
from community.accounts import words
from community.accounts.models import SIGN_IN_IDLES, SIGN_IN_LASTS, SignIn
from community.database import session
from tests import world

PROOF = {"current_password": world.PASSWORD}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


def _sign_in(browser):
    data = {"email": "ana@example.org", "password": world.PASSWORD}
    return browser.post("/sign-in", data=data, headers={"User-Agent": FIREFOX})


def test_the_list_says_which_browser_and_since_when(client):
    browser = client("visitor")
    _sign_in(browser)
    client("ana")
    page = browser.get("/account/sign-ins").text
    assert "Firefox on Windows" in page
    assert "A browser that we do not know" in page
    assert page.count("This browser") == 1


def test_one_can_be_ended_and_no_one_elses(client):
    here, there, cleos = client("ana"), client("ana"), client("cleo")
    others = {row.person_id: row.id for row in session().query(SignIn).order_by(SignIn.id)}
    assert here.post(f"/account/sign-ins/{others[world.id_of('cleo')]}/end", data=PROOF).status_code == 404
    assert here.post(f"/account/sign-ins/{others[world.id_of('ana')]}/end", data=PROOF).status_code == 302
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200
    assert cleos.get("/account").status_code == 200


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_ends_one_without_the_password(client, password):
    here, there = client("ana"), client("ana")
    for address in ("/account/sign-ins/end", f"/account/sign-ins/{session().query(SignIn).first().id}/end"):
        answer = here.post(address, data={"current_password": password})
        assert answer.status_code == 422
        assert "present password" in answer.text
    assert there.get("/account").status_code == 200


def test_signing_out_everywhere_ends_them_all_and_is_audited(client):
    here, there, cleos = client("ana"), client("ana"), client("cleo")
    assert "You are signed out everywhere" in here.post("/account/sign-ins/end", data=PROOF, follow_redirects=True).text
    assert [b.get("/account").status_code for b in (here, there, cleos)] == [302, 302, 200]
    assert session().query(SignIn).filter_by(person_id=world.id_of("ana")).count() == 0


def test_signing_in_again_ends_the_sign_in_that_the_browser_had(client):
    browser = client("visitor")
    _sign_in(browser)
    with browser.session_transaction() as cookie:
        first = cookie["_user_id"]
    _sign_in(browser)
    with browser.session_transaction() as cookie:
        assert cookie["_user_id"] != first
    assert session().query(SignIn).count() == 1


def test_a_sign_in_ends_when_it_is_idle_and_in_any_case(client):
    browser, begun = client("ana"), clock.now()
    with clock.at(begun + SIGN_IN_IDLES + timedelta(minutes=1)):
        assert browser.get("/account").status_code == 302
    at = begun
    while (at := at + SIGN_IN_IDLES - timedelta(days=1)) < begun + SIGN_IN_LASTS:
        with clock.at(at):
            assert browser.get("/account").status_code == 200
    with clock.at(begun + SIGN_IN_LASTS + timedelta(minutes=1)):
        assert browser.get("/account").status_code == 302


def test_that_it_is_used_is_noted_once_an_hour(client):
    browser = client("ana")

    def seen():
        session().expire_all()
        return session().query(SignIn).one().seen_at

    begun = seen()
    browser.get("/account")
    assert seen() == begun
    with clock.at(begun + timedelta(hours=2)):
        browser.get("/account")
    assert seen() - begun >= timedelta(hours=2)


def test_sign_ins_that_are_over_are_forgotten_at_the_next(client):
    client("ana")
    with clock.at(clock.now() + SIGN_IN_LASTS + timedelta(days=1)):
        client("ana")
    assert session().query(SignIn).count() == 1


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/17.0 Safari/605.1",
            "Safari on macOS",
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("<script>", "A browser that we do not know"),
        ("", "A browser that we do not know"),
    ],
)
def test_browsers_in_plain_words(app, agent, said):
    assert words.browser_name(agent) == said
