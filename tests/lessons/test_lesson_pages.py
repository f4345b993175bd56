"""The pages of lessons, each for the right person, the wrong person and the wrong method."""

import re

import pytest

from community.database import unit_of_work
from community.groups.actions import forming, members
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.queries.lessons import drafts_in, find_lesson, lessons_in
from community.lessons.queries.passages import passages_in
from tests import world
from tests.counting import count_queries
from tests.lessons.practice import (
    EVERYBODY,
    FOR_ALL,
    SENTENCE,
    make_case,
    mark_case,
    mark_post,
    publish,
    statuses_of,
    who,
    write,
)


@pytest.fixture
def lesson(app):
    """A lesson for the community that rests on a paragraph and a post of Ana's."""
    with unit_of_work():
        word = mark_post("Trust first, **always**", by="ana", group="stone")
        return publish(*mark_case(make_case(), "done-2"), word).slug


def test_the_main_road_from_a_paragraph_to_a_lesson_and_back(client, app):
    with unit_of_work():
        make_case()
    form = client("dirk").get("/c/psc/cases/the-open-door/harvest").text
    assert "They asked us in." in form
    data = {"revision": "1", "places": ["done-2", "helped-1"], "why": "for the door"}
    marked = client("dirk").post("/c/psc/cases/the-open-door/passages", data=data)
    assert (marked.status_code, marked.location) == (302, "/c/psc/cases/the-open-door")
    tray = client("cleo").get("/c/psc/passages").text
    assert "for the door" in tray and "2 of 2 are not in a lesson yet." in tray
    passage_id = re.search(r"new\?passage=(\d+)", tray)[1]
    assert 'class="passage"' in client("cleo").get(f"/c/psc/lessons/new?passage={passage_id}").text
    written = client("cleo").post(f"/c/psc/lessons/new?passage={passage_id}", data=SENTENCE)
    assert written.location == f"/c/psc/lessons/let-a-partner-hold-it/evidence#passage-{passage_id}"
    for choice in client("cleo").get(written.location).text.split('name="passage" value="')[1:]:
        cited = {"passage": choice.partition('"')[0], "stance": "qualifies", "note": "in one case"}
        assert client("cleo").post("/c/psc/lessons/let-a-partner-hold-it/evidence", data=cited).status_code == 302
    assert client("ana").get("/c/psc/lessons/let-a-partner-hold-it").status_code == 404
    client("cleo").post("/c/psc/lessons/let-a-partner-hold-it/publication")
    page = client("ana").get("/c/psc/lessons/let-a-partner-hold-it").text
    assert (
        f'href="/c/psc/cases/the-open-door/revisions/1?passage={passage_id}&amp;lesson=let-a-partner-hold-it#passage"'
        in page
    )
    assert "Qualified by</b> 1 case" in page and "rests on a single source" in page and "in one case" in page
    assert "let-a-partner-hold-it" in client("ana").get("/c/psc/cases/the-open-door").text


def test_a_dutch_lesson_reads_as_dutch(client, app):
    with unit_of_work():
        slug = publish(language="nl", do="laat een partner het dragen").slug
    page = client("ana").get(f"/c/psc/lessons/{slug}").text
    assert '<h1 class="claim" lang="nl">' in page
    assert "Wanneer</span>" in page and "want</span>" in page


def test_who_reads_a_lesson_of_the_community(client, lesson):
    assert statuses_of(client, f"/c/psc/lessons/{lesson}") == {
        "visitor": 404,
        "bo": 404,
        "ada": 404,
        "finn": 404,
        "rea": 200,
        "ana": 200,
        "dirk": 200,
        "cleo": 200,
    }
    assert client("bo").get(f"/c/fed/lessons/{lesson}").status_code == 404


