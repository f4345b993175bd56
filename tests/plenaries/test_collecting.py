"""Passages that are brought to a plenary, and who sees them there."""

import pytest
from sqlalchemy import delete

from community.database import session, unit_of_work
from community.errors import Absent, NotAllowed
from community.groups.actions import forming
from community.groups.models import Group, Membership
from community.lessons.actions.passages import release
from community.plenaries import rules
from community.plenaries.actions import collecting
from community.plenaries.models import PlenaryGroup
from community.plenaries.queries.board import board_of
from tests import world
from tests.plenaries.practice import mark, open_plenary

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/plenaries/our-first-plenary"


def _words(plenary, name):
    return [card.words for card in board_of(plenary, viewer=world.viewer(name)).cards]


def test_a_member_brings_a_passage_once(client):
    open_plenary()
    (passage,) = mark("psc", "They came with their own figures.", by="ana")
    browser = client("ana")
    assert "Bring this to the plenary" in browser.get(f"{HERE}/passages").text
    for _ in range(2):
        browser.post(f"{HERE}/cards", data={"passage": passage.id})
    answer = browser.get(f"{HERE}/board")
    assert answer.text.count("They came with their own figures.") == 1
    assert "On the board" in browser.get(f"{HERE}/passages").text


def test_readers_bring_nothing_and_nobody_brings_late(app, client):
    plenary = open_plenary()
    (passage,) = mark("psc", "Figures", by="ana")
    assert client("rea").post(f"{HERE}/cards", data={"passage": passage.id}).status_code == 403
    late = open_plenary(phase="draft", slug="late")
    with pytest.raises(NotAllowed):
        collecting.bring_passage(late, passage, by=world.viewer("ana"))
    assert not _words(plenary, "ana")


def test_a_facilitator_brings_the_tray_of_a_confidential_subgroup_as_far_as_it_was_released(app, client):
    plenary = open_plenary()
    kept, let_out = mark("broken", "What nobody hears", "What all may hear", by="dirk", audience="subgroup")
    with unit_of_work():
        release(let_out, by=world.viewer("dirk"))
    answer = client("dirk").post(f"{HERE}/subgroups/broken/cards", follow_redirects=True)
    assert "1 passage stands on the board" in answer.text
    for name in ("ana", "cleo", "dirk"):
        assert _words(plenary, name) == ["What all may hear"]
    assert "Told in broken" not in client("ana").get(f"{HERE}/board").text
    with pytest.raises(NotAllowed):
        collecting.bring_passage(plenary, kept, by=world.viewer("dirk"))
    with pytest.raises(Absent):
        collecting.bring_passage(plenary, kept, by=world.viewer("cleo"))


def test_others_do_not_bring_a_tray(client):
    open_plenary()
    assert client("ana").post(f"{HERE}/subgroups/stone/cards").status_code == 403
    assert client("cleo").post(f"{HERE}/subgroups/stone/cards").status_code == 302
    assert client("cleo").post(f"{HERE}/subgroups/broken/cards").status_code == 403


def test_a_card_shows_to_those_who_may_read_its_words_and_counts_for_them_alone(client):
    plenary = open_plenary(audience="public")
    (own,) = mark("stone", "Only for Stone", by="ana", audience="subgroup")
    (common,) = mark("psc", "For all of us", by="ana")
    with unit_of_work():
        for passage in (own, common):
            collecting.bring_passage(plenary, passage, by=world.viewer("ana"))
    seen = {name: _words(plenary, name) for name in ("visitor", "rea", "ana", "cleo")}
    both = ["Only for Stone", "For all of us"]
    assert seen == {"visitor": [], "rea": ["For all of us"], "ana": both, "cleo": both}
    assert "(1 card)" in client("rea").get(HERE).text
    assert client("rea").get(f"{HERE}/cards/1").status_code == 404
    assert client("ana").get(f"{HERE}/cards/1").status_code == 200


def test_the_page_says_who_contributed_and_who_has_yet_to(client):
    plenary = open_plenary()
    (passage,) = mark("psc", "For all of us", by="ana")
    with unit_of_work():
        collecting.bring_passage(plenary, passage, by=world.viewer("ana"))
    assert "Not yet: Dirk" in client("cleo").get(HERE).text
    page = client("ana").get(HERE).text
    assert "2 of 3" in page and "Not yet:" not in page


def test_a_board_that_is_full_says_so_and_loses_nothing(client, monkeypatch):
    plenary = open_plenary()
    passages = mark("psc", "One", "Two", "Three", by="ana")
    monkeypatch.setattr(rules, "CARDS", 2)
    with unit_of_work():
        for passage in passages[:2]:
            collecting.bring_passage(plenary, passage, by=world.viewer("ana"))
    answer = client("ana").post(f"{HERE}/cards", data={"passage": passages[2].id})
    assert answer.status_code == 400 and "at most 2 cards" in answer.text
    assert _words(plenary, "ana") == ["One", "Two"]


def test_a_plenary_outlives_a_subgroup_in_its_scope(client):
    with unit_of_work():
        mud = forming.form_subgroup(world.group("psc"), name="Mud", audience="community", by=world.viewer("cleo"))
    plenary = open_plenary()
    with unit_of_work():
        session().add(PlenaryGroup(plenary_id=plenary.id, group_id=mud.id))
    assert "Mud" in client("ana").get(HERE).text
    with unit_of_work():
        session().execute(delete(Membership).where(Membership.group_id == mud.id))
        session().execute(delete(Group).where(Group.id == mud.id))
    page = client("cleo").get(HERE)
    assert page.status_code == 200 and "Mud" not in page.text and "Stone" in page.text
    assert client("cleo").post(f"{HERE}/subgroups/mud/cards").status_code == 404
