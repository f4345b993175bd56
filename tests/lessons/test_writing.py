"""Writing lessons: what is kept, who may, revisions, publication, evidence."""

import pytest

from community.errors import Absent, Invalid, NotAllowed, Outdated
from community.groups.actions import members
from community.lessons.actions import lessons, passages
from community.lessons.actions.settling import settle
from community.lessons.queries.lessons import find_lesson, lessons_in, present_revision
from tests import world
from tests.lessons.practice import make_case, mark_case, mark_post, publish, who, write

pytestmark = pytest.mark.postgresql


def _slugs(name, **more):
    return [line.slug for line in lessons_in(world.group("psc"), viewer=who(name), **more)]


def test_a_lesson_is_one_sentence_and_an_explanation(app):
    lesson = lessons.write(
        world.group("psc"),
        when=" you lack\ntrust,",
        do="let a partner hold it.",
        because="trust takes years .",
        explanation="Not *always*.",
        by=who("cleo"),
    )
    said = present_revision(lesson)
    assert (said.when, said.do, said.because) == ("you lack trust", "let a partner hold it", "trust takes years")
    assert "<em>always</em>" in said.html
    assert (said.text, lesson.slug, lesson.status) == ("Not always.", "let-a-partner-hold-it", "draft")


def test_a_common_issue_is_a_question(app):
    issue = lessons.write(world.group("psc"), kind="issue", question="Who decides?", do="ignored", by=who("cleo"))
    assert (issue.title, issue.slug, present_revision(issue).do) == ("Who decides?", "who-decides", "")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("do", {"do": " . "}),
        ("when", {"when": "x" * 401}),
        ("because", {"because": "x" * 401}),
        ("do", {"do": "é" * 401}),
        ("question", {"kind": "issue", "question": ""}),
        ("explanation", {"explanation": "x" * 20_001}),
        ("explanation", {"explanation": "> " * 5000}),
        ("kind", {"kind": "law"}),
        ("audience", {"audience": "all"}),
        ("language", {"language": "English"}),
        ("themes", {"themes": ["no-such-theme"]}),
    ],
)
def test_what_cannot_be_taken_names_its_field(app, field, values):
    with pytest.raises(Invalid) as refusal:
        lessons.write(world.group("psc"), **{"do": "ask", "by": who("cleo")} | values)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("name", "group", "may"),
    [
        ("cleo", "psc", True),
        ("cleo", "stone", True),
        ("cleo", "broken", False),
        ("dirk", "broken", True),
        ("dirk", "psc", False),
        ("dirk", "stone", False),
        ("ana", "psc", False),
        ("ana", "stone", False),
        ("rea", "psc", False),
        ("bo", "psc", False),
        ("ada", "psc", False),
        ("visitor", "psc", False),
    ],
)
def test_who_writes_lessons_where(app, name, group, may):
    if may:
        assert write(by=name, group=group).group.slug == group
    else:
        with pytest.raises(NotAllowed):
            write(by=name, group=group)


def test_a_facilitator_of_the_whole_community_is_no_coordinator(app):
    members.add_member(world.group("psc"), world.person("ana"), role="facilitator", by=who("cleo"))
    with pytest.raises(NotAllowed):
        write(by="ana")


def test_revising_keeps_the_former_state_and_the_former_address(app):
    lesson = write()
    lessons.revise(lesson, when="you lack trust", do="wait", because="it grows", based_on=1, by=who("cleo"))
    assert (lesson.slug, lesson.revision_count, lesson.revisions[0].do) == ("wait", 2, "let a partner hold it")
    assert find_lesson(world.group("psc"), "let-a-partner-hold-it", viewer=who("cleo")) is lesson
    with pytest.raises(Absent):
        find_lesson(world.group("psc"), "let-a-partner-hold-it", viewer=who("ana"))
    assert write().slug == "let-a-partner-hold-it-2"


def test_a_save_that_changes_nothing_makes_no_revision(app):
    lesson = write()
    same = {"when": "you lack trust", "do": "let a partner hold it", "because": "trust takes years"}
    lessons.revise(lesson, **same, audience=lesson.audience, language=lesson.language, based_on=1, by=who("cleo"))
    assert lesson.revision_count == 1


