"""Bugs that recur elsewhere, of doors that stand open: each test is named after its class in recurring_bugs.py."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from community import clock
from community.accounts import passwords
from community.accounts.models import SignIn
from community.addresses import safe_next
from community.database import session, unit_of_work
from community.demo_guard import is_loopback
from community.errors import Absent, Invalid, NotAllowed
from community.groups.actions import invitations, members
from community.groups.admissions import Invitation
from community.groups.queries.invitations import find_open, token_of
from community.groups.queries.visibility import viewer_of
from community.signing import sign
from tests import permissions, world
from tests.permission_forms import FORMS, NEWCOMER
from tests.stage import rows, who
from tests.surfaces import addresses

EVIL = "evil.example"


def _invite(role: str = "member", by: str = "cleo") -> str:
    with unit_of_work():
        return token_of(invitations.invite(world.group("psc"), role=role, by=viewer_of(world.id_of(by))))


def test_email_tokens_give_too_much(app, client):
    """A link lets one person into one community, once; it signs nobody in, and is good for nothing else."""
    token = _invite()
    nonce, _, signature = token.rpartition(".")
    assert len(nonce) >= 32, "at least 128 random bits"
    for other in (
        nonce,
        f"{nonce}.",
        f"{nonce}.{signature[:-1]}",
        sign("sign-in", nonce),
        sign("invitation", "x"),
        signature,
    ):
        assert client("visitor").get(f"/join/{other}").status_code == 404
    browser = client("visitor")
    assert browser.get(f"/join/{token}").status_code == 200
    with browser.session_transaction() as cookie:
        assert "_user_id" not in cookie
        cookie["_user_id"] = token
    assert browser.get("/account").status_code == 302
    assert client("bo").post(f"/join/{token}").status_code == 302
    assert session().query(Invitation).one().accepted_by.handle == "bo"


@pytest.mark.parametrize("leave", ["removed", "demoted"])
def test_invite_join_bypass_by_ones_own_link(app, client, leave):
    """A coordinator who is one no longer comes back by no link that they made before."""
    with unit_of_work():
        members.appoint(world.person("ana"), world.group("psc"), role="coordinator")
    token = _invite("coordinator", by="ana")
    with unit_of_work():
        psc, ana, cleo = world.group("psc"), world.person("ana"), viewer_of(world.id_of("cleo"))
        if leave == "removed":
            members.remove_member(psc, ana, by=cleo)
        else:
            members.add_member(psc, ana, role="reader", by=cleo)
    assert client("ana").post(f"/join/{token}").status_code == 404
    assert not viewer_of(world.id_of("ana")).coordinates(world.group("psc").id)


def test_invite_join_bypass(app, client):
    """A used, closed, expired or altered link, a role that is typed, a group that is typed: all open nothing more."""
    token = _invite("reader")
    more = {"role": "coordinator", "group_id": 1, "is_administrator": "1", "handle": "ada"}
    client("visitor").post(f"/join/{token}", data=NEWCOMER | more)
    assert (
        world.id_of("kim") is None
    )  # a link that anybody may have handed on makes no account before the address is proved
    assert client("bo").post(f"/join/{token}", data=more).status_code == 302
    bo = viewer_of(world.id_of("bo"))
    assert (bo.role_in(world.group("psc").id), bo.is_administrator) == ("reader", False)
    assert client("finn").post(f"/join/{token}").status_code in (404, 410)
    assert not viewer_of(world.id_of("finn")).belongs_to(world.group("psc").id)
    late, closed = _invite(), _invite()
    with unit_of_work():
        invitations.revoke(find_open(closed).invitation, by=viewer_of(world.id_of("cleo")))
    assert client("finn").post(f"/join/{closed}").status_code == 404
    assert not viewer_of(world.id_of("finn")).belongs_to(world.group("psc").id)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Absent):
        find_open(late)


def test_invite_join_bypass_through_a_subgroup(stage):
    """Who runs a subgroup lets no stranger into the community, and a coordinator not themself into what is confidential."""
    with pytest.raises(Invalid):
        members.add_member(world.group("stone"), world.person("bo"), by=who("eva"))
    with pytest.raises(NotAllowed):
        members.add_member(world.group("broken"), world.person("cleo"), by=who("cleo"))


@pytest.mark.parametrize("name", ["cleo", "dirk", "visitor"])
def test_get_with_side_effects_csrf(stage, name):
    """Whatever a browser or a mail scanner fetches ahead, invitations too, nothing is changed or used up by it."""
    browser, before = stage.browser(name), rows()
    session().rollback()
    for address in addresses(stage.app, {p: v | {"above": v["lesson"]} for p, v in stage.places.items()}):
        assert browser.get(address).status_code < 500
    for endpoint, method in permissions.TABLE:
        if (
            method == "POST"
            and (endpoint, "GET") not in permissions.TABLE
            and endpoint not in ("lessons.cite", "files.uploads")
        ):
            address = _address(stage.app, endpoint, stage.places["confidential"])
            assert browser.get(address).status_code in (302, 404, 405), address  # or what another address makes of it
    assert rows() == before


def test_role_confusion_of_moderators(stage):
    """Bo runs the neighbouring community, Eva a subgroup: through whatever community they ask, they run nothing else."""
    before = rows()
    session().rollback()
    for endpoint, method in permissions.read(permissions.THINGS):
        for place in stage.places.values():
            asked = [("bo", _address(stage.app, endpoint, place | {"community": "fed"}))]
            asked += [("eva", _address(stage.app, endpoint, place))] if place["place"] == "confidential" else []
            for name, address in asked:
                data = FORMS[endpoint](place) if method == "POST" else None
                answer = stage.browser(name).open(address, method=method, data=data)
                assert answer.status_code in (403, 404, 422), f"{name} {method} {address}"
    assert rows() == before


def test_role_confusion_of_moderators_in_what_is_moved(stage):
    """To move something takes a right at both ends: Ana moves her own case into no group that she doesn't write in."""
    case = stage.places["public"]
    for group in ("broken", "clay", "fed"):
        sent = {"group": world.group(group).id, "audience": "community"}
        assert stage.browser("ana").post(_address(stage.app, "cases.audience", case), data=sent).status_code == 422


