"""The page of a passage: its words, its place as it was, how it stands today, what rests on it; and its masked release."""

import re

import pytest

from community import worker
from community.audit.models import AuditEntry
from community.cases.actions import writing
from community.cases.models import Case
from community.database import db, session, unit_of_work
from community.discussions import actions as discussions
from community.lessons.actions import passages
from community.lessons.reanchoring import look_again
from tests import world
from tests.lessons.practice import SECTIONS, make_case, make_post, mark_case, mark_post, passage_of, publish, who


@pytest.fixture
def marked(app):
    """A paragraph of a case, marked by Dirk, on which a lesson rests."""
    with unit_of_work():
        case = make_case()
        (passage,) = mark_case(case, "done-2", by="dirk", why="for the door")
        publish(passage)
        return passage.id


@pytest.fixture
def hushed(app):
    """A post of the confidential subgroup, marked."""
    with unit_of_work():
        passage = mark_post("Rosa of Kade told us so.", by="dirk", group="broken", audience="subgroup", why="our why")
        return passage.id


def change(app, **sections):
    with unit_of_work():
        case = session().query(Case).one()
        writing.revise(case, sections=SECTIONS | sections, based_on=case.revision.version, by=who("ana"))
    db.session.remove()
    worker.drain(app, [look_again])


def test_it_says_what_was_marked_why_by_whom_and_what_rests_on_it(client, marked):
    page = client("rea").get(f"/c/psc/passages/{marked}").text
    assert "They asked us in." in page and "for the door" in page and "Marked by Dirk" in page
    assert 'href="/people/ana"' in page and "/lessons/let-a-partner-hold-it" in page
    assert "It stands there as it was marked." in page
    assert f'href="/c/psc/cases/the-open-door/revisions/1?passage={marked}#passage"' in page


def test_its_place_is_marked_in_the_revision_it_was_taken_from(app, client, marked):
    change(app, done="We never went there.")
    page = client("rea").get(f"/c/psc/cases/the-open-door/revisions/1?passage={marked}").text
    shown = re.findall(r"<mark[^>]*>.*?</mark>", page)
    assert shown[0] == '<mark id="passage" tabindex="-1">They </mark>' and "asked" in shown[1]
    assert f'href="/c/psc/passages/{marked}"' in page
    for other in ("999", "x", "0"):
        assert "<mark" not in client("rea").get(f"/c/psc/cases/the-open-door/revisions/1?passage={other}").text
    assert "<mark" not in client("rea").get(f"/c/psc/cases/the-open-door/revisions/2?passage={marked}").text


def test_what_was_changed_is_shown_as_a_difference(app, client, marked):
    change(app, done="We went there.\n\nThey asked all of us in.\n\nWe stayed.")
    page = client("rea").get(f"/c/psc/passages/{marked}").text
    assert "The words were changed since they were marked." in page
    assert re.search(r"<ins>.*all of.*</ins>", page)
    assert "compare?from=1&amp;to=2" in page


def test_what_moved_and_what_is_gone_is_said(app, client, marked):
    change(app, done="We went there.", helped="- They *asked* us in.")
    page = client("rea").get(f"/c/psc/passages/{marked}").text
    assert "The same words stand in another place now." in page and "/cases/the-open-door#helped-1" in page
    change(app, done="We went there.")
    page = client("rea").get(f"/c/psc/passages/{marked}").text
    assert "The words are not in the case any more." in page and "Read it where it stands now" not in page


def test_a_post_is_shown_as_it_was_with_the_place_marked(client, app):
    with unit_of_work():
        post = make_post("> Theirs\n\nMine *and* mine.", by="ana", group="stone")
        passage_id = passages.harvest_post(post, by=who("dirk")).id
        discussions.edit(post, text="Other words", based_on=1, by=who("ana"))
    page = client("rea").get(f"/c/psc/passages/{passage_id}/post").text
    assert "as it was when a passage of it was marked" in page
    assert re.sub("<[^>]+>", "", "".join(re.findall(r"<mark.*?</mark>", page))) == "Mine and mine."
    assert "Theirs" in page


