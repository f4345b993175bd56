"""The board: themes, moves of several people at once, duplicates, and what nobody is shown."""

import pytest

from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed
from community.groups.actions import members
from community.lessons.models import Lesson
from community.plenaries.actions import arranging, collecting, opening, theming
from community.plenaries.cards import Card, Theme
from community.plenaries.grouping import propose
from community.plenaries.queries.board import board_of, edition_of
from tests import world
from tests.counting import count_queries
from tests.plenaries.practice import mark, open_plenary

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/plenaries/our-first-plenary"
TEXTS = ("They came with figures.", "Nobody asked the workers.", "The buyer paid late.")


@pytest.fixture
def plenary(app):
    """A plenary with three cards, while it is clustered."""
    present = open_plenary()
    passages = mark("psc", *TEXTS, by="ana")
    with unit_of_work():
        for passage in passages:
            collecting.bring_passage(present, passage, by=world.viewer("ana"))
        opening.move_on(present, to="cluster", based_on="collect", by=world.viewer("cleo"))
    return present


def _theme(plenary, name, *cards):
    with unit_of_work():
        return theming.make_theme(plenary, name=name, cards=cards, by=world.viewer("ana"))


def _stands(plenary, card_id, name="ana"):
    board = board_of(plenary, viewer=world.viewer(name))
    names = {theme.id: theme.name for theme in board.themes}
    return next(sorted(names[theme] for theme in card.themes) for card in board.cards if card.id == card_id)


def test_ticked_cards_become_a_theme_and_move_by_the_form(client, plenary):
    browser = client("ana")
    browser.post(f"{HERE}/themes", data={"name": "Facts", "card": [1, 2]})
    _theme(plenary, "Trust")
    theme = session().query(Theme).filter_by(name="Trust").one()
    answer = browser.post(f"{HERE}/moves", data={"card": 1, "theme": theme.id}, follow_redirects=True)
    assert "One card is moved." in answer.text
    assert (_stands(plenary, 1), _stands(plenary, 2), _stands(plenary, 3)) == (["Trust"], ["Facts"], [])


def test_a_card_may_stand_in_two_themes_and_no_more(client, plenary):
    facts, trust, money = (_theme(plenary, name) for name in ("Facts", "Trust", "Money"))
    browser = client("ana")
    for theme in (facts, trust):
        browser.post(f"{HERE}/moves", data={"card": 1, "theme": theme.id, "keeps": "y"})
    assert _stands(plenary, 1) == ["Facts", "Trust"]
    answer = browser.post(f"{HERE}/moves", data={"card": 1, "theme": money.id, "keeps": "y"})
    assert answer.status_code == 422 and "two themes at most" in answer.text
    browser.post(f"{HERE}/moves", data={"card": 1, "theme": money.id, "came_from": trust.id})
    assert _stands(plenary, 1) == ["Facts", "Money"]
    browser.post(f"{HERE}/moves", data={"card": 1, "theme": 0})
    assert _stands(plenary, 1) == []


def test_of_two_moves_of_different_cards_both_hold_and_of_the_same_card_the_later_which_says_so(client, plenary):
    facts, trust = _theme(plenary, "Facts"), _theme(plenary, "Trust")
    seen = edition_of(plenary, viewer=world.viewer("ana"))
    client("ana").post(f"{HERE}/moves", data={"card": 1, "theme": facts.id, "edition": seen})
    answer = client("dirk").post(
        f"{HERE}/moves", data={"card": 2, "theme": trust.id, "edition": seen}, follow_redirects=True
    )
    assert "meanwhile" not in answer.text
    assert (_stands(plenary, 1), _stands(plenary, 2)) == (["Facts"], ["Trust"])
    answer = client("dirk").post(
        f"{HERE}/moves", data={"card": 1, "theme": trust.id, "edition": seen}, follow_redirects=True
    )
    assert "Ana had moved it meanwhile" in answer.text
    assert _stands(plenary, 1) == ["Trust"]


