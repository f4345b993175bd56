"""The tray: who finds which passage in it, what it says of each, and what waits for its author."""

import pytest

from community.errors import Absent
from community.groups.actions import members
from community.lessons.actions import passages
from community.lessons.queries.passages import (
    count_passages,
    find_passage,
    harvested_in,
    passages_in,
    passages_waiting_for_release,
    unused_passages,
)
from tests import world
from tests.lessons.practice import make_case, mark_case, mark_post, publish, who


def _tray(name, **more):
    return passages_in(world.group("psc"), viewer=who(name), **more)


@pytest.fixture
def confidential(app):
    """A passage of the confidential subgroup, by Dirk."""
    return mark_post("In confidence", by="dirk", group="broken", audience="subgroup", why="our secret")


def test_a_passage_says_where_it_is_from_and_who_marked_it(app):
    mark_case(make_case(), "done-2", by="dirk", why="the door")
    (line,) = _tray("rea")
    assert (line.exact, line.author, line.group) == ("They asked us in.", "Ana", "Stone")
    assert (line.harvested_by, line.why) == ("Dirk", "the door")
    assert (line.source.title, line.source.anchor, line.is_citable, line.used_in) == (
        "The open door",
        "done-2",
        True,
        (),
    )


def test_a_passage_of_a_subgroup_is_in_the_tray_of_who_reads_it(app):
    mark_post("Among us", by="ana", group="stone", audience="subgroup")
    assert [len(_tray(name)) for name in ("ana", "cleo", "rea", "dirk", "bo", "visitor", "ada")] == [
        1,
        1,
        0,
        0,
        0,
        0,
        0,
    ]


def test_a_confidential_passage_is_in_no_tray_outside_until_released(confidential):
    names = ("cleo", "ana", "rea", "bo", "visitor", "ada", "finn")
    assert [(len(_tray(name)), count_passages(world.group("psc"), viewer=who(name))) for name in names] == [(0, 0)] * 7
    (inside,) = _tray("dirk")
    assert (inside.group, inside.is_citable) == ("Broken", False)
    passages.release(confidential, by=who("dirk"))
    assert [len(_tray(name)) for name in names] == [1, 1, 1, 0, 0, 0, 0]
    (line,) = _tray("cleo")
    assert (line.exact, line.author, line.is_citable) == ("In confidence", "Dirk", True)
    assert (line.source, line.group, line.why, line.harvested_by) == (None, None, "", None)


def test_a_passage_is_found_where_its_words_may_be_read(confidential):
    psc = world.group("psc")
    assert find_passage(psc, confidential.id, viewer=who("dirk")) is confidential
    for name in ("cleo", "ana", "visitor"):
        with pytest.raises(Absent):
            find_passage(psc, confidential.id, viewer=who(name))
    with pytest.raises(Absent):
        find_passage(world.group("fed"), confidential.id, viewer=who("dirk"))
    passages.release(confidential, by=who("dirk"))
    assert find_passage(psc, confidential.id, viewer=who("ana")) is confidential
    with pytest.raises(Absent):
        find_passage(psc, confidential.id, viewer=who("visitor"))


def test_unused_are_those_without_a_lesson_that_the_reader_may_read(app):
    used, unused = mark_case(make_case(), "done-1", "done-2")
    publish(used)
    assert [line.id for line in _tray("ana", unused=True)] == [unused.id]
    assert unused_passages(world.group("psc"), viewer=who("ana")) == 1
    publish(unused, by="dirk", group="broken", do="inside")
    assert [line.id for line in _tray("ana", unused=True)] == [unused.id]
    assert _tray("dirk", unused=True) == []
    assert [c.title for c in _tray("ana")[-1].used_in] == ["Let a partner hold it"]


def test_a_lesson_is_offered_what_it_may_cite(confidential):
    members.appoint(world.person("cleo"), world.group("broken"))
    word = mark_post("Trust first", by="ana", group="stone")
    for_all = _tray("cleo", citable_in=world.group("psc"))
    for_them = _tray("cleo", citable_in=world.group("broken"))
    assert ([line.id for line in for_all], len(for_them)) == ([word.id], 2)


def test_the_tray_has_pages(app):
    mark_case(make_case(), "question-1", "done-1", "done-2", "done-3", "helped-1")
    first = _tray("ana", limit=2)
    assert len(first) == 3
    rest = _tray("ana", before=(first[1].harvested_at, first[1].id))
    assert [line.id for line in rest] == sorted((line.id for line in rest), reverse=True)
    assert len(rest) == 3


def test_ones_own_words_wait_for_release(confidential):
    members.appoint(world.person("ana"), world.group("broken"))
    assert [(line.id, line.community_slug) for line in passages_waiting_for_release(who("dirk"))] == [
        (confidential.id, "psc")
    ]
    assert [passages_waiting_for_release(who(name)) for name in ("ana", "cleo", "visitor")] == [[], [], []]
    passages.release(confidential, by=who("dirk"))
    assert passages_waiting_for_release(who("dirk")) == []


def test_the_marks_of_a_case_are_seen_by_who_reads_it(app):
    case = make_case(audience="subgroup")
    (passage,) = mark_case(case, "done-2", why="the door")
    (mark,) = harvested_in(passage.case_revision_id, viewer=who("ana"))
    assert (mark.anchor, mark.exact, mark.why, mark.harvested_by) == ("done-2", "They asked us in.", "the door", "Ana")
    assert harvested_in(passage.case_revision_id, viewer=who("rea")) == []
