"""The pages about mail in a real browser: a test letter is written, found and read, on a phone too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import world

pytestmark = pytest.mark.browser


def test_an_administrator_sends_a_test_letter_and_reads_it(page, accessible):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    page.goto("/administration/mail")
    accessible(page)
    page.get_by_role("button", name="Send me a test letter").click()
    expect(page.get_by_role("status")).to_contain_text("ada@example.org is in the queue")
    _until_written(page)
    accessible(page)
    page.get_by_role("link", name=re.compile("A test letter")).click()
    expect(page.get_by_text("so the mail of your Plenary works")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _until_written(page: Page) -> None:
    for _ in range(80):
        page.goto("/administration/mail")
        if page.get_by_role("listitem").filter(has_text="A test letter").get_by_text("Written to a file").count():
            return
        page.wait_for_timeout(250)
    raise AssertionError("the letter was not written within twenty seconds")
