"""What is missing, for who coordinates: each gap when it is there, gone when it is filled, and nothing confidential in it."""

from datetime import timedelta

import pytest

from community import clock
from community.accounts import actions as accounts
from community.cases.actions import writing
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import members
from community.lessons.actions import lessons, passages, reviewing, uses
from community.lessons.models import Lesson
from community.lessons.queries.gaps import NAMES, gaps_in
from community.plenaries.actions import opening, theming
from tests import world
from tests.lessons.practice import make_case, make_post, mark_case, mark_post, publish, who
from tests.plenaries.practice import open_plenary

GAPS = "/c/psc/gaps"


def found(name: str, viewer: str = "cleo") -> list[str]:
    """Return the titles of one kind of gap."""
    return [gap.title for gap in gaps_in(world.group("psc"), name, viewer=who(viewer), limit=50)]


def described(title: str, *, group: str = "stone", by: str = "ana", audience: str = "community"):
    """Describe a case that says something."""
    return writing.create(
        world.group(group), title=title, by=who(by), audience=audience, status="described",
        sections={"done": "We went.\n\nWe stayed."},
    )  # fmt: skip


def told(text: str, *, group: str = "stone", by: str = "ana", audience: str = "community"):
    """Hold a discussion of three posts, a month ago."""
    with clock.at(clock.now() - timedelta(days=30)):
        post = make_post(text, by=by, group=group, audience=audience)
        discussions.reply(post.thread, text="I see.", by=who(by))
        discussions.reply(post.thread, text="So do I.", by=who(by))
    return post


def test_cases_wait_for_their_harvest_until_somebody_marks_something(app):
    with unit_of_work():
        case = described("The wage")
        make_case("A sketch")
    assert found("cases") == ["The wage"]
    with unit_of_work():
        mark_case(case, "done-1")
    assert found("cases") == []


def test_discussions_wait_once_they_are_some_days_old(app):
    with unit_of_work():
        post = told("Dust in the air")
        make_post("Too young", by="ana", group="stone")
    assert found("threads") == ["On Dust in the air"]
    with unit_of_work():
        passages.harvest_post(post, by=who("ana"))
    assert found("threads") == []


def test_a_lesson_with_one_source_or_one_organisation(app):
    with unit_of_work():
        world.person("ana").organisation = accounts.name_organisation("Kade")
        one = mark_post("One", by="ana", group="stone")
        lesson = publish(one)
    assert (len(found("one-source")), found("one-organisation")) == (1, [])
    with unit_of_work():
        lessons.cite(lesson, mark_post("Two", by="ana", group="stone"), stance="supports", by=who("cleo"))
    assert (found("one-source"), len(found("one-organisation"))) == ([], 1)
    with unit_of_work():
        world.person("dirk").organisation = accounts.name_organisation("Oikos")
        lessons.cite(lesson, mark_post("Three", by="dirk", group="psc"), stance="supports", by=who("cleo"))
    assert found("one-organisation") == []


def test_a_lesson_that_nobody_used_after_a_while(app):
    with unit_of_work(), clock.at(clock.now() - timedelta(days=40)):
        lesson = publish(mark_post("One", by="ana", group="stone"))
    with unit_of_work():
        publish(do="listen first")
    assert found("unused") == ["Let a partner hold it"], "one that is new had no chance yet"
    with unit_of_work():
        uses.report(lesson, place="At home", outcome="Much.", stage="applied", by=who("ana"))
    assert found("unused") == []


def test_a_lesson_that_is_past_its_review(app):
    with unit_of_work():
        lesson = publish()
    with clock.at(clock.now() + timedelta(days=800)):
        assert found("review") == ["Let a partner hold it"]
        with unit_of_work():
            lesson = session().get_one(Lesson, lesson.id)
            reviewing.keep(lesson, until=clock.now() + timedelta(days=365), by=who("cleo"))
        assert found("review") == []


def test_a_lesson_contradicted_since_it_was_adopted(app):
    with unit_of_work():
        against = mark_post("No", by="ana", group="stone")
        with clock.at(clock.now() - timedelta(days=9)):
            lesson = publish(mark_post("Yes", by="ana", group="stone"))
            publish(against, stance="contradicts", do="know it before")
    assert found("contradicted") == []
    with unit_of_work():
        lessons.cite(lesson, against, stance="contradicts", by=who("cleo"))
    assert found("contradicted") == ["Let a partner hold it"]


def test_evidence_that_reads_otherwise(app):
    with unit_of_work():
        passage = mark_post("Yes", by="ana", group="stone")
        publish(passage)
        passage.standing, passage.changed_at = "changed", clock.now() + timedelta(minutes=1)
    assert found("changed") == ["Let a partner hold it"]


def test_themes_of_which_nothing_was_made(client, app):
    plenary = open_plenary(phase="draft")
    with unit_of_work():
        theming.make_theme(plenary, name="Who pays", by=who("ana"))
    assert "Who pays" not in client("cleo").get(GAPS).text, "it may still be drafted"
    with unit_of_work():
        opening.move_on(plenary, to="agree", based_on="draft", by=who("cleo"))
    page = client("cleo").get(f"{GAPS}?gap=themes").text
    assert "Themes without a lesson (1)" in page
    assert "Who pays" in page


@pytest.mark.parametrize("name", ["cleo", "ana"])
def test_nothing_of_a_confidential_subgroup_is_missing_outside(app, name):
    with unit_of_work():
        described("In confidence", group="broken", by="dirk", audience="subgroup")
        told("In confidence too", group="broken", by="dirk", audience="subgroup")
        publish(mark_post("Kept", by="dirk", group="broken", audience="subgroup"), by="dirk", group="broken")
        lesson = publish(mark_post("Open", by="ana", group="stone"), do="say it openly")
        mark_post("Kept too", by="dirk", group="broken", audience="subgroup")
    assert {gap: found(gap, name) for gap in NAMES} == dict.fromkeys(NAMES, []) | {"one-source": [lesson.title]}
    assert found("cases", "dirk") == ["In confidence"]


def test_the_page_says_what_to_do_next_and_has_all_on_pages(client, app):
    with unit_of_work():
        for n in range(30):
            described(f"Case {n:02}")
    page = client("cleo").get(GAPS).text
    assert "Cases not yet harvested (30)" in page
    assert page.count("Harvest it<span") == 5
    first = client("cleo").get(f"{GAPS}?gap=cases").text
    assert first.count("Harvest it<span") == 25
    older = first.partition("?gap=cases&amp;before=")[2].partition('"')[0]
    second = client("cleo").get(f"{GAPS}?gap=cases&before={older}").text
    assert second.count("Harvest it<span") == 5
    assert "Cases not yet harvested (30)" in second


@pytest.mark.parametrize(
    "asked", ["gap=x", "gap=cases&before=x", "before=1.1", "gap=threads&before=99999999999999999.1"]
)
def test_any_address_is_answered(client, asked):
    assert client("cleo").get(f"{GAPS}?{asked}").status_code == 200


@pytest.mark.parametrize(("name", "status"), [("ana", 404), ("dirk", 404), ("ada", 404), ("bo", 404), ("visitor", 302)])
def test_it_is_for_coordinators(client, name, status):
    assert client(name).get(GAPS).status_code == status


def test_a_community_that_misses_nothing_is_told_so(client, app):
    assert "Nothing is missing" in client("cleo").get(GAPS).text
    with unit_of_work():
        members.appoint(world.person("bo"), world.group("psc"))
    assert "What is missing" in client("cleo").get("/c/psc/desk").text
