"""Pictures of what led to what, as somebody uses them: by keyboard, on a phone, and from a lesson to the sentence and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from community.database import unit_of_work
from tests import world
from tests.lessons.practice import make_case, mark_case, mark_post, publish
from tests.plenaries.practice import open_plenary

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson(app) -> str:
    """A lesson that rests on a paragraph and a post, and one paragraph that is in none."""
    with unit_of_work():
        first, _second = mark_case(make_case(), "done-2", "done-1")
        slug = publish(first, mark_post("Trust first", by="ana", group="stone"), stance="qualifies").slug
    open_plenary()
    return slug


def _enter(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def _wide(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def test_every_picture_is_accessible_and_stays_in_its_frame(lesson, page, accessible):
    _enter(page, "cleo")
    addresses = (
        f"lessons/{lesson}",
        "cases/the-open-door/chain",
        "plenaries/our-first-plenary/chain",
        "learned",
        "gaps",
    )
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for address in addresses:
            page.goto(f"/c/psc/{address}")
            assert _wide(page) <= width, address
            accessible(page)
    page.emulate_media(color_scheme="dark")
    page.goto("/c/psc/learned")
    accessible(page)


def test_from_a_lesson_to_the_very_sentence_and_back(lesson, page, accessible):
    _enter(page, "ana")
    page.goto(f"/c/psc/lessons/{lesson}")
    page.get_by_role("link", name="Ana: “They asked us in.”").click()
    expect(page.locator("#passage")).to_be_in_viewport()
    back = page.get_by_role("link", name=re.compile("Back to the lesson"))
    expect(back).to_be_in_viewport()
    accessible(page)
    back.click()
    expect(page).to_have_url(re.compile(rf"/lessons/{lesson}#evidence-\d+$"))
    expect(page.locator("li:target")).to_contain_text("They asked us in.")


def test_the_picture_can_be_gone_through_and_past_by_keyboard(lesson, page):
    _enter(page, "ana")
    page.goto("/c/psc/cases/the-open-door/chain")
    past = page.get_by_role("link", name=re.compile("Skip the picture"))
    past.focus()
    expect(past).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.querySelector('title').textContent") == "Case, Stone: The open door"
    past.press("Enter")
    expect(page).to_have_url(re.compile("#chain-list$"))
