"""How long it takes to save a revision of a case with few and with many, to compare two, and to merge two edits."""

import random
import shutil
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import insert, select, update

from community import config, create_app
from community.accounts import actions as accounts
from community.cases.actions import writing
from community.cases.difference import compare_texts
from community.cases.merge import merge_texts
from community.cases.models import Case, CaseRevision
from community.database import db, session, unit_of_work
from community.groups.actions.forming import found_community
from community.groups.actions.members import appoint
from community.groups.queries.visibility import viewer_of
from tests.benchmarks import store

FOLDER = store.FOLDER / "revise"
MANY = 1_000
SAVES = 60  # of each, in a round
WORDS = 5_000
_COPIED = ("title", "question", "text", "sections", "html", "partners", "choices", "author_id", "saved_at")


@dataclass
class Revising:
    """Seconds, round by round; of saves the 95th percentile of a round. Memory in bytes, at its peak."""

    save_few: list[float] = field(default_factory=list)
    save_many: list[float] = field(default_factory=list)
    difference: list[float] = field(default_factory=list)
    merge: list[float] = field(default_factory=list)
    memory: dict[str, int] = field(default_factory=dict)


def measure(*, rounds: int) -> Revising:
    """Save by two people in turn, so that each save is a revision; the first round warms up."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    app = create_app(config.from_environment(store.environment(FOLDER, has_worker=False)) | {"WTF_CSRF_ENABLED": False})
    found, texts = Revising(), _texts()
    with app.app_context():
        upgrade()
        tokens = _cases()
        db.session.remove()
    browsers = [_browser(app.test_client(), token) for token in tokens]
    for n in range(rounds + 1):
        few, many = _saves(browsers, "few", n), _saves(browsers, "many", n)
        taken = {"save_few": few, "save_many": many, "difference": _seconds(lambda: compare_texts(*texts[:2]))}
        taken["merge"] = _seconds(lambda: merge_texts(*texts))
        if n:
            for name, seconds in taken.items():
                getattr(found, name).append(seconds)
    sent = {"section_done": "Measured.", "based_on": "0"}
    found.memory = {
        "save": _peak(lambda: browsers[0].post("/c/many/cases/many/edit/ask", data=sent)),
        "difference": _peak(lambda: compare_texts(*texts[:2])),
        "merge": _peak(lambda: merge_texts(*texts)),
    }
    shutil.rmtree(FOLDER, ignore_errors=True)
    return found


def _cases() -> list[str]:
    """Make one case with a revision and one with many, of the same words, and two members who write in both."""
    with unit_of_work():
        place = found_community(name="Many", slug="many")
        people = [
            accounts.register(name=name, email=f"{name}@example.org", password="learn-together") for name in ("A", "B")
        ]
        for person in people:
            appoint(person, place)
        session().flush()
        sections = {"question": "Who measures?", "done": _texts()[0], "why": "Because."}
        for slug in ("few", "many"):
            writing.create(place, title=slug.capitalize(), slug=slug, by=viewer_of(people[0].id), sections=sections)
        case = session().scalars(select(Case).where(Case.slug == "many")).one()
        first = {name: getattr(case.revision, name) for name in _COPIED}
        rows = [{**first, "case_id": case.id, "number": n} for n in range(2, MANY + 1)]
        session().execute(insert(CaseRevision), rows)
        session().execute(update(Case).where(Case.id == case.id).values(revision_count=MANY))
        return [accounts.open_sign_in(person, browser="benchmark") for person in people]


def _browser(browser: FlaskClient, token: str) -> FlaskClient:
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    return browser


def _saves(browsers: list[FlaskClient], slug: str, turn: int) -> float:
    number = (MANY if slug == "many" else 1) + turn * SAVES
    taken = []
    for n in range(SAVES):
        sent = {"section_why": f"Because of {turn} and {n}.", "based_on": str(number + n)}
        browser = browsers[(n + 1) % 2]
        begun = time.monotonic()
        answer = browser.post(f"/c/many/cases/{slug}/edit/why", data=sent)
        taken.append(time.monotonic() - begun)
        assert answer.status_code == 302, answer.status_code
    return quantiles(taken, n=20)[-1]


def _texts() -> tuple[str, str, str]:
    """Return a text of five thousand words and two edits of it, in every fourth paragraph one and in every fifth the other."""
    chance = random.Random(11)
    words = [f"word{n}" for n in range(900)]
    paragraphs = [" ".join(chance.choices(words, k=80)) for _ in range(WORDS // 80)]
    mine = [_changed(text, chance) if n % 4 == 0 else text for n, text in enumerate(paragraphs)]
    theirs = [_changed(text, chance) if n % 5 == 2 else text for n, text in enumerate(paragraphs)]
    return "\n\n".join(paragraphs), "\n\n".join(mine), "\n\n".join(theirs)


def _changed(text: str, chance: random.Random) -> str:
    words = text.split()
    for _ in range(8):
        words[chance.randrange(len(words))] = "changed"
    return " ".join(words)


def _seconds(act: Callable[[], Any]) -> float:
    begun = time.process_time()  # nothing is waited for, and other processes don't count
    act()
    return time.process_time() - begun


def _peak(act: Callable[[], Any]) -> int:
    tracemalloc.start()
    act()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
