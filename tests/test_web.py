"""The edge of the web: one commit per request, what outlives a refusal, and the headers of every answer."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from community import create_app, throttle
from community.accounts.models import Organisation
from community.database import db, session
from community.errors import Absent, Invalid, NotAllowed, Outdated, Throttled
from community.survival import outlive
from community.throttle import Limit, Tally
from tests import databases
from tests.client import Client

REFUSALS = {
    "absent": Absent(),
    "not-allowed": NotAllowed("Not you."),
    "outdated": Outdated("Too late."),
    "invalid": Invalid("name", "Not this."),
    "throttled": Throttled("Not now.", 60),
}


@pytest.fixture
def probe(app, database, tmp_path):
    """A browser at an application that has, beside its own pages, some that write and then end in each possible way."""
    edge = create_app(databases.settings(database.uri, tmp_path))
    edge.test_client_class = Client
    _add_probes(edge)
    with edge.app_context():
        yield edge.test_client()
        db.session.remove()
        db.engine.dispose()


def _add_probes(app: Flask) -> None:
    def write(name: str = "probe") -> None:
        session().add(Organisation(name=name, slug=name))

    @app.route("/probe/<int:status>", methods=["GET", "POST"])
    def answers(status):
        write()
        session().flush()
        return "answered", status, {"Location": "/"} if status == 302 else {}

    @app.post("/probe/refused/<how>")
    def refuses(how):
        write()
        session().flush()
        raise REFUSALS[how]

    @app.post("/probe/outlived")
    def refuses_and_counts():
        write()
        throttle.count_anyway([Limit("probe", 5, 3600)])
        raise NotAllowed("Not you.")

    @app.post("/probe/outlived-success")
    def answers_and_counts():
        write()
        outlive(lambda: write("outlived"))
        return "answered"

    @app.post("/probe/broken")
    def breaks():
        write()
        session().flush()
        raise RuntimeError("on purpose")

    @app.post("/probe/overtaken")
    def conflicts_at_the_commit():
        write()
        session().flush()
        write()
        return "answered"


def written(name: str = "probe") -> int:
    return session().scalar(select(func.count()).where(Organisation.name == name)) or 0


@pytest.mark.parametrize(
    "status, kept", [(200, 1), (201, 1), (302, 1), (400, 0), (404, 0), (409, 0), (422, 0), (500, 0)]
)
def test_a_post_is_committed_where_it_answers_below_400(probe, status, kept):
    assert probe.post(f"/probe/{status}").status_code == status
    assert written() == kept


def test_a_get_writes_nothing_even_if_a_view_tries(probe):
    assert probe.get("/probe/200").status_code == 200
    assert probe.head("/probe/200").status_code == 200
    assert written() == 0


@pytest.mark.parametrize("how", REFUSALS)
def test_a_refusal_writes_nothing_and_says_why(probe, how):
    answer = probe.post(f"/probe/refused/{how}")
    assert answer.status_code == REFUSALS[how].status
    assert REFUSALS[how].message in answer.text
    assert written() == 0


def test_a_throttled_answer_says_when_to_come_back(probe):
    assert probe.post("/probe/refused/throttled").headers["Retry-After"] == "60"


def test_a_failure_writes_nothing_and_shows_no_detail(probe, caplog):
    answer = probe.post("/probe/broken")
    assert answer.status_code == 500
    assert "on purpose" not in answer.text
    assert "on purpose" in caplog.text
    assert written() == 0


def test_what_must_outlive_a_refusal_is_written(probe):
    for _ in range(3):
        assert probe.post("/probe/outlived").status_code == 403
    assert session().scalar(select(Tally.count).where(Tally.key == "probe")) == 3
    assert written() == 0


def test_what_must_outlive_is_written_beside_a_success_too(probe):
    assert probe.post("/probe/outlived-success").status_code == 200
    assert written() == written("outlived") == 1


def test_a_save_at_the_same_moment_as_anothers_answers_409_and_gives_the_text_back(probe):
    answer = probe.post(
        "/probe/overtaken", data={"text": "What I wrote", "password": "a secret", "csrf_token": "t0ken"}
    )
    assert answer.status_code == 409
    assert "What I wrote" in answer.text
    assert "a secret" not in answer.text
    assert "t0ken" not in answer.text
    assert written() == 0


def test_requests_share_nothing(probe):
    """Each has a session of its own, on one thread too."""
    probe.post("/probe/404")
    assert probe.post("/probe/200").status_code == 200
    assert written() == 1


PAGES = ["/", "/sign-in", "/nothing-here", "/static/nothing-here.css"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_protected(client, address):
    headers = client("visitor").get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


def test_only_over_https_is_https_demanded(client):
    browser = client("visitor")
    assert "Strict-Transport-Security" not in browser.get("/sign-in").headers
    assert "Strict-Transport-Security" in browser.get("/sign-in", base_url="https://localhost").headers


def test_a_fingerprinted_file_may_be_kept_for_good(app, client):
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("plenary.css")
    headers = client("visitor").get(address).headers
    assert "immutable" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_pages_are_compressed(client):
    assert client("visitor").get("/sign-in", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_the_cookie_is_for_this_site_and_no_script(client):
    with_cookie = client("visitor").post("/sign-in", data={"email": "ana@example.org", "password": "learn-together"})
    cookie = with_cookie.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_page_that_does_not_exist_says_what_may_have_happened(client):
    answer = client("visitor").get("/nothing-here")
    assert answer.status_code == 404
    assert "not for you to see" in answer.text


def test_a_method_that_an_address_does_not_take_is_refused(client):
    answer = client("visitor").get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_more_than_can_be_sent_at_once_is_refused_with_a_reason(client):
    answer = client("visitor").post("/sign-in", data={"email": "x" * (3 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "2 megabytes" in answer.text


def test_a_post_without_its_token_is_refused_and_keeps_what_was_typed(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = client("visitor").post("/sign-in", data={"email": "ana@example.org", "password": "learn-together"})
    assert answer.status_code == 400
    assert "ana@example.org" in answer.text
    assert "learn-together" not in answer.text


@pytest.mark.parametrize(
    "path", ["/%00", "/c/%00", "/people/%ff", "/c/psc/threads/99999999999999999999999", "/%0d%0aSet-Cookie:x"]
)
def test_an_odd_address_is_an_absent_page(client, path):
    assert client("ana").get(path).status_code == 404


def test_an_odd_query_breaks_nothing(client):
    browser = client("ana")
    for value in ("%00", "-1", "9" * 400, "%ff%fe", "1.5", "inf", "9.9.9"):
        for name in ("before", "after", "page", "q", "next"):
            for address in ("/c/psc/threads", "/c/psc/members", "/search", "/sign-in"):
                assert browser.get(f"{address}?{name}={value}").status_code < 500, f"{address}?{name}={value}"