def test_the_list_shows_to_each_what_they_may_read(client, lesson):
    with unit_of_work():
        write("only a draft")
        publish(do="a secret", by="dirk", group="broken")
        issue = {"kind": "issue", "question": "Who decides?", "audience": "public"}
        settle(lessons.write(world.group("psc"), by=who("cleo"), **issue), status="adopted", by=who("cleo"))
    pages = {name: client(name).get("/c/psc/lessons").text for name in EVERYBODY}
    for name, page in pages.items():
        assert ("let a partner hold it" in page) == (name in ("rea", "ana", "dirk", "cleo")), name
        assert ("only a draft" in page) == (name == "cleo"), name
        assert ("a secret" in page) == (name == "dirk"), name
        assert "Who decides?" in page, name
    assert "No common issue" not in client("ana").get("/c/psc/lessons?kind=issue").text


def test_a_long_list_has_pages(client, app):
    with unit_of_work():
        for n in range(23):
            publish(do=f"step {n:02}")
    first = client("ana").get("/c/psc/lessons").text
    older = re.search(r'href="([^"]*before=[^"]*)"', first)[1].replace("&amp;", "&")
    second = client("ana").get(older).text
    steps = [re.findall(r"step \d\d(?=</a>)", page) for page in (first, second)]
    assert [len(found) for found in steps] == [20, 3]
    assert len({*steps[0], *steps[1]}) == 23


def test_held_evidence_names_its_group_and_nothing_else(client, app):
    with unit_of_work():
        slug = publish(mark_post("Among us only", by="ana", group="stone", audience="subgroup"), audience="public").slug
    for name in ("visitor", "rea", "bo"):
        page = client(name).get(f"/c/psc/lessons/{slug}").text
        assert "A passage held by Stone" in page
        assert "Among us only" not in page and "Supported by</b> 1 discussion" in page
    assert "Among us only" in client("cleo").get(f"/c/psc/lessons/{slug}").text
    with unit_of_work():
        forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=False, by=who("cleo"))
    for name in ("visitor", "rea", "bo"):
        page = client(name).get(f"/c/psc/lessons/{slug}").text
        assert (
            "A passage held by a subgroup" in page and "Stone" not in page and "Supported by</b> 1 discussion" in page
        )


def test_revising_in_two_windows_loses_nothing(client, lesson):
    saved = client("cleo").post(f"/c/psc/lessons/{lesson}/edit", data=SENTENCE | {"do": "wait", "based_on": "1"})
    assert saved.location == "/c/psc/lessons/wait"
    answer = client("cleo").post(f"/c/psc/lessons/{lesson}/edit", data=SENTENCE | {"do": "hurry", "based_on": "1"})
    assert answer.status_code == 409
    assert "hurry</textarea>" in answer.text and "wait</textarea>" in answer.text
    assert 'name="based_on" type="hidden" value="2"' in answer.text
    again = client("cleo").post("/c/psc/lessons/wait/edit", data=SENTENCE | {"do": "hurry", "based_on": "2"})
    assert again.location == "/c/psc/lessons/hurry"


def test_a_former_address_leads_on_only_for_who_may_read(client, lesson):
    client("cleo").post(f"/c/psc/lessons/{lesson}/edit", data=SENTENCE | {"do": "wait", "based_on": "1"})
    answer = client("ana").get(f"/c/psc/lessons/{lesson}")
    assert (answer.status_code, answer.location) == (301, "/c/psc/lessons/wait")
    assert statuses_of(client, f"/c/psc/lessons/{lesson}", ("visitor", "bo", "ada")) == {
        "visitor": 404,
        "bo": 404,
        "ada": 404,
    }


def test_a_refused_note_comes_back_at_itspassage_of(client, lesson):
    with unit_of_work():
        passage_id = passages_in(world.group("psc"), viewer=who("cleo"))[0].id
    data = {"passage": passage_id, "stance": "qualifies", "note": "n" * 401}
    answer = client("cleo").post(f"/c/psc/lessons/{lesson}/evidence", data=data)
    assert answer.status_code == 422
    assert f'href="#note-{passage_id}"' in answer.text and "n" * 401 in answer.text


