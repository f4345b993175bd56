"""A community is founded, thirty people are invited from a messy paste, and come in by each of the ways there are."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_main_road import _enter, _leave, pytestmark  # noqa: F401
from tests.groups import post

MESSY = "\n".join(
    [
        'Noor Haddad <noor@example.org>, "Kim, Lee" <kim@example.org>; ROSA@example.org',
        "bo@example.org",
        "nobody at all",
        "k.im@example.org;Kim;Kade;reader",
        *(f"Person {n} <p{n}@example.org>" for n in range(25)),
    ]
)


def test_founding_inviting_and_joining(app, page: Page, accessible, has_scripts):
    _enter(page, "ada")
    page.goto("/communities/new")
    accessible(page)
    page.get_by_label("Name", exact=True).fill("Soil and seeds")
    page.get_by_label("E-mail of its first coordinator").fill("cleo@example.org")
    page.get_by_label("Everybody: its page").check()
    page.get_by_label("They ask, and").check()
    page.get_by_role("button", name="Found it").click()
    expect(page.get_by_role("status")).to_contain_text("Soil and seeds is founded")
    accessible(page)
    _leave(page)

    # Cleo pastes what she has, looks, and sends
    _enter(page, "cleo")
    page.goto("/c/soil-and-seeds/invitations")
    accessible(page)
    page.get_by_role("link", name="Invite people").first.click()
    page.get_by_label("Addresses").fill(MESSY)
    page.get_by_label(re.compile("Personal message")).fill("Bring your doubts.")
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("30 × will be invited")).to_be_visible()
    expect(page.get_by_text("It looks much like kim@example.org: are they two people?")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Send 30 invitations").click()
    expect(page.get_by_role("status")).to_contain_text("30 invitations are on their way.")
    _until_sent(page, has_scripts)
    accessible(page)
    _leave(page)

    # Noor has no account, Bo has one
    page.goto(_link(app, "noor@example.org"))
    expect(page.get_by_text("Bring your doubts.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Noor Haddad")
    accessible(page)
    page.get_by_label("Password").fill("a short sentence")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Introduce yourself")).to_be_visible()
    _leave(page)
    _enter(page, "bo")
    page.goto(_link(app, "bo@example.org"))
    accessible(page)
    page.get_by_role("button", name="Accept as Bo").click()
    expect(page.get_by_role("heading", name="Introduce yourself")).to_be_visible()
    _leave(page)

    # Kim declines
    page.goto(_link(app, "kim@example.org"))
    page.get_by_role("link", name="Decline").click()
    accessible(page)
    page.get_by_label(re.compile("A word")).fill("Not before the harvest")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("status")).to_contain_text("You have declined")
    page.goto(_link(app, "kim@example.org"))
    accessible(page)

    # a visitor asks to join, by a letter
    page.goto("/c/soil-and-seeds")
    page.get_by_role("link", name="Ask to join").click()
    accessible(page)
    page.get_by_label("E-mail").fill("stranger@example.org")
    page.get_by_role("button", name="Send me the letter").click()
    page.goto(_link(app, "stranger@example.org"))
    page.get_by_label("Name", exact=True).fill("A stranger")
    page.get_by_label("Password").fill("a short sentence")
    accessible(page)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label(re.compile("Your answer")).fill("I keep bees.")
    page.get_by_role("button", name="Ask to join").click()
    expect(page.get_by_role("status")).to_contain_text("You have asked to join")
    accessible(page)
    _leave(page)
    _enter(page, "cleo")
    page.goto("/c/soil-and-seeds/requests")
    accessible(page)
    page.get_by_role("button", name="Let in A stranger").click()
    expect(page.get_by_role("status")).to_contain_text("A stranger is told")
    page.goto("/c/soil-and-seeds/members")
    for name in ("Noor Haddad", "Bo", "A stranger", "Cleo"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


def _until_sent(page: Page, has_scripts: bool) -> None:
    """Wait until no letter is on its way: with scripts the page says so by itself."""
    for _ in range(80):
        if not page.get_by_text("Letters are being sent").count():
            return
        page.wait_for_timeout(500)
        if not has_scripts:
            page.get_by_role("link", name="Look how far it is").click()
    raise AssertionError("the letters were not sent within ten seconds")


def _link(app, address: str) -> str:
    with app.app_context():
        return post.link_in(post.letters_to(address)[-1])
