"""A plenary as a picture: where its cards come from, the themes they stand in, what these became."""

from community.database import unit_of_work
from community.lessons.actions.passages import release
from community.plenaries.actions import collecting, opening, theming
from tests import world
from tests.lessons.test_chains import boxes
from tests.plenaries.practice import mark, open_plenary

CHAIN = "/c/psc/plenaries/our-first-plenary/chain"


def _bring(plenary, *marked, by="ana"):
    with unit_of_work():
        return [collecting.bring_passage(plenary, passage, by=world.viewer(by)).id for passage in marked]


def test_cards_lead_from_cases_through_themes_to_drafts(client, app):
    plenary = open_plenary(phase="cluster")
    cards = _bring(plenary, *mark("stone", "One.", "Two.", by="ana"))
    with unit_of_work():
        theme = theming.make_theme(plenary, name="Trust", cards=cards, by=world.viewer("ana"))
    page = client("ana").get(CHAIN).text
    assert boxes(page) == ["Case, Stone: Told in stone", "Theme: Trust"]
    assert 'class="chain__count"' in page
    assert "<b>2 ×</b>" in page
    with unit_of_work():
        opening.move_on(plenary, to="draft", based_on="cluster", by=world.viewer("cleo"))
        said = {"when": "it is so", "do": "ask first", "because": "they know"}
        theming.draft_theme(theme, kind="lesson", said=said, stances={}, by=world.viewer("cleo"))
    assert "Lesson, in plenary: Ask first" in boxes(client("cleo").get(CHAIN).text)
    assert "Lesson, in plenary: Ask first" in boxes(client("ana").get(CHAIN).text), "those who take part read drafts"


def test_what_a_confidential_subgroup_releases_has_no_source(client, app):
    plenary = open_plenary()
    (passage,) = mark("broken", "In confidence.", by="dirk", audience="subgroup")
    with unit_of_work():
        release(passage, masked="In other words", by=world.viewer("dirk"))
    _bring(plenary, passage, by="dirk")
    said = boxes(client("ana").get(CHAIN).text)
    assert said == ["Released from a confidential subgroup"]
    assert boxes(client("dirk").get(CHAIN).text) == ["Case, Broken: Told in broken"]


def test_an_empty_plenary_says_how_it_begins(client, app):
    open_plenary()
    assert "Nothing to draw yet" in client("ana").get(CHAIN).text
    assert client("bo").get(CHAIN).status_code == 404