def test_who_looks_again_is_told_what_changed_and_otherwise_nothing(client, plenary):
    facts = _theme(plenary, "Facts")
    browser = client("dirk")
    since = edition_of(plenary, viewer=world.viewer("dirk"))
    assert browser.get(f"{HERE}/board/changes?since={since}").status_code == 204
    said = client("ana").post(
        f"{HERE}/moves", data={"card": 1, "theme": facts.id}, headers={"Accept": "application/json"}
    )
    assert said.json == {"said": "One card is moved."}
    changes = browser.get(f"{HERE}/board/changes?since={since}").json
    assert [(card["id"], card["themes"]) for card in changes["cards"]] == [(1, [facts.id])]
    assert TEXTS[0] in changes["cards"][0]["html"] and not changes["is_rearranged"]
    _theme(plenary, "Trust")
    assert browser.get(f"{HERE}/board/changes?since={changes['edition']}").json["is_rearranged"]


def test_what_somebody_may_not_read_changes_nothing_for_them(client, plenary):
    (own,) = mark("stone", "Only for Stone", by="ana", audience="subgroup")
    before = edition_of(plenary, viewer=world.viewer("rea"))
    with unit_of_work():
        card = collecting.bring_passage(plenary, own, by=world.viewer("ana"))
        arranging.move(plenary, [card.id], by=world.viewer("ana"))
    assert edition_of(plenary, viewer=world.viewer("rea")) == before
    assert client("rea").get(f"{HERE}/board/changes?since={before}").status_code == 204
    with pytest.raises(Invalid):
        arranging.move(plenary, [card.id], by=world.viewer("dirk"))


def test_a_theme_is_renamed_merged_and_removed_and_no_card_is_lost(client, plenary):
    facts, trust = _theme(plenary, "Facts", 1, 2), _theme(plenary, "Trust", 2, 3)
    browser, at = client("dirk"), f"{HERE}/themes/{facts.id}"
    assert browser.get(at).status_code == 200
    browser.post(f"{at}/name", data={"name": "Figures"})
    assert _stands(plenary, 1) == ["Figures"]
    browser.post(f"{at}/merging", data={"into": trust.id})
    assert [_stands(plenary, card) for card in (1, 2, 3)] == [["Trust"]] * 3
    assert browser.post(f"{at}/merging", data={"into": trust.id}).status_code == 404
    browser.post(f"{HERE}/themes/{trust.id}/removal")
    assert [_stands(plenary, card) for card in (1, 2, 3)] == [[]] * 3


def test_two_who_merge_the_same_themes_at_once_get_a_clear_answer(plenary):
    facts, trust = _theme(plenary, "Facts", 1), _theme(plenary, "Trust", 2)
    with unit_of_work():
        theming.merge_theme(facts, trust, by=world.viewer("ana"))
    with pytest.raises(Invalid):
        theming.merge_theme(trust, facts, by=world.viewer("dirk"))
    session().rollback()
    assert _stands(plenary, 1) == ["Trust"]


def test_a_theme_has_a_name_of_its_own(client, plenary):
    _theme(plenary, "Facts")
    other = _theme(plenary, "Žena")
    assert client("ana").post(f"{HERE}/themes", data={"name": "žENA"}).status_code == 422
    assert client("ana").post(f"{HERE}/themes/{other.id}/name", data={"name": "FACTS"}).status_code == 422
    assert client("ana").post(f"{HERE}/themes/{other.id}/name", data={"name": "ŽENA"}).status_code == 302
    for name, said in (("facts", "of this name already"), (" ", "Give the theme a name"), ("x" * 121, "at most 120")):
        answer = client("ana").post(f"{HERE}/themes", data={"name": name, "card": 1})
        assert answer.status_code == 422 and said in answer.text


@pytest.mark.parametrize("theme", ["x", "-1", "9" * 30, "²"])
def test_what_is_no_theme_takes_no_card_out_of_its_own(client, plenary, theme):
    _theme(plenary, "Facts", 1)
    answer = client("ana").post(f"{HERE}/moves", data={"card": 1, "theme": theme})
    assert answer.status_code == 422 and "Choose another one" in answer.text
    assert _stands(plenary, 1) == ["Facts"]


