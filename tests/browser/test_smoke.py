"""A real browser opens the site and signs in, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests import world

pytestmark = pytest.mark.browser


def test_the_front_page_is_accessible(page, accessible):
    assert page.goto("/").status == 200
    accessible(page)


def test_ana_signs_in_and_out(page, accessible):
    page.goto("/sign-in")
    accessible(page)
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    menu = page.get_by_text("Account of")
    expect(menu).to_be_attached()
    accessible(page)
    page.get_by_text("Ana").first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_a_wrong_password_is_explained(page, accessible):
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("E-mail")).to_have_value("ana@example.org")
    accessible(page)