def test_enumeration_and_timing(app, client, monkeypatch):
    """An address with an account, one without, and a deactivated one cost the same work and read the same."""
    done = []
    hasher = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", _Counting(hasher, done))
    with unit_of_work():
        world.person("rea").deactivated_at = clock.now()
    told = []
    for name in ("ana", "rea", "zed"):
        answer = client("visitor").post("/sign-in", data={"email": f"{name}@example.org", "password": "not this one"})
        told.append((answer.status_code, answer.text.replace(name, ""), len(done)))
        done.clear()
    assert told[0] == told[1] == told[2]
    assert told[0][2] == 1


class _Counting:
    """A hasher that counts how often it verifies."""

    def __init__(self, hasher, done: list) -> None:
        self._hasher, self._done = hasher, done

    def verify(self, *args) -> bool:
        """Verify and count."""
        self._done.append(args)
        return self._hasher.verify(*args)


def test_rate_limit_bypass(client):
    """Neither a forged address, nor another spelling, nor a new session starts the count anew."""
    for n in range(8):
        spelling = ("ana@example.org", " ANA@example.org", "Ana@Example.ORG ")[n % 3]
        forged = {"X-Forwarded-For": f"10.0.0.{n}", "X-Real-IP": f"10.0.1.{n}", "Forwarded": f"for=10.0.2.{n}"}
        tried = client("visitor").post("/sign-in", data={"email": spelling, "password": "guess"}, headers=forged)
        assert tried.status_code == 422
    last = {"email": "ana@example.org", "password": world.PASSWORD}
    stopped = client("visitor").post("/sign-in", data=last, headers={"X-Forwarded-For": "10.9.9.9"})
    assert stopped.status_code == 422
    assert "too often" in stopped.text


def test_open_redirect_host_header(app, client):
    """No address of ours comes from the request: links take the configured one, redirects stay on this site."""
    token, browser = _invite(), client("cleo")
    forged = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Referer": f"https://{EVIL}/", "Origin": f"https://{EVIL}"}
    browser.set_cookie("plenary", browser.get_cookie("plenary").value, domain=EVIL)
    page = browser.get("/c/psc/invitations", headers=forged).text
    assert f"{app.config['BASE_URL']}/join/{token}" in page
    assert EVIL not in page
    right = {"email": "ana@example.org", "password": world.PASSWORD}
    for answer in (
        client("visitor").get("/account", headers=forged),
        client("visitor").post("/sign-in", data=right | {"next": f"//{EVIL}"}, headers=forged),
        client("ana").post("/sign-out", data={"next": f"https://{EVIL}"}, headers=forged),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/") and EVIL not in answer.headers["Location"]


def test_cache_poisoning(stage):
    """A page is kept by no cache, a file asked for anew, by cookie, refusals too; what is cached for all carries no cookie."""
    for name in ("visitor", "ana"):
        browser = stage.browser(name)
        for address in addresses(
            stage.app, {"public": stage.places["public"] | {"above": stage.places["public"]["lesson"]}}
        ):
            answer = browser.get(address, headers={"X-Forwarded-Host": EVIL, "X-Forwarded-Scheme": "nothttps"})
            asked_anew = "private, no-cache" if "/files/" in address and answer.mimetype != "text/html" else "no-store"
            assert answer.headers["Cache-Control"] == asked_anew, address
            assert "Cookie" in ",".join(answer.headers.getlist("Vary")), address
            assert EVIL not in answer.get_data().decode(errors="replace") + str(answer.headers), address
        kept = browser.get("/static/plenary.css?v=1")
        assert "public" in kept.headers["Cache-Control"]
        assert "Set-Cookie" not in kept.headers


def test_session_not_ended(app, client):
    """Signing out, deactivation and removal hold for a browser that is open, at its next request."""
    ana, dirk = client("ana"), client("dirk")
    with unit_of_work():
        members.remove_member(world.group("broken"), world.person("dirk"), by=viewer_of(world.id_of("dirk")))
        world.person("ana").deactivated_at = clock.now()
    assert ana.get("/account").status_code == 302
    assert dirk.get("/c/psc/subgroups/broken").status_code == 404
    with dirk.session_transaction() as cookie:
        token = cookie["_user_id"]
    dirk.post("/sign-out")
    with dirk.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert dirk.get("/account").status_code == 302
    late = client("cleo")
    with unit_of_work():
        session().execute(update(SignIn).values(ends_at=SignIn.started_at))
    assert late.get("/account").status_code == 302


@pytest.mark.parametrize(
    "host", ["127.0.0.1.evil.example", "localhost.evil.example", "evil-localhost", "127.0.0.1@evil.example"]
)
def test_allow_list_suffix_match(host):
    """A name that only begins or ends like one of ours is not ours."""
    assert not is_loopback(host)
    for address in (
        f"//{host}",
        f"https://{host}",
        f"/\\{host}",
        f"{host}/",
        f"/\t/{host}",
        f" //{host}",
        f"http:{host}",
    ):
        assert safe_next(address) is None


def _address(app: Flask, endpoint: str, place: dict) -> str:
    rule = next(app.url_map.iter_rules(endpoint))
    with app.test_request_context():
        return app.url_for(endpoint, **permissions.values(endpoint, rule.arguments, place, is_area=False))
