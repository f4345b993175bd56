"""Nothing that is typed is lost: not when the line drops in mid-sentence, when the sign-in ends, when two write at once."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from community.accounts.models import SignIn
from community.cases.actions import writing
from community.database import session, unit_of_work
from community.groups.queries.visibility import viewer_of
from tests import world

pytestmark = pytest.mark.browser

SAID = "We asked the workers, and in mid-sentence"


@pytest.fixture
def address(app) -> str:
    """The address of a case that Ana and Dirk may both revise."""
    with unit_of_work():
        case = writing.create(
            world.group("psc"),
            title="Stone dialogue",
            by=viewer_of(world.id_of("cleo")),
            sections={"done": "We asked."},
        )
        return f"/c/psc/cases/{case.slug}"


def _sign_in(page: Page, name: str) -> Page:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def _another(browser: Browser, site: str, name: str) -> Page:
    return _sign_in(browser.new_context(base_url=site).new_page(), name)


def _status(page: Page):
    return page.locator("[data-keeps]")


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_what_is_typed_while_the_line_is_down_is_sent_when_it_is_back(page, address, accessible):
    _sign_in(page, "ana").goto(f"{address}/edit/done")
    page.context.set_offline(True)
    page.get_by_label("What was done").press_sequentially(SAID, delay=1)
    expect(_status(page)).to_contain_text("No connection", timeout=10_000)
    page.get_by_role("button", name="Save this section").click()
    expect(page.get_by_label("What was done")).to_have_value(re.compile(SAID))
    accessible(page)
    page.context.set_offline(False)
    expect(_status(page)).to_contain_text("The line is back", timeout=10_000)
    page.get_by_role("button", name="Save this section").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    page.goto("/drafts")
    expect(page.get_by_text("Nothing is waiting here")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_a_page_that_is_closed_while_the_line_is_down_is_offered_back(page, address, accessible):
    _sign_in(page, "ana").goto(f"{address}/edit")
    page.context.set_offline(True)
    page.get_by_label("What was done").fill(SAID)
    expect(_status(page)).to_contain_text("No connection", timeout=10_000)
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"{address}/edit")
    expect(again.get_by_text("You were writing here on")).to_be_visible(timeout=10_000)
    accessible(again)
    again.get_by_role("link", name="Go on with it").click()
    expect(again.get_by_label("What was done")).to_have_value(SAID)
    again.get_by_role("button", name="Save revision 2").click()
    expect(again.get_by_text(SAID)).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_what_is_typed_is_kept_while_one_types_and_when_one_leaves(page, address):
    _sign_in(page, "ana").goto(f"{address}/edit/done")
    page.get_by_label("What was done").fill(SAID)
    expect(_status(page)).to_contain_text("Kept as a draft", timeout=10_000)
    page.get_by_label("What was done").fill(f"{SAID}, one word more")
    page.goto("/drafts")
    page.get_by_role("link", name="Stone dialogue", exact=True).click()
    expect(page.get_by_label("What was done")).to_have_value(re.compile(SAID))


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_who_is_signed_out_signs_in_again_and_finds_their_text(page, address):
    _sign_in(page, "ana").goto(f"{address}/edit/done")
    with unit_of_work():
        session().query(SignIn).delete()
    page.get_by_label("What was done").fill(SAID)
    page.get_by_role("button", name="Save this section").click()
    expect(_status(page)).to_contain_text("You are not signed in any more", timeout=10_000)
    expect(page.get_by_label("What was done")).to_have_value(SAID)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.get_by_label("E-mail").fill("ana@example.org")
    tab.get_by_label("Password").fill(world.PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url("**/edit/done")
    page.get_by_role("button", name="Save this section").click()
    expect(page.locator("article").get_by_text(SAID)).to_be_visible(timeout=10_000)


def test_two_who_write_at_once_both_survive(page, address, accessible, browser, site, has_scripts):
    _sign_in(page, "ana").goto(f"{address}/edit")
    other = _another(browser, site, "dirk")
    other.goto(f"{address}/edit/done")
    if has_scripts:
        expect(other.get_by_text("Ana is writing here too")).to_be_visible(timeout=10_000)
    other.get_by_label("What was done").fill("We asked them all.")
    other.get_by_role("button", name="Save this section").click()
    expect(other.get_by_text("Revision 2 is saved")).to_be_visible()
    other.context.close()
    page.get_by_label("What was done").fill("We asked twice.")
    page.get_by_label("Why it went that way").fill("Ana knows why.")
    page.get_by_role("button", name="Save revision 2").click()
    expect(page.get_by_role("heading", name="Dirk saved revision 2 while you were writing")).to_be_visible()
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 if has_scripts else True
    page.get_by_role("radio", name="Both, one after the other").check()
    page.get_by_role("button", name="Save revision 3").click()
    for text in ("We asked them all.", "We asked twice.", "Ana knows why."):
        expect(page.locator("article").get_by_text(text)).to_be_visible()
    page.goto(f"{address}/compare?from=1&to=3")
    accessible(page)
    page.goto(f"{address}/history")
    accessible(page)
