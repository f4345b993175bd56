"""A plenary whose subgroup is dissolved: nothing is lost, nobody waits for it, and what it brought stays where it stands."""

import pytest

from community.database import session, unit_of_work
from community.errors import NotAllowed
from community.groups.actions import dissolving
from community.lessons.actions.passages import release
from community.plenaries.actions import collecting, opening
from community.plenaries.models import PHASES, Plenary, PlenaryGroup
from community.plenaries.queries.board import board_of
from community.plenaries.queries.plenaries import groups_of
from tests import world
from tests.plenaries.practice import agree_on, mark, open_plenary, say

HERE = "/c/psc/plenaries/our-first-plenary"


def _dissolve(*slugs):
    with unit_of_work():
        for slug in slugs:
            dissolving.dissolve(world.group(slug), by=world.viewer("cleo"), word="Canary word")


def _change(plenary, groups):
    with unit_of_work():
        opening.change_plenary(
            session().get(Plenary, plenary.id), title=plenary.title, question=plenary.question, audience="community",
            ends={}, cases=[], groups=groups, based_on=plenary.change_count, by=world.viewer("cleo"),
        )  # fmt: skip


def _in_scope(plenary):
    session().rollback()
    return {row.group_id for row in session().query(PlenaryGroup).filter_by(plenary_id=plenary.id)}


def test_its_cards_stay_and_it_is_shown_as_dissolved_rather_than_late(client):
    plenary = open_plenary()
    mark("stone", "They came with figures.", by="ana")
    client("cleo").post(f"{HERE}/subgroups/stone/cards")
    before = [card.words for card in board_of(plenary, viewer=world.viewer("ana")).cards]
    _dissolve("stone", "broken")
    assert [card.words for card in board_of(plenary, viewer=world.viewer("ana")).cards] == before
    page = client("ana").get(HERE).text
    assert "(dissolved)" in page and "1 card, brought" in " ".join(page.split())
    assert "Has not brought its harvest yet" not in page
    assert "Broken" not in page


def test_one_that_never_brought_anything_is_not_asked_for_it(client):
    open_plenary()
    assert "Has not brought its harvest yet" in client("ana").get(HERE).text
    _dissolve("stone")
    page = client("ana").get(HERE).text
    assert "Has not brought its harvest yet" not in page and "Dissolved before it brought its harvest" in page


def test_what_it_harvested_can_still_be_brought(app, client):
    plenary = open_plenary()
    (passage, other) = mark("stone", "They came with figures.", "Nobody asked.", by="ana")
    _dissolve("stone")
    with unit_of_work():
        collecting.bring_passage(session().get(Plenary, plenary.id), passage, by=world.viewer("dirk"))
    assert client("cleo").post(f"{HERE}/subgroups/stone/cards").status_code == 302
    assert len(board_of(plenary, viewer=world.viewer("ana")).cards) == 2
    with pytest.raises(NotAllowed):
        collecting.bring_tray(plenary, world.group("stone"), by=world.viewer("ana"))
    assert client("cleo").post(f"{HERE}/subgroups/broken/cards").status_code in (403, 404)


def test_a_confidential_one_keeps_what_was_not_released(app, client):
    plenary = open_plenary()
    kept, let_out = mark("broken", "What nobody hears", "What all may hear", by="dirk", audience="subgroup")
    _dissolve("broken")
    with unit_of_work():
        release(let_out, by=world.viewer("dirk"))
    client("dirk").post(f"{HERE}/subgroups/broken/cards")
    for name in ("ana", "cleo", "dirk"):
        assert [card.words for card in board_of(plenary, viewer=world.viewer(name)).cards] == ["What all may hear"]
    for name in ("ana", "cleo"):
        for page in (HERE, f"{HERE}/board", f"{HERE}/report"):
            assert "Canary" not in client(name).get(page).text


def test_its_members_take_part_as_members_of_the_community_to_the_end(app, client):
    (draft,) = agree_on(quorum=1)
    plenary = draft.plenary
    _dissolve("stone", "broken")
    for name in ("ana", "dirk"):
        say(draft, name, "agree")
    cleo = world.viewer("cleo")
    with unit_of_work():
        opening.move_on(plenary, to="closed", based_on="agree", leaving=1, by=cleo)
    assert plenary.phase == PHASES[-1]
    report = client("cleo").get(f"{HERE}/report").text
    assert "The subgroups:" in report and "Stone</a> (dissolved)." in report and "Broken" not in report
    assert "The subgroups: Stone (dissolved)." in client("cleo").get(f"{HERE}/report.md").text


def test_a_plenary_that_is_opened_does_not_offer_it(client):
    _dissolve("stone")
    page = client("cleo").get("/c/psc/plenaries/new").text
    assert "Broken" in page and "Stone" not in page
    with unit_of_work():
        plenary = opening.open_plenary(
            world.group("psc"), title="One", question="Two", groups=[world.group("stone").id], by=world.viewer("cleo")
        )
    assert not groups_of(plenary, viewer=world.viewer("cleo"))


def test_one_in_scope_stays_there_when_the_plenary_is_changed_until_it_is_taken_out(client):
    plenary, stone = open_plenary(), world.group("stone").id
    _dissolve("stone")
    page = client("cleo").get(f"{HERE}/edit").text
    assert "Stone (dissolved)" in page
    _change(plenary, [stone])
    assert _in_scope(plenary) == {stone}
    _change(session().get(Plenary, plenary.id), [])
    assert not _in_scope(plenary)
    _change(session().get(Plenary, plenary.id), [stone])
    assert not _in_scope(plenary)
