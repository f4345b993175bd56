"""Ending letters of one kind from where they are read: one click, no sign-in, nothing by looking (RFC 8058)."""

import pytest

from community.database import session
from community.notifications.models import Choice
from community.notifications.queries.choices import levels_of
from community.notifications.subscriptions import token_of
from community.signing import sign
from tests import world

pytestmark = pytest.mark.postgresql


@pytest.fixture
def link(app):
    """The address in the letters to Ana about answers."""
    return f"/unsubscribe/{token_of(world.id_of('ana'), 'reply')}"


def level(reason: str = "reply", name: str = "ana") -> str:
    session().rollback()
    return levels_of(world.id_of(name))[reason]


def test_looking_at_the_link_changes_nothing(client, link):
    page = client("visitor").get(link)
    assert page.status_code == 200
    assert "Get no more of these letters?" in page.text
    assert "Somebody answers a post of yours" in page.text
    assert "example.org" not in page.text, "who finds the letter learns no address by it"
    assert client("visitor").head(link).status_code == 200
    assert level() == "mail"


def test_a_mail_program_ends_them_with_one_click(app, link, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = app.test_client().post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, "and no redirect, which mail programs don't follow"
    assert "You get no more of these letters" in answer.text
    assert level() == "product"
    assert level("mention") == "mail"
    assert level(name="dirk") == "mail"


def test_twice_is_as_good_as_once(client, link):
    for _ in range(2):
        assert client("visitor").post(link).status_code == 200
    assert level() == "product"


def test_they_can_be_turned_on_again_from_the_same_page(app, client, link):
    client("visitor").post(link)
    answer = client("visitor").post(f"{link}/withdrawal", follow_redirects=True)
    assert "Get no more of these letters?" in answer.text
    assert level() == "mail"


def test_turning_them_on_again_needs_the_token_of_its_form(app, link, monkeypatch):
    app.test_client().post(link)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert app.test_client().post(f"{link}/withdrawal").status_code == 400
    assert level() == "product"


def test_what_was_turned_off_altogether_stays_off(app, client, link):
    session().add(Choice(person_id=world.id_of("ana"), reason="reply", level="nothing"))
    client("visitor").post(link)
    client("visitor").post(f"{link}/withdrawal")
    assert level() == "nothing"


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "1:reply",
        "1:reply.abc",
        lambda: token_of(world.id_of("ana"), "reply")[:-1] + "x",
        lambda: sign("invitation", "1:reply"),
        lambda: token_of(10**6, "reply"),
        lambda: token_of(world.id_of("ana"), "nonsense"),
    ],
)
def test_only_a_signed_link_does_anything(app, client, token):
    address = f"/unsubscribe/{token() if callable(token) else token}"
    assert client("visitor").post(address).status_code == 404
    assert client("visitor").post(f"{address}/withdrawal").status_code == 404
    assert levels_of(world.id_of("ana"))["reply"] == "mail"
