"""A plenary in real browsers, several people at once: from collecting to a report with a dissent and an issue taken further."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from community.database import session, unit_of_work
from community.plenaries.models import Plenary
from tests import world
from tests.plenaries.practice import mark, open_plenary

pytestmark = pytest.mark.browser

HERE = "/c/psc/plenaries/our-first-plenary"


@pytest.fixture
def people(browser: Browser, site: str):
    """A browser for each of Ana, Cleo and Dirk; the test fails when a script of any of them fails."""
    wrong: list[str] = []
    opened = {}
    for name in ("ana", "cleo", "dirk"):
        context = browser.new_context(base_url=site)
        page = opened[name] = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(f"{name}@example.org")
        page.get_by_label("Password").fill(world.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    yield opened
    for page in opened.values():
        page.context.close()
    assert not wrong


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_from_collecting_to_a_report(people, accessible, app):
    ana, cleo, dirk = (people[name] for name in ("ana", "cleo", "dirk"))
    open_plenary()
    mark("psc", "They came with figures.", "Nobody asked the workers.", by="ana")

    # Ana brings two passages, Cleo moves on, and Dirk sees on the board what Ana puts together
    ana.goto(f"{HERE}/passages")
    for _ in range(2):
        ana.get_by_role("button", name=re.compile("Bring this")).first.click()
        expect(ana.get_by_text("The passage stands on the board.")).to_be_visible()
    _go_on(cleo, "Cluster")
    dirk.goto(f"{HERE}/board")
    ana.goto(f"{HERE}/board")
    for words, theme in (("figures", "Facts"), ("workers", "Voice")):
        ana.get_by_role("checkbox", name=re.compile(words)).check()
        ana.get_by_label("Make a theme of the ticked cards, called").fill(theme)
        ana.get_by_role("button", name="Make a theme").click()
        expect(ana.get_by_role("heading", name=re.compile(theme))).to_be_visible()
    expect(dirk.get_by_role("heading", name=re.compile("Voice"))).to_be_visible(timeout=12_000)

    # Cleo makes a draft of each theme; both are weighed side by side
    _go_on(cleo, "Draft")
    for theme, said in (
        ("Facts", {"When": "you negotiate", "Do": "bring figures, always", "Because": "they listen to them"}),
        ("Voice", {"When": "nobody asks the workers", "Do": "ask them first", "Because": "they know"}),
    ):
        cleo.goto(f"{HERE}/board")
        cleo.get_by_role("link", name=theme, exact=True).click()
        cleo.get_by_role("link", name="Draft a lesson of it").click()
        for label, text in said.items():
            cleo.get_by_label(label, exact=True).fill(text)
        cleo.get_by_role("button", name="Make the draft").click()
        expect(cleo.get_by_text("The draft is before the plenary")).to_be_visible()
    dirk.goto(f"{HERE}/weighing")
    dirk.get_by_role("button", name="Weigh them").click()
    expect(dirk.get_by_text("bring figures, always")).to_be_visible()
    accessible(dirk)

    # All say where they stand at once; Dirk objects, the text is changed, and both are asked anew
    _go_on(cleo, "Agree")
    draft = f"{HERE}/drafts/bring-figures-always"
    ana.goto(draft)
    dirk.goto(draft)
    accessible(ana)
    _say(dirk, "I object, because")
    expect(dirk.get_by_text("Say it in a sentence, so that the others").first).to_be_visible()
    _say(dirk, "I object, because", "Figures alone convince nobody.")
    expect(dirk.get_by_text("Where you stand is noted")).to_be_visible()
    cleo.goto(draft)
    cleo.get_by_role("link", name="Change the text").click()
    cleo.get_by_label("Do", exact=True).fill("bring figures and those whom they are about")
    cleo.get_by_role("button", name=re.compile("^Save")).click()
    _say(ana, "I agree")  # on the text that she had open: nothing she typed is lost
    expect(ana.get_by_text("The text was changed meanwhile").first).to_be_visible()
    _say(ana, "I agree")
    expect(ana.get_by_text("Where you stand is noted")).to_be_visible()
    dirk.goto(draft)
    expect(dirk.get_by_text("The text was changed since you spoke.")).to_be_visible()
    accessible(dirk)
    _say(dirk, "Not in my context, because", "Where I work nobody may come along.")
    expect(dirk.get_by_text("1 of 3 has said").or_(dirk.get_by_text("2 of 3 have said"))).to_be_visible()

    # Cleo adopts it with dissent, takes the other further, and closes
    cleo.goto(draft)
    expect(cleo.get_by_label("Adopted with dissent")).to_be_checked()
    accessible(cleo)
    _decide(cleo, "Adopted with dissent", "We stand behind it, and Dirk’s dissent stays beside it.")
    cleo.goto(f"{HERE}/drafts/ask-them-first")
    cleo.get_by_label(re.compile("The question that is shared")).fill("Who may ask the workers?")
    cleo.get_by_label(re.compile("Who takes it further")).select_option(label="Ana")
    _decide(cleo, "Taken further as a common issue", "We do not know yet.")
    cleo.goto(f"{HERE}/closing")
    accessible(cleo)
    cleo.get_by_role("button", name="Close it").click()
    expect(cleo.get_by_role("heading", name="Now: closed")).to_be_visible()

    # The report: her words, a next step, published; Dirk reads his dissent in it
    cleo.goto(f"{HERE}/report/edit")
    cleo.get_by_label(re.compile("^Introduction")).fill("We asked **together**.")
    cleo.get_by_role("button", name="Save").click()
    cleo.get_by_label("What is to be done").fill("Ask three firms")
    cleo.get_by_label("Who", exact=True).select_option(label="Ana")
    cleo.get_by_role("button", name="Add it").click()
    accessible(cleo)
    cleo.get_by_role("button", name="Publish the report").click()
    expect(cleo.get_by_text("The report is published.")).to_be_visible()
    dirk.goto(f"{HERE}/report")
    for words in (
        "Adopted with dissent.",
        "Where I work nobody may come along.",
        "Who may ask the workers?",
        "Ask three firms",
    ):
        expect(dirk.get_by_text(words).first).to_be_visible()
    accessible(dirk)
    ana.goto("/c/psc/lessons/bring-figures-and-those-whom-they-are-about")
    expect(ana.get_by_text("1 of 2 said that it does not hold where they work.")).to_be_visible()
    accessible(ana)
    with unit_of_work():
        assert session().query(Plenary).one().phase == "closed"


def _go_on(page: Page, phase: str) -> None:
    page.goto(HERE)
    page.get_by_role("button", name=re.compile(f"Go on to “{phase}”")).click()
    expect(page.get_by_role("heading", name=f"Now: {phase.lower()}")).to_be_visible()


def _say(page: Page, stand: str, because: str = "") -> None:
    page.get_by_label(stand, exact=True).check()
    page.get_by_label("In a sentence").fill(because)
    page.get_by_role("button", name="Say it").click()
    page.wait_for_load_state()


def _decide(page: Page, verdict: str, sentence: str) -> None:
    page.get_by_label(verdict, exact=True).check()
    page.get_by_label("Why, in a sentence").fill(sentence)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
