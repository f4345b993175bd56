"""What a page costs on a slow line: bytes over the wire, compressed, and how many requests."""

import re

import pytest

from community.cases.actions import writing
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.lessons.passages import Passage
from community.plenaries.actions import collecting, opening
from tests import world
from tests.files import making
from tests.plenaries.practice import mark, open_plenary

COLD, WARM, REQUESTS, BOARD = 40_000, 15_000, 5, 60_000
WORDS = ("Harpreet", "the owner", "a buyer", "nobody", "everybody")
COMPRESSED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def pages(app, viewer):
    """A case of 1,500 words with two pictures, and a full page of posts, in words that repeat as little as real ones."""
    words = [
        f"{a}{b}{c}"
        for a in ("stone", "wage", "trust", "dia", "sup", "fac")
        for b in ("lo", "pli", "to", "ri")
        for c in "eaiou"
    ]
    prose = [" ".join(words[(n * 7 + m * 13 * n) % len(words)] for m in range(60)) + "." for n in range(1, 60)]
    with unit_of_work():
        sections = {
            key: "\n\n".join(prose[n * 3 : n * 3 + 3])
            for n, key in enumerate(("question", "summary", "done", "happened", "why", "helped", "ask"))
        }
        case = writing.create(world.group("psc"), title="A long case", sections=sections, by=viewer("ana"))
        shown = [making.add_ready_picture(case, f"Picture {n}", by=viewer("ana")) for n in range(2)]
        for key, picture in zip(("done", "why"), shown, strict=True):
            sections[key] += f'\n\n![{prose[picture.id][:100]}](file:{picture.id} "{prose[picture.id][100:180]}")'
        writing.revise(case, title=case.title, sections=sections, partners=[], choices={}, based_on=1, by=viewer("ana"))
        for n in range(20):
            discussions.reply(case.thread, text=f"{prose[n]}\n\n{prose[n + 20]}", by=viewer("cleo"))
        return f"/c/psc/cases/{case.slug}", f"/c/psc/threads/{case.thread_id}"


@pytest.mark.parametrize("which", [0, 1], ids=["case", "thread"])
def test_a_page_is_light(pages, client, which):
    browser = client("ana")
    page = browser.get(pages[which], headers=COMPRESSED)
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.data) <= WARM
    html = browser.get(pages[which]).text
    assert html.count("<img ") == html.count('loading="lazy"') == (0 if which else 2), (
        "pictures wait until they are seen"
    )
    assets = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    sizes = [len(browser.get(address, headers=COMPRESSED).data) for address in assets]
    assert len(page.data) + sum(sizes) <= COLD
    assert 1 + len(assets) <= REQUESTS


def test_what_does_not_change_is_fetched_once(client):
    html = client("visitor").get("/").text
    for address in set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html)):
        assert "immutable" in client("visitor").get(address).headers["Cache-Control"]


def test_a_board_of_500_cards_is_light(app, client):
    plenary = open_plenary()
    (one,) = mark("psc", "Somebody saw it.", by="ana")
    with unit_of_work():
        marked = [
            Passage(
                group_id=one.group_id, audience=one.audience, case_revision_id=one.case_revision_id, section="summary",
                anchor=f"summary-{n}", exact=f"What {WORDS[n % 5]} saw on day {n} of the {n * 7 % 31}th visit.", language="en",
                author_id=one.author_id, harvested_by_id=one.harvested_by_id, harvested_at=one.harvested_at, before="", after="",
            )
            for n in range(100, 600)
        ]  # fmt: skip
        session().add_all(marked)
        session().flush()
        collecting._bring(plenary, [passage.id for passage in marked], one.author_id)
        opening.move_on(plenary, to="cluster", based_on="collect", by=world.viewer("cleo"))
    browser, here = client("ana"), "/c/psc/plenaries/our-first-plenary/board"
    page, html = browser.get(here, headers=COMPRESSED), browser.get(here).text
    assert html.count("data-card") == 500
    assets = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    sizes = [len(browser.get(address, headers=COMPRESSED).data) for address in assets]
    assert len(page.data) + sum(sizes) <= BOARD
