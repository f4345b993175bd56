"""A picture comes into a case: from the box where one writes, or from the page of its files; and is seen by its readers."""

import re
from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from community.cases.actions import writing
from community.database import unit_of_work
from community.groups.queries.visibility import viewer_of
from tests import world
from tests.browser.test_main_road import _enter, pytestmark  # noqa: F401
from tests.files import making

CASE = "/c/psc/cases/stones"


def test_a_picture_comes_into_a_case(app, page: Page, accessible, has_scripts):
    with unit_of_work():
        writing.create(world.group("stone"), title="Stones", by=viewer_of(world.id_of("ana")), audience="public")
    _enter(page, "ana")
    picture = {"name": "the road.png", "mimeType": "image/png", "buffer": making.picture(size=(1200, 500))}
    drawing = {"name": "evil.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='alert(1)'/>"}
    box = page.get_by_label(re.compile("^In short"))
    if has_scripts:
        page.goto(f"{CASE}/edit")
        box.fill("What we saw.")
        adding = page.locator(".field", has=box).locator(".adding")
        adding.get_by_label("Add a picture or file").set_input_files([picture, drawing])
        expect(box).to_have_value(re.compile(r"^What we saw\.\n\n!\[the road\]\(file:\d+\)\n\n$"))
        expect(adding.get_by_role("status")).to_contain_text("“the road.webp” is added.")
        expect(adding.get_by_role("status")).to_contain_text("“evil.svg” is a web page")
        accessible(page)
    else:
        page.goto(CASE)
        page.get_by_role("link", name="Files", exact=True).click()
        accessible(page)
        page.get_by_label("Files", exact=True).set_input_files([picture, drawing])
        page.get_by_role("button", name="Add them").click()
        expect(page.get_by_role("status").first).to_contain_text("“the road.webp” is added.")
        markdown = page.get_by_label("To write in a text: the road.webp").input_value()
        page.goto(f"{CASE}/edit")
        box.fill(f"What we saw.\n\n{markdown}")
    page.get_by_role("button", name="Save revision 2").click()
    shown = page.get_by_role("img", name="the road")
    for _ in range(40):
        if shown.count():
            break
        page.wait_for_timeout(250)  # until the worker has prepared it
        with suppress(Error):  # the page may be looking again by itself
            page.reload()
    expect(page.get_by_role("link", name=re.compile("Larger picture"))).to_be_visible()
    shown.scroll_into_view_if_needed()
    if has_scripts:
        expect(shown).to_have_js_property("naturalWidth", 480)
    accessible(page)
    page.goto(f"{CASE}/files")
    accessible(page)
    page.get_by_role("link", name="Remove the road.webp").click()
    expect(page.get_by_role("main")).to_contain_text("What shows it or links to it now")
    accessible(page)
    page.get_by_role("button", name="Remove it for good").click()
    page.goto(CASE)
    expect(page.get_by_role("main")).to_contain_text("A picture that is not here (any more): the road")
    accessible(page)
