"""The main road of a learning community, walked in a real browser: from a case to a lesson and back, and found by search."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import world

pytestmark = pytest.mark.browser

PARAGRAPH = "We asked the quarry owners before we asked the workers."


def _enter(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def _leave(page: Page) -> None:
    page.context.clear_cookies()


def _done(page: Page, accessible, said: str | re.Pattern) -> None:
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
    accessible(page)


def test_from_practice_to_a_lesson_and_back(page, accessible, has_scripts):
    _enter(page, "ana")
    accessible(page)

    # Ana describes a case, beginning with its question
    page.goto("/c/psc/cases")
    accessible(page)
    page.get_by_role("link", name=re.compile("Write (a|the first) case")).first.click()
    accessible(page)
    page.get_by_label("Title").fill("The quarry")
    page.get_by_label(re.compile("Question")).fill("Whom do you ask first?")
    page.locator("form button.button--main").last.click()
    expect(page.locator(".flash").first).to_be_visible()
    accessible(page)
    page.goto("/c/psc/cases/the-quarry")
    expect(page.get_by_role("heading", level=1)).to_contain_text("The quarry")
    page.get_by_role("link", name="Revise").click()
    accessible(page)
    page.get_by_label(re.compile("What was done")).fill(f"{PARAGRAPH}\n\nThen we visited the yard.")
    page.locator("form button.button--main").last.click()
    expect(page.get_by_text(PARAGRAPH)).to_be_visible()
    accessible(page)

    # its history shows what came of it: what she saved again soon after is one revision
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text(re.compile("Title, Question, What was done: [0-9]+ words added"))).to_be_visible()
    accessible(page)
    page.goto("/c/psc/cases/the-quarry/compare")
    expect(page.get_by_text("one revision so far")).to_be_visible()
    accessible(page)
    _leave(page)

    # Dirk reads it, answers in its thread, and marks the passage
    _enter(page, "dirk")
    page.goto("/c/psc/cases/the-quarry")
    page.get_by_label("Your answer").fill("And what did the **workers** say?")
    page.get_by_role("button", name="Post answer").click()
    _done(page, accessible, "Your answer is in the discussion.")
    expect(page.locator("strong", has_text="workers")).to_be_visible()
    page.goto("/c/psc/cases/the-quarry/harvest")
    accessible(page)
    page.get_by_label(re.compile(re.escape(PARAGRAPH))).check()
    page.get_by_label(re.compile("Why is it worth")).fill("The order matters")
    page.get_by_role("button", name=re.compile("Mark")).click()
    expect(page.locator(".flash").first).to_be_visible()
    accessible(page)
    _leave(page)

    # Cleo makes a lesson of it
    _enter(page, "cleo")
    page.goto("/c/psc/desk")
    expect(page.get_by_text(PARAGRAPH[:30])).to_be_visible()
    accessible(page)
    page.goto("/c/psc/passages")
    accessible(page)
    page.goto("/c/psc/lessons/new")
    accessible(page)
    page.get_by_label("When").fill("you enter a quarry")
    page.get_by_label("Do", exact=True).fill("ask the workers first")
    page.get_by_label("Because").fill("they know what the owners leave out")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator(".flash").first).to_be_visible()
    accessible(page)
    page.goto("/c/psc/lessons/ask-the-workers-first/evidence")
    accessible(page)
    page.get_by_label(re.compile("What it does to the lesson")).first.select_option("contradicts")
    page.get_by_role("button", name=re.compile("Cite it")).first.click()
    expect(page.locator(".flash").first).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Publish").click()
    accessible(page)
    _leave(page)

    # Ana follows the lesson back to her own sentence, and finds it by search
    _enter(page, "ana")
    page.goto("/c/psc/cases/the-quarry")
    page.locator(".claim__do", has_text="Ask the workers first").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ask the workers first")
    expect(page.get_by_text("Contradicts").first).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="The quarry").first.click()
    expect(page).to_have_url(
        re.compile(r"/cases/the-quarry/revisions/1\?passage=[0-9]+&lesson=ask-the-workers-first#passage")
    )
    expect(page.get_by_text(PARAGRAPH)).to_be_visible()
    accessible(page)
    page.get_by_role("link", name=re.compile("Back to the lesson")).click()
    expect(page).to_have_url(re.compile(r"/lessons/ask-the-workers-first#evidence-[0-9]+"))
    _find(page, "quarries")
    expect(page.get_by_role("link", name=re.compile("quarry")).first).to_be_visible()
    accessible(page)
    _find(page, "ask workers")
    page.get_by_role("link", name=re.compile("Ask the workers first", re.I)).first.click()
    expect(page).to_have_url(re.compile("/lessons/ask-the-workers-first"))


def _find(page: Page, words: str) -> None:
    """Search until the worker has caught up; it is given the two seconds that the product promises."""
    for _ in range(8):
        page.goto(f"/search?q={words}")
        if page.locator("mark").count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"“{words}” was not found within two seconds")


OF_VISITORS = (
    "/", "/help", "/help/markdown", "/c/psc", "/c/psc/cases", "/c/psc/threads", "/c/psc/lessons",
    "/c/psc/subgroups/stone", "/search?q=nothing", "/sign-in", "/reset", "/reset/no-such-token",
    "/no-such-page",
)  # fmt: skip
OF_COORDINATORS = (
    "/", "/c/psc", "/c/psc/members", "/c/psc/members?narrow=1", "/people/cleo", "/account", "/account/email",
    "/account/password", "/account/sign-ins", "/c/psc/introduction", "/c/psc/introduction/prompts",
    "/c/psc/desk", "/c/psc/invitations", "/c/psc/invitations/new", "/c/psc/requests", "/c/psc/settings",
    "/c/psc/threads/new", "/c/psc/cases/new", "/c/psc/lessons/new", "/c/psc/subgroups/broken",
    "/c/psc/subgroups/new",
)  # fmt: skip


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_a_visitors_pages_are_accessible_on_a_phone_and_do_not_scroll_sideways(page, accessible):
    page.set_viewport_size({"width": 320, "height": 700})
    _look_at(page, accessible, OF_VISITORS)


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_a_coordinators_pages_are_accessible_on_a_phone_by_night(page, accessible):
    page.set_viewport_size({"width": 320, "height": 700})
    page.emulate_media(color_scheme="dark")
    _enter(page, "cleo")
    _look_at(page, accessible, OF_COORDINATORS)


def _look_at(page: Page, accessible, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        page.goto(address)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
