"""What a community has learned, on one page: themes, sources, choices; light however much there is."""

import gzip
import re

import pytest

from community import clock
from community.cases.actions import writing
from community.database import unit_of_work
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.vocabularies.actions import Typed, arrange
from tests import world
from tests.lessons.practice import mark_case, mark_post, publish, who
from tests.lessons.test_chains import boxes

PAGE = "/c/psc/learned"
MANY = 500


def write(do: str, *cited, themes=(), status: str = "adopted", **more):
    """Write a lesson with themes and bring it to a status."""
    lesson = lessons.write(
        world.group("psc"), when="it is so", do=do, because="of that", themes=list(themes), by=who("cleo"), **more
    )
    for passage in cited:
        lessons.cite(lesson, passage, stance="supports", by=who("cleo"))
    settle(lesson, status="adopted", by=who("cleo"))
    if status != "adopted":
        settle(lesson, status=status, reason="It did not hold", by=who("cleo"))
    return lesson


@pytest.fixture
def practice(app):
    """Three lessons of two themes, one of them withdrawn; two rest on a case from Pakistan."""
    with unit_of_work():
        themes = [Typed("", "Trust"), Typed("", "Capacity")]
        arrange(world.group("psc"), "themes", themes, language="en", based_on=0, by=who("cleo"))
        case = writing.create(
            world.group("psc"), title="The wage", by=who("ana"), audience="community", status="described",
            sections={"question": "Who?", "done": "We went.\n\nWe stayed."}, choices={"places": ["PK"]},
        )  # fmt: skip
        first, second = mark_case(case, "done-1", "done-2")
        write("ask first", first, themes=["trust", "capacity"])
        write("ask twice", second, themes=["trust"])
        write("never ask", themes=["trust"], status="withdrawn")


def test_themes_stand_between_practice_and_lessons(client, practice):
    page = client("ana").get(PAGE).text
    said = boxes(page)
    assert "2 lessons: Trust" in said
    assert "1 lesson: Capacity" in said
    assert "Case, led to 2: The wage" in said
    assert "Lesson, adopted: Ask first" in said
    assert "Never ask" not in page, "what was withdrawn is not what is held to be true"
    assert "<b>2 ×</b>" in page, "the list says the same"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("theme=trust", ["Ask first", "Ask twice"]),
        ("theme=capacity", ["Ask first"]),
        ("place=PK&theme=capacity", ["Ask first"]),
        ("place=NL", []),
        ("status=withdrawn", ["Never ask"]),
        ("kind=issue", []),
        ("plenary=none", []),
    ],
)
def test_it_is_narrowed(client, practice, asked, found):
    for address in (PAGE, f"{PAGE}/list"):
        page = client("ana").get(f"{address}?{asked}").text
        assert [name for name in ("Ask first", "Ask twice", "Never ask") if name.lower() in page.lower()] == found
    if not found:
        assert "Nothing learned fits all of this" in client("ana").get(f"{PAGE}?{asked}").text


def test_the_numbers_behind_the_choices_are_of_what_fits(client, practice):
    page = client("ana").get(f"{PAGE}?theme=capacity").text
    options = re.findall(r'<option value="([^"]+)"(?: selected)?>[^<]*\((\d+)\)', page)
    assert ("trust", "2") in options, "a choice is counted beside the others, not beside itself"
    assert ("PK", "1") in options
    assert ("withdrawn", "0") not in options


def test_what_a_reader_may_not_see_is_behind_no_choice(client, app):
    with unit_of_work():
        case = writing.create(
            world.group("stone"), title="Among us", by=who("ana"), audience="subgroup", status="described",
            sections={"done": "We went."}, choices={"places": ["PK"]},
        )  # fmt: skip
        write("ask first", *mark_case(case, "done-1"), audience="public")
    for name in ("visitor", "dirk"):
        page = client(name).get(PAGE).text
        assert "Kept in subgroups, or released from one" in page
        assert "Among us" not in page
        assert 'value="PK"' not in page
        assert "Ask first" not in client(name).get(f"{PAGE}?place=PK").text
    assert 'value="PK"' in client("ana").get(PAGE).text


def test_an_empty_community_is_told_what_to_do(client):
    assert "Read the cases" in client("ana").get(PAGE).text
    assert "See the marked passages" in client("cleo").get(PAGE).text


def test_five_hundred_lessons_are_a_light_page(client, app):
    with unit_of_work() as session:
        psc, cleo, now = world.group("psc"), world.id_of("cleo"), clock.now()
        marked = [mark_post(f"Words {n}", by="ana", group="psc") for n in range(12)]
        for n in range(MANY):
            lesson = Lesson(
                community_id=psc.id, group=psc, kind="lesson", slug=f"step-{n}", title="", language="en",
                audience="community", status="adopted", written_by_id=cleo, created_at=now, published_at=now,
                revision_count=0,
            )  # fmt: skip
            lesson.revise(
                when="it is so", do=f"step {n} of those that are taken one by one", because="of that", question="",
                explanation="", html="", text="", themes=[("trust", "power", "peace")[n % 3]], author_id=cleo, at=now,
            )  # fmt: skip
            lesson.cite(marked[n % 12], stance="supports", note="", by_id=cleo, at=now)
            session.add(lesson)
    page = client("ana").get(PAGE).text
    assert len(gzip.compress(page.encode())) < 15_000
    assert "500 as a list" in page
    assert 20 < len(boxes(page)) < 60
    lists = client("ana").get(f"{PAGE}/list?theme=trust").text
    older = re.search(r'href="([^"]*after=[^"]*)"', lists)[1].replace("&amp;", "&")
    assert "step 496" not in client("ana").get(older).text


def test_the_list_has_all_of_them_once(client, app):
    with unit_of_work():
        for n in range(45):
            publish(do=f"step {n:02}")
    address, seen = f"{PAGE}/list", []
    while address:
        page = client("ana").get(address).text
        seen += re.findall(r"step \d\d(?=</a>)", page)
        further = re.findall(r'href="([^"]*after=[^"]*)"', page)
        address = further[0].replace("&amp;", "&") if further else None
    assert seen == [f"step {n:02}" for n in reversed(range(45))]
