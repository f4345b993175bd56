"""Searching as a member does: the box that goes on with what is typed, results, filters, what is similar, what is missing."""

import re

import pytest
from playwright.sync_api import Page, expect

from community import worker
from community.cases.actions import writing
from community.database import unit_of_work
from community.discussions import actions as discussions
from community.wiring.jobs import JOBS
from tests import world

pytestmark = pytest.mark.browser

SAID = "Zinnia growers asked the pension fund what became of the palm oil."


@pytest.fixture
def found(app, viewer) -> None:
    """Two texts on one thing, and another."""
    with unit_of_work():
        psc, ana = world.group("psc"), viewer("ana")
        writing.create(psc, title="Zinnia growers ask", sections={"question": "Who?", "done": SAID}, by=ana)
        discussions.start(psc, title="Growers again", text=SAID, by=ana)
        discussions.start(psc, title="Windmills", text="About zinnias and the wind.", by=ana)
    worker.drain(app, JOBS)


def _enter(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def test_a_member_searches_narrows_and_reads_on(found, page, accessible, has_scripts):
    _enter(page)
    page.set_viewport_size({"width": 360, "height": 720})
    page.goto("/search")
    page.get_by_label("What are you looking for?").fill("zinnia palm oil")
    page.get_by_role("button", name="Find it").click()
    expect(page.get_by_role("heading", name="found for “zinnia palm oil”")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Narrow the search").click()
    page.get_by_role("navigation", name="Narrow the search").get_by_role("link", name=re.compile("Case 1")).click()
    expect(page).to_have_url(re.compile("kind=case"))
    page.get_by_role("link", name="In the section “What was done”").click()
    expect(page).to_have_url(re.compile("/cases/zinnia-growers-ask#done"))
    alike = page.get_by_role("region", name="Similar")
    alike.scroll_into_view_if_needed()
    if not has_scripts:
        alike.get_by_role("link", name="Cases, lessons and discussions like this one").click()
    page.get_by_role("link", name="Growers again").click()
    expect(page.get_by_role("heading", name="Growers again")).to_be_visible()
    page.goto("/search?q=windmmill")
    expect(page.get_by_text("Did you mean")).to_be_visible()
    if has_scripts:
        expect(page.get_by_role("button", name="Tell the coordinators that this is missing")).to_have_count(0)
    else:
        page.get_by_role("button", name="Tell the coordinators that this is missing").click()
        expect(page.get_by_text("Your coordinators see that this was looked for")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True], indirect=True, ids=["scripts"])
def test_the_box_goes_on_with_what_is_typed(found, page, accessible, has_scripts):
    _enter(page)
    box = page.get_by_label("Search")
    box.click()
    box.press_sequentially("zinn", delay=30)
    options = page.get_by_role("option")
    expect(options.first).to_have_text(re.compile("Zinnia growers ask"))
    expect(page.get_by_role("option", name="zinnias", exact=True)).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    box.press_sequentially("i", delay=30)
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cases/zinnia-growers-ask"))
    page.goto("/c/psc/threads/new")
    page.get_by_label("Title").fill("What became of the palm oil that growers sold?")
    expect(page.get_by_role("heading", name="This may be it already")).to_be_visible()
    expect(page.get_by_role("link", name="Zinnia growers ask")).to_be_visible()
