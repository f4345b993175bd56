"""No canary sings where it should not: on no page, in no list, search, count, address or header."""

import json
import re
from collections.abc import Iterable

import pytest
from sqlalchemy import select, text

from community import worker
from community.database import session
from community.groups.queries.visibility import viewer_of
from community.search.engine import Request
from community.search.grammar import parse
from community.search.indexing import engine
from community.search.models import SearchEntry
from community.search.queries import search
from community.search.scopes import scopes_of
from tests import canaries, world
from tests.canaries import FORBIDDEN, LAYERS, NOOR, word
from tests.conftest import IS_POSTGRESQL
from tests.surfaces import Surface, heard, pages, refusals, searches, surfaces

INDEXED = ("case.title", "post_revision.source", "lesson_revision.do")
# Who may hear nothing of a layer and of all that are narrower: of each kind of people, who comes nearest.
OUTSIDE = {"inner": ("visitor", "finn"), "part": ("mia",), "hush": ("cleo",)}


def test_every_text_column_is_planted_or_public(places):
    """A new column fails here until a canary stands in it, or canaries.NOT_PRIVATE says why there is nothing to hide."""
    silent = [
        f"{table}.{column}"
        for table, columns in canaries.text_columns().items()
        for column in columns
        if not _stands_in(table, column)
    ]
    assert sorted(silent) == sorted(canaries.NOT_PRIVATE)


def _stands_in(table: str, column: str) -> bool:
    held = session().execute(text(f'SELECT "{column}" FROM "{table}"')).scalars()
    return any("canary" in json.dumps(value, ensure_ascii=False).lower() for value in held)


def test_insiders_hear_them(app, client, places):
    """What nobody could hear would prove nothing."""
    hush = {"hush": places["hush"]}
    songs = {
        name: {
            song.lower() for found in heard(surfaces(app, client(name), hush), r"canary\w+").values() for song in found
        }
        for name in ("dirk", "cleo")
    }
    for layer in LAYERS:
        near = pages(app, client(NOOR), {layer: places[layer]})
        assert any(re.search(f"canary{layer}", surface.text, re.IGNORECASE) for surface in near)
    columns = ("case.title", "case_revision.change", "case_revision.partners", "passage.why", "evidence.note")
    columns += ("thread.title", "post_revision.text", "draft.question", "group.question", "lesson_revision.explanation")
    assert {word("hush", column) for column in columns} <= songs["dirk"]
    assert {word("desk", "invitation.note"), word("hush", "group.name")} <= songs["cleo"]
    assert not {song for song in songs["dirk"] | songs["cleo"] if song.startswith("canaryown")}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_nobody_else_hears_them(app, client, places, name):
    browser, forbidden = client(name), FORBIDDEN[name]
    assert not heard(surfaces(app, browser, places), forbidden)
    assert not heard(refusals(app, browser, places["hush"]), forbidden)


@pytest.mark.postgresql
@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_search_for_one_is_answered_like_a_search_for_nothing(client, places, name):
    browser = client(name)
    layers = [layer for layer in LAYERS if re.match(FORBIDDEN[name], word(layer, "case.title"))]
    words = [word(layers[-1], column) for column in INDEXED] + [f"canary{layer}" for layer in layers]
    nothing = [other.replace("canary", "kanari") for other in words]
    assert _answers(browser, words) == _answers(browser, nothing)
    assert not any(search(other, viewer=viewer_of(world.id_of(name))).total for other in words)


@pytest.mark.postgresql
@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_index_answers_nobody_with_them(places, name):
    viewer = viewer_of(world.id_of(name))
    answer = engine().search(Request(parse("canary*"), scopes_of(viewer), limit=500))
    found = session().scalars(select(SearchEntry).where(SearchEntry.key.in_(answer.keys))).all()
    stored = [f"{row.title} {row.body} {row.author} {row.organisation} {row.locator}" for row in found]
    assert not [line for line in stored if re.search(FORBIDDEN[name].replace("|folk", ""), line, re.IGNORECASE)]
    assert answer.total == len(found)


@pytest.mark.postgresql
def test_what_is_planted_out_of_sight_moves_nothing_in_it(app, client):
    """Counts, totals, orders, suggestions, the next page: all is as it was, also while the worker has yet to index."""
    places, filled, before = canaries.prepare(app), 0, []
    for layer, names in OUTSIDE.items():
        filled = _fill(app, places, filled, LAYERS.index(layer), before)
        for name in names:
            browser, seen = client(name), dict(places)
            before.append((name, browser, seen, _all(_reached(app, browser, seen))))
    _fill(app, places, filled, len(LAYERS), before)
    for name, browser, seen, was in before:
        assert not _differing(_all(_reached(app, browser, seen)), was), name


def _fill(app, places, filled: int, until: int, before) -> int:
    """Plant the next layers, and see that nothing moves in what is found outside before they are indexed."""
    canaries.fill(places, *LAYERS[filled:until])
    for name, browser, _seen, was in before:
        assert not _differing(_all(searches(browser)), was), f"{name}, before {LAYERS[filled:until]} are indexed"
    worker.drain(app, app.extensions[worker.JOBS])
    return until


def _differing(now: dict, was: dict) -> list[str]:
    return [where for where in now if now[where] != was[where]]


def _answers(browser, words: list[str]) -> list[tuple[int, str]]:
    return [(surface.status, surface.text) for surface in searches(browser, words)]


def _reached(app, browser, seen) -> Iterable[Surface]:
    """Yield what reaches somebody: only where another engine searches, the searches."""
    return searches(browser) if IS_POSTGRESQL else surfaces(app, browser, seen)


def _all(found: Iterable[Surface]) -> dict[str, tuple[int, str]]:
    """Return what reached somebody, by where; the administrator's own pages tell of every letter and change of power."""
    return {
        surface.name: (surface.status, surface.text)
        for surface in found
        if not surface.name.startswith("/administration/")
    }
