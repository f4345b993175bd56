"""Evidence as each reader may see it: quoted, held, released, or not there at all; and counts that agree."""

import pytest
from sqlalchemy import select

from community.database import session
from community.errors import Absent
from community.groups.actions import forming, members
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import passages
from community.lessons.models import Lesson
from community.lessons.queries.citations import citations_of_posts, evidence_counts
from community.lessons.queries.evidence import evidence_of, find_evidence, tally_of
from community.lessons.queries.lessons import find_lesson, lessons_in, public_lessons, single_source_lessons
from community.lessons.queries.marks import citations_in, marks_of_case
from tests import world
from tests.lessons.practice import make_case, mark_case, mark_post, publish, who


def _pieces(lesson, name):
    return evidence_of(lesson, viewer=who(name))


def _line(name):
    (line,) = lessons_in(world.group("psc"), viewer=who(name))
    return line


def _agree(lesson, name):
    """Say that the counts of the list and of the page are the same, and return them."""
    counted = tally_of(_pieces(lesson, name))
    assert counted == _line(name).tally
    return counted


def _citing(case, name):
    return citations_in(marks_of_case(case.id, viewer=who(name)))


def test_who_reads_the_source_reads_the_words_and_the_place(app):
    case = make_case()
    (paragraph,) = mark_case(case, "done-2")
    word = mark_post("Trust first", by="ana", group="stone")
    lesson = publish(paragraph, word)
    first, second = _pieces(lesson, "rea")
    assert (first.quote, first.author, first.held_by) == ("They asked us in.", "Ana", None)
    place = first.source
    assert (place.kind, place.case_slug, place.revision, place.anchor) == ("case", case.slug, 1, "done-2")
    assert (second.source.kind, second.source.post_number, second.source.title) == ("post", 1, "On Trust first")
    assert _agree(lesson, "rea")[:4] == (2, 0, 0, 2)


def test_evidence_of_an_ordinary_subgroup_is_held_for_who_may_not_read_it(app):
    lesson = publish(mark_post("Among us", by="ana", group="stone", audience="subgroup"), audience="public")
    for name in ("rea", "dirk", "visitor", "bo"):
        (piece,) = _pieces(lesson, name)
        assert piece.held_by == "Stone"
        assert [piece.quote, piece.author, piece.source, piece.said_at, piece.note] == [None, None, None, None, ""]
        assert _agree(lesson, name).supports == 1
    assert _pieces(lesson, "ana")[0].quote == "Among us"
    assert _pieces(lesson, "cleo")[0].source is not None


def test_an_unreleased_passage_of_a_subgroup_made_confidential_vanishes_outside(app):
    passage = mark_post("Among us", by="ana", group="stone", audience="subgroup")
    lesson = publish(passage, audience="public")
    members.appoint(world.person("ana"), world.group("stone"), role="facilitator")
    forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=who("ana"))
    for name in ("rea", "cleo", "visitor", "ada"):
        assert _pieces(lesson, name) == []
        assert _agree(lesson, name).passages == 0
    assert _pieces(lesson, "ana")[0].quote == "Among us"
    with pytest.raises(Absent):
        find_evidence(lesson, lesson.evidence[0].id, viewer=who("cleo"))


@pytest.mark.parametrize("name", ["cleo", "rea", "ana"])
def test_a_released_passage_is_quoted_without_its_source(app, name):
    passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup")
    passages.release(passage, by=who("dirk"))
    lesson = publish(passage, audience="public")
    (piece,) = _pieces(lesson, name)
    assert (piece.quote, piece.author, piece.source, piece.held_by) == ("In confidence", "Dirk", None, None)
    assert _agree(lesson, name).sources == 1
    assert _pieces(lesson, "dirk")[0].source is not None


@pytest.mark.parametrize("name", ["visitor", "bo", "ada", "finn"])
def test_released_words_go_no_further_than_the_community(app, name):
    passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup")
    passages.release(passage, by=who("dirk"))
    lesson = publish(passage, audience="public")
    assert (_pieces(lesson, name), _agree(lesson, name).passages) == ([], 0)
    with pytest.raises(Absent):
        find_evidence(lesson, lesson.evidence[0].id, viewer=who(name))


