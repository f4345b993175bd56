"""The box for long texts, used as a writer does: toolbar, keys, names that complete themselves, paste, preview."""

import re

import pytest
from playwright.sync_api import Page, expect

from community.cases.actions import writing
from community.database import unit_of_work
from tests import world

pytestmark = pytest.mark.browser

PASTE = """([html, text]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def case(app, viewer) -> str:
    """The address of a case to write in."""
    with unit_of_work():
        return f"/c/psc/cases/{writing.create(world.group('psc'), title='The quarry', by=viewer('ana')).slug}"


def _enter(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True], indirect=True, ids=["scripts"])
def test_the_box_helps_to_write(page, accessible, case, has_scripts):
    _enter(page)
    page.set_viewport_size({"width": 360, "height": 720})
    page.goto(f"{case}/edit/done")
    box = page.get_by_role("textbox", name="What was done")
    box.click()
    expect(box).to_have_attribute("aria-controls", re.compile("."))  # what comes with the first click

    # a list goes on, ends with an empty item, and the toolbar makes words heavy
    page.keyboard.type("Before")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="List", exact=True).click()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("heavy")
    expect(box).to_have_value("Before\n\n- one\n- two\n**heavy**")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")

    # people and things complete themselves
    page.keyboard.type("Ask @cl")
    expect(page.get_by_role("option", name="Cleo")).to_be_visible()
    accessible(page)
    page.keyboard.press("Enter")
    page.keyboard.type("about [[quar")
    page.get_by_role("option", name="The quarry").click()
    expect(box).to_have_value("Ask @cleo about [[The quarry]]")

    # what is pasted keeps its shape, and can be had without
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, ["<p>A <b>bold</b> word</p><ul><li>x</li></ul>", "A bold word\nx"])
    expect(box).to_have_value("A **bold** word\n\n- x")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("A bold word\nx")
    page.route("**/paste", lambda route: route.abort())
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, ["<b>kept</b>", "kept"])
    expect(box).to_have_value("kept")

    # a preview shows it, and the keys save it
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+i")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("em")).to_have_text("kept")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Preview").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("em", has_text="kept")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [False], indirect=True, ids=["no-scripts"])
def test_without_scripts_the_form_shows_how_it_will_look(page, accessible, case, has_scripts):
    _enter(page)
    page.goto(f"{case}/edit/done")
    page.get_by_role("textbox", name="What was done").fill("A **bold** word")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview: What was done").locator("strong")).to_have_text("bold")
    expect(page.get_by_role("textbox", name="What was done")).to_have_value("A **bold** word")
    accessible(page)
    page.get_by_role("button", name="Save this section").click()
    expect(page.locator("strong", has_text="bold")).to_be_visible()
