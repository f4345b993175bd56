"""From practice to lessons and back as pictures: what each reader sees of them, and the way back from a sentence."""

import html
import re

import pytest

from community.database import unit_of_work
from community.lessons.actions import passages
from community.lessons.queries.strands import Strand
from community.lessons.views.weaving import USES, Cited, Use, weave
from tests.counting import count_queries
from tests.lessons.practice import make_case, make_post, mark_case, mark_post, passage_of, publish, statuses_of, who

CHAIN = "/c/psc/cases/the-open-door/chain"


@pytest.fixture
def practice(app):
    """A case with two marked paragraphs; one carries a lesson, against which a post speaks that is kept in a subgroup."""
    with unit_of_work():
        first, second = mark_case(make_case(), "done-2", "done-1")
        hidden = mark_post("Among us only", by="ana", group="stone", audience="subgroup")
        lesson = publish(first, hidden)
        return lesson.slug, first.id, second.id


def boxes(page: str) -> list[str]:
    """Return what the boxes of the picture say in full."""
    return [
        html.unescape(said) for said in re.findall(r"<title>([^<]*)</title>", page.partition('<svg class="chain')[2])
    ]


def test_a_lesson_shows_the_way_it_came(client, practice):
    slug, first, _second = practice
    page = client("cleo").get(f"/c/psc/lessons/{slug}").text
    assert "Case: The open door" in boxes(page)
    assert "Lesson, adopted: Let a partner hold it" in boxes(page)
    assert f"?passage={first}&amp;lesson={slug}#passage" in page
    assert "The same as a list" in page


@pytest.mark.parametrize("name", ["dirk", "rea"])
def test_what_a_subgroup_keeps_is_drawn_as_kept(client, practice, name):
    page = client(name).get(f"/c/psc/lessons/{practice[0]}").text
    assert "Held by its members: Stone" in boxes(page)
    assert "Among us only" not in page
    assert "Among us only" in client("ana").get(f"/c/psc/lessons/{practice[0]}").text


def test_what_a_confidential_subgroup_did_not_release_is_not_drawn(client, app):
    with unit_of_work():
        passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup")
        passages.release(passage, masked="In other words", by=who("dirk"))
        kept = mark_post("Kept for us", by="dirk", group="broken", audience="subgroup")
        slug = publish(passage).slug
        inner = publish(kept, passage, by="dirk", group="broken", do="keep it among us").slug
    page = client("ana").get(f"/c/psc/lessons/{slug}").text
    assert "Released from a confidential subgroup" in boxes(page)
    assert "In other words" in page
    assert "In confidence" not in page
    assert client("ana").get(f"/c/psc/lessons/{inner}").status_code == 404
    for address in ("/c/psc/learned", "/c/psc/learned/list"):
        for name in ("cleo", "ana", "visitor"):
            assert "keep it among us" not in client(name).get(address).text.lower()
        assert "keep it among us" in client("dirk").get(address).text.lower()


def test_a_case_shows_what_became_of_its_words_and_what_did_not(client, practice):
    page = client("ana").get(CHAIN).text
    said = boxes(page)
    assert said[0] == "Case, Stone: The open door"
    assert "Lesson, adopted: Let a partner hold it" in said
    assert "Ana: “They asked us in.”" in said
    assert "Ana: “We went there.”" in said, "it is in no lesson, and shown all the same"
    assert '<b>Supports</b> <a href="/c/psc/lessons/' in page.partition("chain-list")[2]


def test_who_sees_the_chain_of_a_case_is_who_sees_the_case(client, practice):
    expected = statuses_of(client, "/c/psc/cases/the-open-door")
    assert statuses_of(client, CHAIN) == expected
    assert 404 in expected.values()


def test_a_discussion_shows_what_became_of_its_posts(client, app):
    with unit_of_work():
        post = make_post("Trust first", by="ana", group="stone")
        thread_id, empty = post.thread_id, make_post("Nothing yet", by="ana", group="stone").thread_id
        publish(passages.harvest_post(post, by=who("ana")), stance="contradicts")
    page = client("ana").get(f"/c/psc/threads/{thread_id}/chain").text
    assert "chain__line is-contradicts" in page
    assert "<b>Contradicts</b>" in page
    assert f'href="/c/psc/threads/{thread_id}/chain"' in client("ana").get(f"/c/psc/threads/{thread_id}").text
    assert "Nothing is marked here yet" in client("ana").get(f"/c/psc/threads/{empty}/chain").text


def test_of_many_passages_those_that_lead_to_the_same_stand_together(client, app):
    with unit_of_work():
        post = make_post("\n\n".join(f"Words {n}." for n in range(20)), by="ana", group="stone")
        marked = [passages.harvest_post(post, by=who("ana"))]
        others = [make_post(f"More {n}", by="ana", group="stone") for n in range(20)]
        marked += [passages.harvest_post(other, by=who("ana")) for other in others]
        slug = publish(*marked).slug
    page = client("ana").get(f"/c/psc/lessons/{slug}").text
    assert len(boxes(page)) <= 2 * len(marked) + 1
    assert len(page) < 120_000


def test_one_click_leads_to_the_sentence_and_one_back(client, practice):
    slug, first, second = practice
    lesson = client("ana").get(f"/c/psc/lessons/{slug}").text
    address = html.unescape(re.search(r'figcaption[^>]*>\s*<a href="([^"]+)"', lesson)[1])
    place = client("ana").get(address.partition("#")[0]).text
    assert re.search(r'<mark id="passage"[^>]*>They', place)
    back = re.search(rf'href="(/c/psc/lessons/{slug}#evidence-\d+)"', place)[1]
    assert f'id="{back.partition("#")[2]}"' in lesson
    with unit_of_work():
        for n in range(4):
            publish(passage_of(first), do=f"do something else {n}")
    with_one = client("ana").get(address.partition("#")[0]).text
    assert with_one.count("Back to the lesson:") == 1, "the one that the reader came from"
    unasked = client("ana").get(f"/c/psc/cases/the-open-door/revisions/1?passage={first}").text
    assert unasked.count("Back to the lesson:") == 2
    assert "3 more lessons rest on it" in unasked
    assert (
        "Back to the lesson" not in client("ana").get(f"/c/psc/cases/the-open-door/revisions/1?passage={second}").text
    )


def test_a_lesson_leads_on_to_where_it_was_used(app):
    strand = Strand(1, ("case", 1), "en", "Some words")
    cited = Cited("held", "Let a partner hold it", "lesson", "en", "adopted", "supports")
    uses = [Use("use:1", "held", "In a village", "It held"), Use("use:2", "not-shown", "Elsewhere", "")]
    with app.test_request_context():
        nodes, ties = weave([strand], {1: (cited,)}, {}, "/c/psc", uses=uses)
    assert [node.text for node in nodes if node.column == USES] == ["In a village"]
    assert ("lesson:held", "use:1") in [(tie.start, tie.end) for tie in ties]


def test_pictures_send_as_many_queries_however_much_there_is(client, practice):
    def queries():
        sent = []
        for address in (f"/c/psc/lessons/{practice[0]}", CHAIN, "/c/psc/learned"):
            with count_queries() as statements:
                assert client("cleo").get(address).status_code == 200
            sent.append(len(statements))
        return sent

    queries()
    few = queries()
    with unit_of_work():
        for n in range(6):
            publish(mark_post(f"Words {n}", by="ana", group="stone"), passage_of(practice[1]), do=f"step {n}")
    assert queries() == few
