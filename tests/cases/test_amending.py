"""Saving again soon after amends one revision; whoever writes on from what it held is still merged, not overwritten."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community import clock, worker
from community.cases import queries
from community.cases.actions import amending, writing
from community.cases.underway import FormerState
from community.database import session, unit_of_work
from community.lessons.actions import passages
from community.lessons.blocks import blocks_of
from community.notifications.models import Happening
from community.search.models import SearchEntry
from tests.cases.conftest import save, typed

pytestmark = pytest.mark.postgresql


def _again(found, by, **changes):
    return save(found, by, may_amend=True, **{"based_on": found.revision.version, **changes})


def test_saves_of_one_person_within_ten_minutes_are_one_revision(case, client, find):
    address = f"/c/psc/cases/{case}/edit"
    for text in ("First.", "First, mended.", "First, mended twice."):
        sent = typed(find(case), section_done=text, based_on=find(case).revision.version)
        assert client("ana").post(address, data=sent).status_code == 302
    now = find(case).revision
    assert (now.number, now.amendments, now.version) == (1, 3, "1.3")
    assert now.sections["done"] == "First, mended twice."
    assert "mended twice" in now.html["done"]
    assert "mended twice" in now.text


def test_later_on_it_is_another_revision(case, find, viewer):
    found = find(case)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert _again(found, viewer("ana"), sections={"done": "Later."}).number == 2


def test_so_it_is_after_somebody_else_or_once_a_passage_was_marked_or_somebody_new_is_mentioned(case, find, viewer):
    found, ana, dirk = find(case), viewer("ana"), viewer("dirk")
    assert _again(found, dirk, sections={"done": "Dirk’s."}).number == 2
    assert _again(found, ana, sections={"done": "Ana’s.\n\nStays."}).number == 3
    anchor = blocks_of("done", "Ana’s.\n\nStays.")[1].anchor
    passages.harvest_paragraphs(found, found.revision, places=[("done", anchor)], by=dirk)
    assert _again(found, ana, sections={"done": "Ana’s again."}).number == 4
    assert _again(found, ana, sections={"done": "Ask @dirk."}).number == 5
    assert _again(found, ana, sections={"done": "Do ask @dirk."}).version == "5.1"


def test_what_is_loaded_or_restored_stands_for_itself(case, find, viewer):
    found = find(case)
    assert save(found, viewer("ana"), sections={"done": "Loaded."}).number == 2
    assert writing.restore(found, number=1, based_on="2", by=viewer("ana")).number == 3


def test_a_save_based_on_what_was_amended_since_is_merged(case, client, find, viewer):
    began, address = typed(find(case)), f"/c/psc/cases/{case}/edit"
    with unit_of_work():
        held = find(case).revision.sections
        _again(find(case), viewer("ana"), sections={**held, "done": "We asked.\n\nThen we wrote it down."})
    sent = {**began, "section_done": "We asked twice.\n\nThen we listened."}
    assert client("dirk").post(address, data=sent).status_code == 302
    now = find(case).revision
    assert (now.number, now.merged_from) == (2, "1")
    assert now.sections["done"] == "We asked twice.\n\nThen we wrote it down."
    clash = client("dirk").post(address, data={**began, "section_done": "We asked thrice.\n\nThen we listened."})
    assert clash.status_code == 409


def test_search_follows_and_people_are_told_once(case, find, viewer):
    found = find(case)
    for text in ("First.", "A zebrafinch."):
        _again(found, viewer("ana"), sections={"done": text}, title=text)
    entry = session().scalars(select(SearchEntry).where(SearchEntry.key == f"case:{found.id}")).one()
    assert (entry.title, "zebrafinch" in entry.body) == ("A zebrafinch.", True)
    told = select(func.count()).select_from(Happening).where(Happening.container == f"case:{found.id}")
    assert session().scalar(told) == 1


def test_a_passage_is_not_marked_in_what_was_amended_since_the_page_was_opened(case, client, find, viewer):
    page = client("dirk").get(f"/c/psc/cases/{case}/harvest").text
    assert 'name="revision" value="1"' in page
    with unit_of_work():
        _again(find(case), viewer("ana"), sections={"done": "Something else.\n\nEntirely."})
    late = client("dirk").post(f"/c/psc/cases/{case}/passages", data={"revision": "1", "places": "done-2"})
    assert late.status_code == 422
    assert "Choose again" in late.text
    sent = {"revision": "1.1", "places": "done-2"}
    assert client("dirk").post(f"/c/psc/cases/{case}/passages", data=sent).status_code == 302
    assert find(case).revision.is_pinned


def test_what_was_said_of_both_changes_is_kept(case, find, viewer):
    found = find(case)
    _again(found, viewer("ana"), sections={"done": "1"}, change="Shorter")
    _again(found, viewer("ana"), sections={"done": "2"}, change="Numbers checked")
    assert found.revision.change == "Shorter; Numbers checked"
    _again(found, viewer("ana"), sections={"done": "3"}, change="x" * 200)
    assert found.revision.change == "x" * 200


def test_what_it_held_is_forgotten_once_nobody_can_be_writing_from_it(case, find, viewer, monkeypatch, app):
    with unit_of_work():
        _again(find(case), viewer("ana"), sections={"done": "Amended."})
    assert queries.find_state(find(case), "1").sections["done"].startswith("We asked")
    session().rollback()
    with clock.at(clock.now() + timedelta(days=91)):
        worker.drain(app, [amending.forget_former])
    assert session().scalar(select(func.count()).select_from(FormerState)) == 0
    assert queries.find_state(find(case), "1") is None


@pytest.mark.parametrize("name", ["rea", "bo", "visitor"])
def test_nobody_else_amends(case, client, find, name):
    before = find(case).revision.version
    client(name).post(f"/c/psc/cases/{case}/edit", data=typed(find(case), section_done="Theirs"))
    assert find(case).revision.version == before
