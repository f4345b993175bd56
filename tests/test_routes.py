"""Every page answers everybody, no link leads nowhere, and no form is taken from elsewhere."""

import html
import re
from urllib.parse import urldefrag

import pytest
from werkzeug.routing import IntegerConverter, Rule

from tests import routes
from tests.client import words_of

PEOPLE = ("visitor", "bo", "ana", "cleo")
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
MOST_PAGES = 800
WITHOUT_TOKEN = "/unsubscribe/x"  # a mail program sends it (RFC 8058)


def test_every_page_stands_in_the_table(app, practice):
    assert set(practice) == routes.pages(app)


@pytest.mark.postgresql
@pytest.mark.parametrize("name", [*PEOPLE, "dirk", "ada"])
def test_every_page_answers(app, client, practice, name):
    browser = client(name)
    statuses = {address: browser.get(address).status_code for address in routes.addresses(app, practice)}
    assert not {address: status for address, status in statuses.items() if status not in (200, 302, 403, 404)}


def test_every_page_can_be_opened_by_somebody(app, client, practice):
    browsers = [client(name) for name in ("dirk", "cleo", "ana", "bo", "visitor", "ada")]
    closed = [
        address
        for address in routes.addresses(app, practice)
        if not any(browser.get(address).status_code == 200 for browser in browsers)
    ]
    assert not closed


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_confidential_shows_on_no_page(app, client, practice, name):
    """The word stands in each of its titles and texts, and in no address but that of a search for it."""
    browser = client(name)
    opened = {address: words_of(browser.get(address)) for address in routes.addresses(app, practice)}
    assert not [address for address, text in opened.items() if routes.CANARY in text and routes.CANARY not in address]


@pytest.mark.parametrize("name", ["visitor", "bo", "ana", "cleo", "dirk", "rea", "ada"])
def test_every_link_leads_to_a_page(client, practice, name):
    browser, ahead, seen, broken = client(name), ["/"], {}, []
    while ahead and len(seen) < MOST_PAGES:
        address = ahead.pop(0)
        if address in seen:
            continue
        answer = browser.get(address, follow_redirects=True)
        seen[address] = answer.status_code
        if answer.status_code != 200:
            broken.append((answer.status_code, address))
        found = (urldefrag(html.unescape(link)).url for link in LINK.findall(words_of(answer)))
        ahead += [link for link in found if link.startswith("/") and not link.startswith("/static/")]
    assert not broken
    assert len(seen) < MOST_PAGES, "the links go on for ever"


def test_every_form_needs_its_token(app, client, monkeypatch):
    browser = client("cleo")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sent = {address: browser.post(address).status_code for address in map(_any_address, _taking_forms(app))}
    assert len(sent) > 15
    assert sent.pop(WITHOUT_TOKEN) == 404, "the signed link is what it needs"
    assert not {address: status for address, status in sent.items() if status != 400}


def _taking_forms(app) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}]


def _any_address(rule: Rule) -> str:
    values = {name: 1 if isinstance(kind, IntegerConverter) else "x" for name, kind in rule._converters.items()}
    _, path = rule.build(values)
    return path