@pytest.mark.parametrize("into", ["0", "99"])
def test_who_chooses_nothing_to_put_together_with_is_asked_again(client, plenary, into):
    facts, _trust = _theme(plenary, "Facts", 1), _theme(plenary, "Trust")
    for at, said in ((f"themes/{facts.id}", "Choose another theme"), ("cards/1", "Choose another card")):
        answer = client("ana").post(f"{HERE}/{at}/merging", data={"into": into})
        assert answer.status_code == 422 and said in answer.text


def test_duplicates_stand_as_one_card_that_credits_both_and_come_apart_again(client, plenary):
    (other,) = mark("psc", "The buyer paid late, again.", by="dirk")
    with unit_of_work():
        twin = collecting.bring_passage(plenary, other, by=world.viewer("dirk")).id
    browser = client("ana")
    answer = browser.post(f"{HERE}/cards/{twin}/merging", data={"into": 3}, follow_redirects=True)
    assert "Both are credited" in answer.text and "again." in answer.text
    cards = board_of(plenary, viewer=world.viewer("ana")).cards
    assert [(card.id, card.behind) for card in cards] == [(1, ()), (2, ()), (3, ("Dirk",))]
    assert browser.post(f"{HERE}/cards/3/merging", data={"into": twin}).status_code == 422
    browser.post(f"{HERE}/cards/{twin}/parting")
    assert len(board_of(plenary, viewer=world.viewer("ana")).cards) == 4


def test_a_duplicate_of_what_somebody_may_not_read_stands_for_itself_for_them(plenary):
    (own,) = mark("stone", "The buyer paid late, too", by="ana", audience="subgroup")
    with unit_of_work():
        hidden = collecting.bring_passage(plenary, own, by=world.viewer("ana"))
        third = session().get_one(Card, 3)
        arranging.put_together(plenary, third, hidden, by=world.viewer("ana"))
    assert TEXTS[2] in [card.words for card in board_of(plenary, viewer=world.viewer("dirk")).cards]
    shown = board_of(plenary, viewer=world.viewer("ana")).cards
    assert [card.id for card in shown] == [1, 2, hidden.id]


def test_who_sees_a_duplicate_alone_moves_it_together_with_the_card_that_it_stands_behind(client, plenary):
    facts = _theme(plenary, "Facts")
    (own,) = mark("stone", "The buyer paid late, too", by="ana", audience="subgroup")
    with unit_of_work():
        hidden = collecting.bring_passage(plenary, own, by=world.viewer("ana"))
        arranging.put_together(plenary, session().get_one(Card, 3), hidden, by=world.viewer("ana"))
    since = edition_of(plenary, viewer=world.viewer("dirk"))
    page = client("dirk").get(f"{HERE}/cards/3").text
    assert "It stands behind" not in page and f"/cards/{hidden.id}" not in page and "Where it belongs" in page
    client("dirk").post(f"{HERE}/moves", data={"card": 3, "theme": facts.id})
    assert _stands(plenary, 3, "dirk") == _stands(plenary, hidden.id) == ["Facts"]
    with unit_of_work():
        arranging.move(plenary, [hidden.id], by=world.viewer("ana"))
    assert _stands(plenary, 3, "dirk") == []
    assert edition_of(plenary, viewer=world.viewer("dirk")) == since + 2


@pytest.mark.parametrize("name", ["rea", "visitor", "bo"])
def test_who_only_reads_moves_nothing(client, plenary, name):
    answer = client(name).post(f"{HERE}/moves", data={"card": 1, "theme": 0})
    assert answer.status_code in (302, 401, 403, 404) and "/board" not in answer.headers.get("Location", "/sign-in")


def test_the_board_stands_still_once_the_plenary_agrees(client, plenary):
    with unit_of_work():
        for to, was in (("draft", "cluster"), ("agree", "draft")):
            opening.move_on(plenary, to=to, based_on=was, by=world.viewer("cleo"))
    with pytest.raises(NotAllowed):
        arranging.move(plenary, [1], by=world.viewer("ana"))
    session().rollback()
    dragged = client("ana").post(f"{HERE}/moves", data={"card": 1, "theme": 0}, headers={"Accept": "application/json"})
    assert dragged.status_code == 403 and "while the plenary clusters" in dragged.json["said"]


