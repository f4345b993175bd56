"""Demo mode serves this machine only, and only demo mode starts without a secret of its own."""

import pytest

from community import config, create_app
from community.config import Misconfigured
from community.demo_guard import is_loopback, refuse_to_bind


@pytest.fixture
def demo(database, app, tmp_path):
    """The application in demo mode, on the database of the test."""
    environ = {"PLENARY_DEMO": "1", "SQLALCHEMY_DATABASE_URI": database.uri, "PLENARY_VAR": str(tmp_path)}
    return create_app(config.from_environment(environ | {"PLENARY_WORKER": "none"}) | {"WTF_CSRF_ENABLED": False})


def asks(demo, *, host="127.0.0.1:8000", sender="127.0.0.1", headers=None) -> int:
    environ = {"REMOTE_ADDR": sender} | ({"SERVER_NAME": "::1"} if host.startswith("[") else {})
    answer = demo.test_client().get(
        "/sign-in", base_url=f"http://{host}", headers=headers or {}, environ_overrides=environ
    )
    return answer.status_code


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "127.0.0.1", "localhost"])
def test_this_machine_is_served(demo, host):
    assert asks(demo, host=host) == 200


@pytest.mark.parametrize(
    "host", ["plenary.example.org", "10.0.0.5:8000", "127.0.0.1.example.org", "localhost.example.org:80"]
)
def test_other_names_for_it_are_refused(demo, host):
    """A name that points here is how a page elsewhere would reach in."""
    assert asks(demo, host=host) == 403


@pytest.mark.parametrize("sender", ["10.0.0.7", "2001:db8::1", ""])
def test_other_machines_are_refused(demo, sender):
    assert asks(demo, sender=sender) == 403


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"]
)
def test_what_came_through_a_proxy_is_refused(demo, header):
    assert asks(demo, headers={header: "127.0.0.1"}) == 403


def test_a_refusal_says_why(demo):
    page = demo.test_client().get("/sign-in", base_url="http://plenary.example.org")
    assert "loopback" in page.text


def test_a_trusted_proxy_changes_nothing(database, app, tmp_path):
    environ = {"PLENARY_DEMO": "1", "PLENARY_PROXIES": "1", "PLENARY_WORKER": "none"}
    environ |= {"SQLALCHEMY_DATABASE_URI": database.uri, "PLENARY_VAR": str(tmp_path)}
    proxied = create_app(config.from_environment(environ))
    assert asks(proxied, sender="10.0.0.7", headers={"X-Forwarded-For": "127.0.0.1"}) == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_demo_mode_listens_on_loopback(host):
    assert is_loopback(host)
    refuse_to_bind(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.4", "example.org"])
def test_demo_mode_listens_nowhere_else(host):
    with pytest.raises(Misconfigured, match="loopback"):
        refuse_to_bind(host)


def test_outside_demo_mode_nobody_is_offered_a_sign_in(app):
    assert "/demo" not in "".join(rule.rule for rule in app.url_map.iter_rules())
    assert "Try the demonstration" not in app.test_client().get("/sign-in").text


@pytest.mark.parametrize("secret", [None, "", "change-me", "short"])
def test_outside_demo_mode_a_secret_is_required(tmp_path, secret):
    environ = {"PLENARY_VAR": str(tmp_path)} | ({} if secret is None else {"PLENARY_SECRET_KEY": secret})
    with pytest.raises(Misconfigured, match="PLENARY_SECRET_KEY"):
        config.from_environment(environ)


def test_a_given_secret_is_used(tmp_path):
    read = config.from_environment({"PLENARY_VAR": str(tmp_path), "PLENARY_SECRET_KEY": "s" * 32})
    assert read["SECRET_KEY"] == "s" * 32


def test_the_demo_makes_itself_a_secret_and_keeps_it(tmp_path):
    environ = {"PLENARY_VAR": str(tmp_path), "PLENARY_DEMO": "1"}
    first, second = config.from_environment(environ), config.from_environment(environ)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 32


@pytest.mark.parametrize(
    "address, is_secure", [("https://plenary.example.org", True), ("http://127.0.0.1:8000", False)]
)
def test_cookies_are_secure_where_the_address_is(tmp_path, address, is_secure):
    environ = {"PLENARY_VAR": str(tmp_path), "PLENARY_SECRET_KEY": "s" * 32, "BASE_URL": address}
    assert config.from_environment(environ)["SESSION_COOKIE_SECURE"] is is_secure
