"""The pages on which passages are marked, found and released: the right person, the wrong person, the wrong method."""

import re

import pytest

from community.database import unit_of_work
from community.lessons.queries.passages import passages_in
from tests import world
from tests.lessons.practice import (
    SENTENCE,
    make_case,
    make_post,
    mark_post,
    passage_of,
    publish,
    statuses_of,
    who,
)


def test_a_post_is_marked_and_its_lesson_shown_beside_it(client, app):
    with unit_of_work():
        post = make_post("Words to keep", by="ana", group="stone")
        post_id, thread_id = post.id, post.thread_id
    assert "Words to keep" in client("dirk").get(f"/c/psc/posts/{post_id}/harvest").text
    marked = client("dirk").post(f"/c/psc/posts/{post_id}/passages", data={"why": "short"})
    assert marked.location == f"/c/psc/threads/{thread_id}#post-1"
    with unit_of_work():
        (line,) = passages_in(world.group("psc"), viewer=who("cleo"))
        slug = publish(passage_of(line.id)).slug
    page = client("ana").get(f"/c/psc/lessons/{slug}").text
    assert f'href="/c/psc/passages/{line.id}/post?lesson={slug}#passage"' in page


def test_an_empty_list_says_what_to_do_next(client):
    assert "No lessons yet" in client("ana").get("/c/psc/lessons").text
    assert "Nothing is marked yet" in client("ana").get("/c/psc/passages").text


def test_released_words_show_no_trace_of_their_subgroup(client, app):
    with unit_of_work():
        passage = mark_post("In confidence", by="dirk", group="broken", audience="subgroup", why="our own why")
        passage_id, thread_id = passage.id, passage.post_revision.post.thread_id
    tray = client("dirk").get("/c/psc/passages").text
    assert "Release my words" in tray and "Everybody in the community will be able to read these words" in tray
    assert client("cleo").post(f"/c/psc/passages/{passage_id}/release").status_code == 404
    assert client("dirk").post(f"/c/psc/passages/{passage_id}/release").status_code == 302
    with unit_of_work():
        slug = publish(passage_of(passage_id), audience="public").slug
    for name, address in (
        ("ana", "/c/psc/passages"),
        ("ana", f"/c/psc/lessons/{slug}"),
        ("rea", f"/c/psc/lessons/{slug}"),
    ):
        page = client(name).get(address).text
        assert "In confidence" in page and "Released from a confidential subgroup." in page and "Dirk" in page
        assert not re.search(rf"Broken|our own why|threads/{thread_id}|On In confidence", page), address
    for name in ("visitor", "bo"):
        page = client(name).get(f"/c/psc/lessons/{slug}").text
        assert "let a partner hold it" in page
        assert not re.search("In confidence|Dirk|Released from|1 supports", page), name
    assert f"threads/{thread_id}#post-1" in client("dirk").get(f"/c/psc/lessons/{slug}").text


def test_what_is_refused_comes_back_with_what_was_typed(client, app):
    answer = client("cleo").post("/c/psc/lessons/new", data=SENTENCE | {"do": "", "explanation": "kept text"})
    assert answer.status_code == 422
    assert "Say what to do" in answer.text and "kept text" in answer.text and "you lack trust" in answer.text
    with unit_of_work():
        make_case()
    answer = client("ana").post("/c/psc/cases/the-open-door/passages", data={"revision": "1", "why": "kept why"})
    assert answer.status_code == 422
    assert "Choose at least one paragraph." in answer.text and "kept why" in answer.text


def test_a_post_that_only_quotes_is_refused_with_what_was_typed(client, app):
    with unit_of_work():
        post_id = make_post("> Your words", by="ana", group="stone").id
    answer = client("dirk").post(f"/c/psc/posts/{post_id}/passages", data={"why": "kept why"})
    assert answer.status_code == 422
    assert "nothing but a quotation" in answer.text and "kept why" in answer.text


@pytest.mark.parametrize("number", ["", "²", "x", "9" * 5000])
def test_a_revision_that_is_no_number_is_the_present_one(client, app, number):
    with unit_of_work():
        make_case()
    data = {"revision": number, "places": ["done-1"]}
    assert client("ana").post("/c/psc/cases/the-open-door/passages", data=data).status_code == 302


def test_who_may_mark(client, app):
    with unit_of_work():
        make_case(audience="public")
        post_id = make_post("Words", by="ana", group="stone", audience="public").id
    for address in ("/c/psc/cases/the-open-door/harvest", f"/c/psc/posts/{post_id}/harvest"):
        statuses = statuses_of(client, address)
        assert statuses.pop("visitor") in (302, 401)
        assert statuses == {"bo": 403, "ada": 403, "finn": 403, "rea": 403, "ana": 200, "dirk": 200, "cleo": 200}
    assert client("rea").post(f"/c/psc/posts/{post_id}/passages", data={"why": ""}).status_code == 403
    assert client("bo").post("/c/psc/cases/the-open-door/passages", data={"places": "done-1"}).status_code == 403
    with unit_of_work():
        assert passages_in(world.group("psc"), viewer=who("cleo")) == []


def test_a_confidential_source_cannot_be_marked_from_outside(client, app):
    with unit_of_work():
        post_id = make_post("Words", by="dirk", group="broken", audience="subgroup").id
        make_case("The broken chain", by="dirk", group="broken")
    for name in ("ana", "cleo", "ada"):
        assert client(name).get(f"/c/psc/posts/{post_id}/harvest").status_code == 404
        assert client(name).post(f"/c/psc/posts/{post_id}/passages").status_code == 404
        assert client(name).get("/c/psc/cases/the-broken-chain/harvest").status_code == 404
        assert client(name).post("/c/psc/cases/the-broken-chain/passages", data={"places": "done-1"}).status_code == 404


def test_the_tray_is_for_members(client, app):
    statuses = statuses_of(client, "/c/psc/passages")
    assert statuses.pop("visitor") in (302, 401)
    assert statuses == {"bo": 404, "ada": 404, "finn": 404, "rea": 200, "ana": 200, "dirk": 200, "cleo": 200}