def test_a_theme_becomes_a_draft_lesson_with_its_passages_as_evidence(client, plenary):
    facts = _theme(plenary, "Facts", 1, 2, 3)
    with unit_of_work():
        opening.move_on(plenary, to="draft", based_on="cluster", by=world.viewer("cleo"))
    at = f"{HERE}/themes/{facts.id}/draft"
    assert client("ana").get(at).status_code == 403
    assert TEXTS[0] in client("cleo").get(at).text
    said = {"when": "you negotiate", "do": "bring figures", "because": "they listen to them"}
    form = said | {"stance_1": "supports", "stance_2": "contradicts", "stance_3": ""}
    answer = client("cleo").post(at, data=form, follow_redirects=True)
    assert answer.request.path.startswith(f"{HERE}/drafts/")
    (lesson,) = session().query(Lesson)
    assert sorted((piece.passage_id, piece.stance) for piece in lesson.evidence) == [
        (1, "supports"),
        (2, "contradicts"),
    ]
    assert lesson.status == "plenary"
    assert "Bring figures" in client("cleo").get(f"{HERE}/themes/{facts.id}").text
    assert "Bring figures" in client("ana").get(f"{HERE}/board").text, "all who follow it speak about it"
    assert client("cleo").post(at, data=form).status_code == 422


def test_a_draft_leaves_out_what_came_to_stand_in_confidence_though_its_maker_reads_it(client, plenary):
    facts, broken = _theme(plenary, "Facts", 1, 2), world.group("broken")
    with unit_of_work():
        members.appoint(world.person("cleo"), broken)
        session().get_one(Card, 2).passage.group = broken
        opening.move_on(plenary, to="draft", based_on="cluster", by=world.viewer("cleo"))
    form = {"when": "you negotiate", "do": "bring figures", "because": "they listen", "stance_1": "supports"}
    answer = client("cleo").post(f"{HERE}/themes/{facts.id}/draft", data=form | {"stance_2": "supports"})
    assert answer.status_code == 302
    assert [piece.passage_id for piece in session().query(Lesson).one().evidence] == [1]


def test_a_card_is_discussed_with_its_words_unless_others_may_not_read_them(client, plenary):
    (own,) = mark("stone", "Only for Stone", by="ana", audience="subgroup")
    with unit_of_work():
        hidden = collecting.bring_passage(plenary, own, by=world.viewer("ana")).id
    browser, reply = client("ana"), f"/c/psc/threads/{plenary.thread_id}/reply?card="
    assert f"&gt; {TEXTS[0]}" in browser.get(f"{reply}1").text
    page = browser.get(f"{reply}{hidden}").text
    assert "Only for Stone" not in page and f"/cards/{hidden}" in page
    assert client("dirk").get(f"{reply}{hidden}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_cards(client, plenary):
    browser = client("ana")
    browser.get(f"{HERE}/board")
    with count_queries() as few:
        browser.get(f"{HERE}/board")
    passages = mark("psc", *(f"Another thing {n} that we saw" for n in range(30)), by="dirk")
    with unit_of_work():
        for passage in passages:
            collecting.bring_passage(plenary, passage, by=world.viewer("dirk"))
    _theme(plenary, "Facts", 1, 2, 5)
    with count_queries() as many:
        browser.get(f"{HERE}/board")
    assert len(many) == len(few)


def test_groups_are_suggested_by_words_that_few_share(client, plenary):
    found = propose({1: ("wage", "night"), 2: ("wage", "night"), 3: ("dust", "mask"), 4: ("dust", "mask"), 5: ("tea",)})
    assert [group.cards for group in found] == [(1, 2), (3, 4)]
    assert found[0].terms == ("night", "wage")
    assert propose({}) == [] == propose({1: ("wage",)})
    assert client("ana").get(f"{HERE}/suggestions").status_code == 200
    assert client("rea").get(f"{HERE}/suggestions").status_code == 403