def test_words_released_before_their_subgroup_opened_go_no_further_either(app):
    passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup")
    passages.release(passage, by=who("dirk"))
    lesson = publish(passage, audience="public")
    forming.set_audience(world.group("broken"), audience="subgroup", is_confidential=False, by=who("dirk"))
    assert _pieces(lesson, "rea")[0].quote == "In confidence"
    (piece,) = _pieces(lesson, "visitor")
    assert (piece.is_held, piece.quote, piece.author, piece.held_by) == (True, None, None, None)


@pytest.mark.parametrize("name", ["visitor", "bo", "rea", "ada"])
def test_a_subgroup_is_named_to_those_who_may_know_of_it(app, name):
    lesson = publish(mark_post("Among us", by="ana", group="stone", audience="subgroup"), audience="public")
    assert [(piece.is_held, piece.held_by) for piece in _pieces(lesson, name)] == [(True, "Stone")]
    forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=False, by=who("cleo"))
    assert [(piece.is_held, piece.held_by) for piece in _pieces(lesson, name)] == [(True, None)]


def test_single_sources_are_counted_for_who_asks(app):
    case = make_case()
    shown = publish(*mark_case(case, "done-1", "done-2"), do="one")
    publish(mark_case(case, "done-3")[0], mark_post("Yes", by="ana", group="stone"), do="two")
    publish(do="three")
    found = single_source_lessons(world.group("psc"), viewer=who("cleo"))
    assert [(line.do, line.tally.sources) for line in found] == [("three", 0), ("one", 1)]
    assert shown.slug == "one"


def test_public_lessons_are_those_that_everybody_reads(app):
    publish(do="for all", audience="public")
    publish(do="for us", audience="community")
    publish(do="for few", by="dirk", group="broken", audience="public")
    assert [line.do for line in public_lessons(limit=4)] == ["for all"]


def test_cases_and_posts_say_which_lessons_cite_them(app):
    case = make_case(audience="public")
    one, two = mark_case(case, "done-1", "done-2")
    word = mark_post("Trust first", by="ana", group="stone", audience="public")
    published = publish(one, two, word)
    draft = publish(by="dirk", group="broken", do="inside")
    post = word.post_revision.post
    assert [(c.slug, c.stance, c.anchor) for c in _citing(case, "ana")] == [
        (published.slug, "supports", "done-1"),
        (published.slug, "supports", "done-2"),
    ]
    (citation,) = citations_of_posts(post.thread, first=1, last=post.number, viewer=who("ana"))[post.id]
    assert (citation.title, citation.stance_said) == (published.title, "Supports the lesson")
    assert evidence_counts([case.id], viewer=who("ana")) == {case.id: 1}
    assert _citing(case, "visitor") == []
    assert citations_of_posts(post.thread, first=1, last=post.number, viewer=who("visitor")) == {}
    assert citations_of_posts(post.thread, first=post.number + 1, last=9, viewer=who("ana")) == {}
    assert evidence_counts([case.id], viewer=who("bo")) == {}
    assert draft.slug not in {c.slug for c in _citing(case, "ana")}


def test_two_marks_of_one_post_make_one_citation(app):
    first = mark_post("Words", by="ana", group="stone")
    post = first.post_revision.post
    second = passages.harvest_post(post, by=who("dirk"))
    publish(first, second)
    assert len(citations_of_posts(post.thread, first=1, last=1, viewer=who("ana"))[post.id]) == 1


@pytest.mark.parametrize("name", ["visitor", "ana", "bo", "cleo", "dirk", "rea", "finn", "ada"])
def test_lists_hold_what_the_door_opens(app, name):
    for group, by in (("psc", "cleo"), ("stone", "cleo"), ("broken", "dirk")):
        for audience in ("subgroup", "community", "public"):
            publish(do=f"{group} {audience}", by=by, group=group, audience=audience)
    viewer = viewer_of(world.id_of(name))
    listed = {line.slug for line in lessons_in(world.group("psc"), viewer=viewer)}
    every = set(session().scalars(select(Lesson.slug)))
    assert len(every) == 9
    assert listed == {slug for slug in every if _opens(slug, viewer)}


def _opens(slug, viewer):
    try:
        return bool(find_lesson(world.group("psc"), slug, viewer=viewer))
    except Absent:
        return False
