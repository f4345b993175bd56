"""How long it takes to look at two thousand addresses, to send them invitations, and to write their letters."""

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from community import config, create_app, worker
from community.accounts import actions as accounts
from community.database import db, unit_of_work
from community.groups.actions.forming import found_community
from community.groups.actions.members import appoint
from community.groups.letters import write_invitations
from tests.benchmarks import store

FOLDER = store.FOLDER / "invite"
PEOPLE = 2000
MEMBERS = 300


@dataclass
class Inviting:
    """Seconds, round by round."""

    preview: list[float] = field(default_factory=list)
    sending: list[float] = field(default_factory=list)
    progress: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)


def measure(*, rounds: int) -> Inviting:
    """Invite as many people as can be at once, new ones in each round; the first warms up."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    app = create_app(config.from_environment(store.environment(FOLDER, has_worker=False)) | {"WTF_CSRF_ENABLED": False})
    found = Inviting()
    with app.app_context():
        upgrade()
        token = _people()
        db.session.remove()
    for n in range(rounds + 1):
        taken = _round(app, token, n)
        if n:
            for name, seconds in taken.items():
                getattr(found, name).append(seconds)
    shutil.rmtree(FOLDER, ignore_errors=True)
    return found


def _people() -> str:
    with unit_of_work():
        place = found_community(name="Many", slug="many")
        for n in range(MEMBERS):
            person = accounts.register(name=f"Member {n}", email=f"member{n}@example.org", password="learn-together")
            appoint(person, place, role="member" if n else "coordinator")
            if not n:
                token = accounts.open_sign_in(person, browser="benchmark")
    return token


def _round(app: Flask, token: str, n: int) -> dict[str, float]:
    text = "\n".join(f"Newcomer {i} of {n} <newcomer{i}.of{n}@example.org>" for i in range(PEOPLE))
    typed = {"text": text, "role": "member", "message": "Come and doubt with us."}
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    preview, page = _seconds(lambda: _post(browser, "/c/many/invitations/new", typed, 200))
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    sending, _page = _seconds(
        lambda: _post(browser, "/c/many/invitations/sending", typed | {"seen": seen.group(1)}, 302)
    )
    progress, _page = _seconds(lambda: browser.get("/c/many/invitations"))
    writing, _none = _seconds(lambda: worker.drain(app, [write_invitations], seconds=120))
    return {"preview": preview, "sending": sending, "progress": progress, "writing": writing}


def _post(browser: FlaskClient, address: str, typed: dict[str, str], status: int) -> str:
    answer = browser.post(address, data=typed)
    assert answer.status_code == status, answer.status_code
    return answer.text


def _seconds(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.monotonic()
    done = act()
    return time.monotonic() - begun, done
