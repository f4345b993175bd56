"""An edit of words that lessons rest on: who edits is told before and after, who reads the lesson as well."""

import pytest

from community import worker
from community.database import db, session, unit_of_work
from community.lessons.models import Evidence
from community.lessons.reanchoring import look_again
from tests.lessons.practice import SECTIONS, make_case, make_post, mark_case, mark_post, publish, write

pytestmark = pytest.mark.postgresql

CASE, LESSON = "/c/psc/cases/the-open-door", "/c/psc/lessons/let-a-partner-hold-it"


@pytest.fixture
def resting(app):
    with unit_of_work():
        (passage,) = mark_case(make_case(), "done-2", by="dirk")
        publish(passage)
        return passage.id


def look(app):
    db.session.remove()
    worker.drain(app, [look_again])


def field_of(client):
    page = client("ana").get(f"{CASE}/edit/done").text
    return page.split("<textarea", 1)[1].split('name="', 1)[1].split('"', 1)[0]


def test_who_edits_is_told_which_lessons_rest_on_it(client, resting):
    for address in (f"{CASE}/edit", f"{CASE}/edit/done"):
        page = client("ana").get(address).text
        assert "Lessons rest on one passage here" in page and LESSON in page and f"/c/psc/passages/{resting}" in page
    assert "Lessons rest on" not in client("ana").get(f"{CASE}/edit/helped").text


def test_after_the_edit_it_is_said_everywhere(app, client, resting):
    name = field_of(client)
    kept = client("ana").post(
        f"{CASE}/edit/done", data={name: SECTIONS["done"] + "\n\nMore.", "based_on": "1"}, follow_redirects=True
    )
    assert "You changed words that lessons rest on" not in kept.text
    base = (
        client("ana").get(f"{CASE}/edit/done").text.split('name="based_on"', 1)[1].split('value="', 1)[1].split('"')[0]
    )
    changed = client("ana").post(
        f"{CASE}/edit/done", data={name: "They asked all of us in.", "based_on": base}, follow_redirects=True
    )
    assert "You changed words that lessons rest on: “Let a partner hold it”" in changed.text
    look(app)
    page = client("rea").get(LESSON).text
    assert "Evidence changed since" in page and f'href="/c/psc/passages/{resting}#now"' in page
    assert "It still carries the lesson" not in page
    assert "Evidence changed since" in client("cleo").get("/c/psc/desk").text
    number = session().query(Evidence).one().id
    assert client("cleo").post(f"{LESSON}/evidence/{number}/confirmation").status_code == 302
    assert "Evidence changed since" not in client("cleo").get(LESSON).text
    assert "Evidence changed since" not in client("cleo").get("/c/psc/desk").text
    assert client("rea").post(f"{LESSON}/evidence/{number}/confirmation").status_code == 403


def test_who_edits_a_post_is_told_too(app, client):
    with unit_of_work():
        passage = mark_post("I saw it work in two villages.", by="ana", group="stone", marked_by="dirk")
        publish(passage)
        post_id = passage.post_revision.post_id
    address = f"/c/psc/posts/{post_id}/edit"
    assert "Lessons rest on one passage here" in client("ana").get(address).text
    sent = {"text": "I saw it work in three villages.", "based_on": "1"}
    assert (
        "You changed words that lessons rest on" in client("ana").post(address, data=sent, follow_redirects=True).text
    )


def test_a_lesson_that_may_not_be_seen_is_not_named(app, client):
    with unit_of_work():
        (passage,) = mark_case(make_case(), "done-2", by="dirk")
        post = make_post("x", by="dirk", group="broken", audience="subgroup")
        assert post.id
        draft = write(by="cleo")
        assert draft.id
        publish(passage, by="dirk", group="broken", audience="subgroup")
    assert "Lessons rest on" not in client("ana").get(f"{CASE}/edit").text
