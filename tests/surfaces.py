"""All that can reach a person: every address with every example, every search, every refusal, and what is sent to them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from email import message_from_string, policy
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from community.accounts.models import Person, SignIn
from community.database import session
from community.groups.queries.visibility import viewer_of
from community.mail.models import Letter, Message
from community.notifications.queries.lists import notifications_of
from community.signing import hash_token
from tests import permissions
from tests.client import words_of
from tests.permission_forms import FORMS
from tests.planting import Values

# What an address may be asked beside its own values.
QUESTIONS = {
    "cases.archive": ("status=sketched", "group={group}"),
    "cases.case_list": (
        "status=sketched&language=en",
        "group={group}",
        "sort=title",
        "sort=discussed",
        "after={long_ago}",
        "role=none",
    ),
    "cases.case_map": ("status=sketched",),
    "cases.matrix": ("turned=1&whole=1", "case={case}&section=summary", "group={group}"),
    "cases.matrix_file": ("turned=1", "case={case}"),
    "cases.compare": ("from=1&to=2", "from=2&to=1"),
    "cases.new_case": ("group={group_id}",),
    "discussions.new_thread": ("group={group_id}",),
    "discussions.reply": ("to={post_id}&quote=1",),
    "discussions.thread": ("after=1",),
    "home.gaps": ("gap=cases", "gap=threads", "gap=one-source"),
    "lessons.learned": ("status=adopted", "kind=issue", "status=withdrawn"),
    "lessons.learned_list": ("status=adopted",),
    "lessons.lesson_list": ("kind=lesson", "kind=issue", "status=past", "status=adopted"),
    "lessons.new_lesson": ("passage={passage_id}", "passage={post_passage_id}", "group={group_id}"),
    "lessons.tray": ("unused=1",),
}
# Values that name the same kind of thing, or the thing by an earlier name.
ALIKE = {"case": ("former",), "lesson": ("draft", "above"), "thread_id": ("case_thread_id",)}
SEARCHES = ("{q}", '"{q}"', "{q} kind:case", "{q} in:psc", "-{q} dialogue", "{start}*")
_UNLIKE = re.compile(r'name="csrf_token"[^>]*>')  # differs from page to page
_MINE = ("accounts.sign_out", "accounts.profile", "accounts.sign_in", "groups.join")  # forms about oneself


class Surface(NamedTuple):
    """One thing that reached somebody: where, and its words with all headers, without what only echoes the question."""

    name: str
    status: int
    text: str


def surfaces(app: Flask, browser: FlaskClient, places: dict[str, Values]) -> Iterator[Surface]:
    """Yield what reaches the person who is signed in: add here whatever is built to reach people."""
    yield from pages(app, browser, places)
    yield from searches(browser)
    yield from sent(browser)


def sent(browser: FlaskClient, *, after: int = 0) -> Iterator[Surface]:
    """Yield what the person was sent, written after a letter: letters with all headers, as a mail program decodes them.

    What they are told in the product comes from the same happenings, and is yielded as they may see it now.
    """
    person = _signed_in(browser)
    if person is None:
        return
    letters = select(Letter, Message.text).join(Message).where(Letter.to_address == person.email, Letter.id > after)
    for number, (letter, message) in enumerate(session().execute(letters.order_by(Letter.id)).all()):
        yield Surface(f"letter {number}", 200, f"{letter.subject}\n\n{letter.to_name}\n\n{_decoded(message)}")
    told, _ = notifications_of(viewer_of(person.id), limit=500)
    for number, line in enumerate(told):
        yield Surface(f"notification {number}", 200, f"{line.name}\n\n{line.thing!r}")
    session().rollback()


def _signed_in(browser: FlaskClient) -> Person | None:
    with browser.session_transaction() as cookie:
        token = cookie.get("_user_id")
    whose = select(Person).join(SignIn, SignIn.person_id == Person.id)
    return session().scalar(whose.where(SignIn.token_hash == hash_token(token))) if token else None


def _decoded(message: str) -> str:
    letter = message_from_string(message, policy=policy.default)
    headers = [f"{name}: {value}" for name, value in letter.items()]
    parts = [str(part.get_content()) for part in letter.walk() if not part.is_multipart()]
    return "\n\n".join(["\n".join(headers), *parts])


def pages(app: Flask, browser: FlaskClient, places: dict[str, Values]) -> Iterator[Surface]:
    """Yield the page of every address, for everything that was planted."""
    for address in addresses(app, places):
        asked = [value for _name, value in parse_qsl(urlsplit(address).query) if "canary" in value]
        yield _surface(browser.get(address), address, address.removesuffix("/refusal"), *asked)


def refusals(app: Flask, browser: FlaskClient, place: Values) -> Iterator[Surface]:
    """Yield what is answered to a form sent to each address of a place, where the person may do nothing."""
    for (endpoint, method), columns in permissions.TABLE.items():
        if method == "POST" and endpoint not in _MINE and len(columns) == 4:
            address, *_ = _addresses(app, endpoint, [place])
            yield _surface(browser.post(address, data=FORMS[endpoint](permissions.FIRST | place)), address)


def searches(browser: FlaskClient, words: Sequence[str] = ("canary", "canaryhush", "canaryopen")) -> Iterator[Surface]:
    """Yield what is found for words, asked in every way that the grammar knows."""
    for q in dict.fromkeys(how.format(q=q, start=q) for q in words for how in SEARCHES):
        for more in ({}, {"kind": "post"}, {"in": "psc"}, {"view": "grouped"}) if q in words else ({},):
            address = "/search?" + urlencode({"q": q} | more)
            yield _surface(browser.get(address), address, q)
    for q in words:
        suggested = "/search/suggestions?" + urlencode({"q": q})
        yield _surface(browser.get(suggested), suggested, q)
        yield _surface(browser.post("/search/similar", data={"text": q}), f"/search/similar, {q}", q)


def addresses(app: Flask, places: dict[str, Values]) -> list[str]:
    """Return every address that can be opened, for everything that was planted, and a few where nothing is."""
    asked_elsewhere = ("search.results", "static")
    endpoints = [
        endpoint for endpoint, method in permissions.TABLE if method == "GET" and endpoint not in asked_elsewhere
    ]
    found = [address for endpoint in endpoints for address in _addresses(app, endpoint, _variants(places))]
    return [*dict.fromkeys(found), "/nowhere", "/c/nowhere", "/c/fed", "/c/fed/cases"]


def heard(found: Iterable[Surface], forbidden: str) -> dict[str, set[str]]:
    """Return the canaries that can be heard where they should not, by where."""
    pattern = re.compile(forbidden, re.IGNORECASE)
    return {surface.name: set(songs) for surface in found if (songs := pattern.findall(surface.text))}


def _variants(places: dict[str, Values]) -> list[Values]:
    plain = [place | {"number": number} for place in places.values() for number in (1, 2)]
    return plain + [
        place | {name: place[other]} for place in places.values() for name, others in ALIKE.items() for other in others
    ]


def _addresses(app: Flask, endpoint: str, variants: list[Values]) -> list[str]:
    rule = next(app.url_map.iter_rules(endpoint))
    found = []
    with app.test_request_context():
        for place in variants:
            values = permissions.values(endpoint, rule.arguments, place, is_area=False)
            plain = app.url_for(endpoint, **values)
            asked = [question.format(**place, long_ago="2000-01-01") for question in QUESTIONS.get(endpoint, ())]
            found += [plain, *(f"{plain}?{question}" for question in asked)]
    return list(dict.fromkeys(found))


def _surface(answer, *echoes: str) -> Surface:
    text = _UNLIKE.sub("", words_of(answer))
    headers = "\n".join(
        f"{name}: {value}" for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length", "Date")
    )
    text = f"{headers}\n\n{text}".replace("&#34;", '"').replace("&amp;", "&")
    for echo in echoes:
        for written in (echo, quote(echo), quote(echo, safe="/?"), quote(echo, safe=""), quote_plus(echo)):
            text = text.replace(written, "…")
    return Surface(echoes[0], answer.status_code, text)