@pytest.mark.parametrize("change", [{"audience": "subgroup"}, {"language": "nl"}])
def test_another_audience_or_language_outdates_a_form(app, change):
    lesson = write(audience="public", language="en")
    same = {"when": "you lack trust", "do": "let a partner hold it", "because": "trust takes years"}
    lessons.revise(lesson, **same, **change, based_on=1, by=who("cleo"))
    with pytest.raises(Outdated):
        lessons.revise(lesson, **same, audience="public", language="en", based_on=1, by=who("cleo"))
    assert lesson.revision_count == 2
    assert {name: getattr(lesson, name) for name in change} == change


def test_an_outdated_save_overwrites_nothing(app):
    lesson = write()
    lessons.revise(lesson, do="mine", based_on=1, by=who("cleo"))
    with pytest.raises(Outdated):
        lessons.revise(lesson, do="theirs", based_on=1, by=who("cleo"))
    assert present_revision(lesson).do == "mine"


def test_publication_asks_for_the_whole_sentence_and_shows_it(app):
    half = lessons.write(world.group("psc"), do="ask first", by=who("cleo"))
    with pytest.raises(Invalid):
        settle(half, status="adopted", by=who("cleo"))
    lesson = write(audience="public")
    assert _slugs("ana") == []
    settle(lesson, status="adopted", by=who("cleo"))
    at = lesson.published_at
    settle(lesson, status="adopted", by=who("cleo"))
    assert lesson.published_at == at
    assert [_slugs(name) for name in ("ana", "rea", "visitor", "bo")] == [[lesson.slug]] * 4
    with pytest.raises(Invalid):
        lessons.revise(lesson, do="ask first", based_on=1, by=who("cleo"))
    with pytest.raises(NotAllowed):
        settle(half, status="adopted", by=who("ana"))


def test_evidence_is_cited_once_changed_and_withdrawn(app):
    (passage,) = mark_case(make_case(), "done-1")
    lesson = write()
    first = lessons.cite(lesson, passage, stance="supports", note="one", by=who("cleo"))
    assert lessons.cite(lesson, passage, stance="qualifies", note="two", by=who("cleo")) is first
    assert (first.stance, first.note, len(lesson.evidence)) == ("qualifies", "two", 1)
    lessons.withdraw_evidence(lesson, first, by=who("cleo"))
    assert lesson.evidence == []


def test_what_evidence_is_refused(app):
    (passage,) = mark_case(make_case(), "done-1")
    lesson = write()
    with pytest.raises(Invalid):
        lessons.cite(lesson, passage, stance="proves", by=who("cleo"))
    with pytest.raises(Invalid):
        lessons.cite(lesson, passage, stance="supports", note="x" * 401, by=who("cleo"))
    with pytest.raises(NotAllowed):
        lessons.cite(lesson, passage, stance="supports", by=who("ana"))
    evidence = lessons.cite(lesson, passage, stance="supports", by=who("cleo"))
    with pytest.raises(Absent):
        lessons.withdraw_evidence(write("other"), evidence, by=who("cleo"))


def test_a_confidential_passage_is_cited_outside_only_once_released(app):
    passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup")
    members.appoint(world.person("cleo"), world.group("broken"))
    with pytest.raises(NotAllowed):
        lessons.cite(write(), passage, stance="supports", by=who("cleo"))
    inside = write(by="dirk", group="broken")
    lessons.cite(inside, passage, stance="supports", by=who("dirk"))
    passages.release(passage, by=who("dirk"))
    lessons.cite(write(), passage, stance="supports", by=who("cleo"))


def test_a_coordinator_outside_knows_of_no_unreleased_passage(app):
    passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup")
    with pytest.raises(Absent):
        lessons.cite(write(), passage, stance="supports", by=who("cleo"))


def test_a_passage_of_another_community_is_absent_and_cannot_be_cited(app):
    members.appoint(world.person("cleo"), world.group("fed"), role="coordinator")
    passage = mark_post("Elsewhere", by="cleo", group="fed")
    with pytest.raises(NotAllowed):
        lessons.cite(write(), passage, stance="supports", by=who("cleo"))


def test_a_lesson_of_a_confidential_subgroup_is_seen_by_its_members_only(app):
    lesson = publish(by="dirk", group="broken", audience="public")
    assert lesson.audience == "subgroup"
    assert _slugs("dirk") == [lesson.slug]
    assert [_slugs(name) for name in ("cleo", "ana", "ada", "visitor")] == [[]] * 4