def test_evidence_is_taken_out(client, lesson):
    page = client("cleo").get(f"/c/psc/lessons/{lesson}/evidence").text
    address = re.search(r'action="([^"]+/removal)"', page)[1]
    assert client("ana").post(address).status_code == 403
    assert client("cleo").post(address).status_code == 302
    assert client("cleo").post(address).status_code == 404
    assert "It rests on a single source." in client("ana").get(f"/c/psc/lessons/{lesson}").text


def test_an_issue_has_passages_without_a_stance(client, app):
    with unit_of_work():
        passage_id = mark_post("Words", by="ana", group="stone").id
    data = {"kind": "issue", "question": "Who decides?"} | FOR_ALL
    client("cleo").post("/c/psc/lessons/new?kind=issue", data=data)
    assert "What it does to the lesson" not in client("cleo").get("/c/psc/lessons/who-decides/evidence").text
    client("cleo").post("/c/psc/lessons/who-decides/evidence", data={"passage": passage_id, "stance": "supports"})
    client("cleo").post("/c/psc/lessons/who-decides/publication")
    page = client("ana").get("/c/psc/lessons/who-decides").text
    assert "1 passage bears on it" in page and "Supports" not in page


@pytest.mark.parametrize("name", ["visitor", "bo", "ada", "finn", "rea", "ana", "dirk"])
def test_who_may_not_write(client, lesson, name):
    member = name in ("rea", "ana", "dirk")
    if name != "dirk":  # he facilitates a subgroup, and may begin lessons there
        assert client(name).get("/c/psc/lessons/new").status_code == (302 if name == "visitor" else 403)
    expected = 403 if member else 302 if name == "visitor" else 404
    for address in ("edit", "evidence"):
        assert client(name).get(f"/c/psc/lessons/{lesson}/{address}").status_code == expected
    for address, data in (("edit", SENTENCE | {"based_on": "1"}), ("publication", {}), ("evidence/1/removal", {})):
        assert client(name).post(f"/c/psc/lessons/{lesson}/{address}", data=data).status_code == (
            401 if name == "visitor" else expected
        )
    with unit_of_work():
        found = find_lesson(world.group("psc"), lesson, viewer=who("cleo"))
        assert (found.revision_count, len(found.evidence)) == (1, 2)
        assert drafts_in(world.group("psc"), viewer=who("cleo")) == []


@pytest.mark.parametrize(
    "address",
    [
        "lessons/x/publication",
        "lessons/x/evidence/1/removal",
        "passages/1/release",
        "cases/x/passages",
        "posts/1/passages",
    ],
)
def test_what_is_sent_is_not_opened(client, address):
    assert client("cleo").get(f"/c/psc/{address}").status_code == 405


@pytest.mark.parametrize("passage", ["", "x", "²", "99999", "9" * 30, "9" * 5000, "-1"])
def test_a_passage_that_does_not_exist_is_absent(client, lesson, passage):
    data = {"passage": passage, "stance": "supports"}
    assert client("cleo").post(f"/c/psc/lessons/{lesson}/evidence", data=data).status_code == 404


def test_pages_send_as_many_queries_however_much_there_is(client, app):
    with unit_of_work():
        slug = publish(*mark_case(make_case(), "done-1")).slug
        write("a draft")
    addresses = ["/c/psc/lessons", f"/c/psc/lessons/{slug}", f"/c/psc/lessons/{slug}/evidence", "/c/psc/passages"]

    def queries():
        sent = []
        for address in addresses:
            with count_queries() as statements:
                assert client("cleo").get(address).status_code == 200
            sent.append(len(statements))
        return sent

    queries()
    few = queries()
    with unit_of_work():
        lesson = find_lesson(world.group("psc"), slug, viewer=who("cleo"))
        members.appoint(world.person("dirk"), world.group("stone"))
        for n in range(8):
            word = mark_post(f"Words {n}", by="dirk" if n % 2 else "ana", group="stone")
            lessons.cite(lesson, word, stance="supports", by=who("cleo"))
            publish(word, do=f"step {n}")
            write(f"draft {n}")
    assert len(lessons_in(world.group("psc"), viewer=who("cleo"))) == 9
    assert queries() == few
