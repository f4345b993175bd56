"""Marking passages: what is kept, who may, and letting one out of a confidential subgroup."""

import pytest

from community.cases.actions import placing, writing
from community.cases.queries import find_revision
from community.database import session
from community.discussions import actions as discussions
from community.errors import Absent, Invalid, NotAllowed
from community.groups.actions import members
from community.lessons.actions import passages
from community.lessons.passages import Passage
from tests import world
from tests.lessons.practice import SECTIONS, make_case, make_post, mark_case, mark_post, who


def test_a_post_is_kept_in_its_words_and_pinned(app):
    passage = mark_post("Ask *who* pays.\n\nThen wait.", by="ana", group="stone", marked_by="dirk", why="  so  true ")
    assert passage.exact == "Ask who pays.\n\nThen wait."
    assert passage.post_revision.is_pinned
    assert (passage.author_id, passage.harvested_by_id) == (world.id_of("ana"), world.id_of("dirk"))
    assert (passage.why, passage.scope.group_id, passage.released_at) == ("so true", world.group("stone").id, None)


def test_an_edit_changes_no_passage(app):
    passage = mark_post("First words", by="ana", group="stone")
    post = passage.post_revision.post
    discussions.edit(post, text="Other words", based_on=1, by=who("ana"))
    assert passage.exact == passage.post_revision.text == "First words"
    assert passages.harvest_post(post, by=who("ana")).exact == "Other words"


def test_a_second_mark_renews_the_why_and_another_persons_is_another(app):
    post = make_post("Words", by="ana", group="stone")
    first = passages.harvest_post(post, why="one", by=who("ana"))
    assert passages.harvest_post(post, why="two", by=who("ana")) is first
    assert first.why == "two"
    assert passages.harvest_post(post, why="three", by=who("dirk")).id != first.id


def test_paragraphs_are_kept_with_their_place_and_neighbours(app):
    case = make_case()
    found = mark_case(case, "done-2", "helped-1", by="dirk", why="for the door")
    assert [(p.section, p.anchor, p.exact, p.before, p.after) for p in found] == [
        ("done", "done-2", "They asked us in.", "We went there.", "We stayed."),
        ("helped", "helped-1", "Time", "", "Trust"),
    ]
    assert all(p.case_revision.is_pinned and p.author_id == world.id_of("ana") for p in found)


def test_a_paragraph_marked_again_in_a_later_revision_is_the_same_passage(app):
    case = make_case()
    (first,) = mark_case(case, "done-2", why="one")
    later = SECTIONS | {"helped": "Luck"}
    writing.revise(case, title=case.title, sections=later, partners=[], choices={}, based_on=1, by=who("ana"))
    assert mark_case(case, "done-2", why="two") == [first]
    assert (first.why, first.case_revision.number) == ("two", 1)


def test_words_belong_to_who_saved_them_first(app):
    case = make_case(by="cleo", group="psc")
    sections = SECTIONS | {"done": SECTIONS["done"] + "\n\nAnd came back."}
    members.appoint(world.person("dirk"), world.group("stone"))
    writing.revise(case, title=case.title, sections=sections, partners=[], choices={}, based_on=1, by=who("dirk"))
    authors = [passage.author_id for passage in mark_case(case, "done-1", "done-4")]
    assert authors == [world.id_of("cleo"), world.id_of("dirk")]


@pytest.mark.parametrize("anchor", ["done-9", "nothing-1", "done", "", "-1"])
def test_a_place_that_does_not_exist_is_refused(app, anchor):
    with pytest.raises(Invalid):
        mark_case(make_case(), anchor)


def test_nothing_chosen_and_too_long_a_why_are_refused(app):
    with pytest.raises(Invalid):
        mark_case(make_case())
    with pytest.raises(Invalid):
        mark_post("Words", by="ana", group="stone", why="x" * 401)
    assert not session().query(Passage).count()


def test_a_revision_of_another_case_is_absent(app):
    one, other = make_case("One"), make_case("Other")
    with pytest.raises(Absent):
        passages.harvest_paragraphs(one, find_revision(other, 1), places=[("done", "done-1")], by=who("ana"))


@pytest.mark.parametrize("name", ["visitor", "bo", "rea", "finn", "ada"])
def test_who_may_not_mark(app, name):
    post, case = make_post("Words", by="ana", group="stone", audience="public"), make_case(audience="public")
    with pytest.raises(NotAllowed):
        passages.harvest_post(post, by=who(name))
    with pytest.raises(NotAllowed):
        mark_case(case, "done-1", by=name)


def test_only_who_wrote_the_words_releases_them(app):
    members.appoint(world.person("ana"), world.group("broken"))
    passage = mark_post("In confidence", by="ana", group="broken", audience="subgroup", marked_by="dirk")
    for name in ("dirk", "cleo", "ada"):
        with pytest.raises(NotAllowed):
            passages.release(passage, by=who(name))
    passages.release(passage, by=who("ana"))
    assert passage.released_at is not None


def test_words_of_an_ordinary_group_have_nothing_to_be_released_from(app):
    with pytest.raises(NotAllowed):
        passages.release(mark_post("Words", by="ana", group="stone"), by=who("ana"))


def test_passages_follow_their_case_and_their_thread(app):
    case = make_case(by="cleo", group="psc")
    (paragraph,) = mark_case(case, "done-1", by="cleo")
    post = discussions.reply(case.thread, text="I was there", by=who("cleo"))
    word = passages.harvest_post(post, by=who("cleo"))
    placing.move(case, group=world.group("stone"), audience="subgroup", by=who("cleo"))
    for passage in (paragraph, word):
        assert (passage.group_id, passage.audience) == (world.group("stone").id, "subgroup")