def test_what_may_not_be_seen_is_not_there(client, hushed, marked):
    for name in ("visitor", "bo", "ana", "cleo", "rea", "ada", "finn"):
        assert client(name).get(f"/c/psc/passages/{hushed}").status_code == 404, name
        assert client(name).get(f"/c/psc/passages/{hushed}/post").status_code == 404, name
    assert client("visitor").get(f"/c/psc/passages/{marked}").status_code == 404
    assert client("dirk").get(f"/c/psc/passages/{hushed}").status_code == 200
    assert client("dirk").get("/c/psc/passages/999").status_code == 404
    assert client("dirk").get(f"/c/psc/passages/{marked}/post").status_code == 404


def test_words_leave_with_names_masked_and_stay_inside_as_they_are(client, app, hushed):
    assert "Release this wording" in client("dirk").get(f"/c/psc/passages/{hushed}").text
    released = client("dirk").post(f"/c/psc/passages/{hushed}/release", data={"masked": "A  partner told us so."})
    assert released.location == f"/c/psc/passages/{hushed}"
    with unit_of_work():
        slug = publish(passage_of(hushed)).slug
    for address in (f"/c/psc/passages/{hushed}", "/c/psc/passages", f"/c/psc/lessons/{slug}"):
        for name in ("ana", "cleo", "rea"):
            page = client(name).get(address).text
            assert "A partner told us so." in page, (name, address)
            assert not re.search("Rosa|Kade|our why|Broken", page.replace("/broken", "")) or name == "cleo"
            assert not re.search("Rosa|Kade|our why", page), (name, address)
        assert "Rosa of Kade" in client("dirk").get(address).text
    assert "Rosa" not in client("cleo").get(f"/c/psc/lessons/new?passage={hushed}").text
    assert client("ana").get(f"/c/psc/passages/{hushed}/post").status_code == 404
    (entry,) = session().query(AuditEntry).filter(AuditEntry.what.like("passage.%")).all()
    assert entry.what == "passage.released_masked" and entry.by_id == world.id_of("dirk")


def test_a_release_is_not_widened_by_another_one(app, client, hushed):
    client("dirk").post(f"/c/psc/passages/{hushed}/release", data={"masked": "A partner told us so."})
    client("dirk").post(f"/c/psc/passages/{hushed}/release")
    client("dirk").post(f"/c/psc/passages/{hushed}/release", data={"masked": "Rosa told us so."})
    assert passage_of(hushed).masked == "A partner told us so."
    assert "Rosa" not in client("ana").get(f"/c/psc/passages/{hushed}").text


def test_how_released_words_stand_inside_is_not_told_outside(app, client, hushed):
    client("dirk").post(f"/c/psc/passages/{hushed}/release")
    with unit_of_work():
        slug = publish(passage_of(hushed)).slug
        post = passage_of(hushed).post_revision.post
        discussions.edit(post, text="Rosa and Ines of Kade told us so.", based_on=1, by=who("dirk"))
    db.session.remove()
    worker.drain(app, [look_again])
    assert "Ines" in client("dirk").get(f"/c/psc/passages/{hushed}").text
    for address in (f"/c/psc/passages/{hushed}", f"/c/psc/lessons/{slug}", "/c/psc/passages", "/c/psc/desk"):
        page = client("cleo").get(address).text
        assert "Ines" not in page and "hanged since" not in page, address


def test_an_empty_or_endless_wording_is_refused_with_what_was_typed(client, hushed):
    for typed in ("  ", "\u200b", "x" * 20_001):
        answer = client("dirk").post(f"/c/psc/passages/{hushed}/release", data={"masked": typed})
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert passage_of(hushed).released_at is None


def test_each_subgroup_has_a_tray_of_its_own(client, app, marked, hushed):
    stone = client("rea").get("/c/psc/subgroups/stone/passages").text
    assert "They asked us in." in stone and "Rosa" not in stone
    inside = client("dirk").get("/c/psc/subgroups/broken/passages").text
    assert "Rosa of Kade" in inside and "They asked us in." not in inside
    for name in ("cleo", "ana", "rea"):
        assert client(name).get("/c/psc/subgroups/broken/passages").status_code == 404, name
    assert "/c/psc/subgroups/stone/passages" in client("ana").get("/c/psc/subgroups/stone").text
