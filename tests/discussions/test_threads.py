"""Threads: starting, reading, answering, editing, closing, each as the right and the wrong person."""

import re
from datetime import timedelta

import pytest

from community import clock
from community.database import unit_of_work
from community.discussions import actions
from community.discussions.queries.posts import find_answered, find_post, posts_of
from community.discussions.queries.threads import find_thread
from community.errors import Absent, Invalid, NotAllowed, Outdated, Throttled
from tests import world


@pytest.fixture
def thread(app, viewer):
    """A question of Ana in the subgroup Stone that the community may read."""
    with unit_of_work():
        return actions.start(
            world.group("stone"), title="Who speaks?", kind="question", text="Who speaks for them?", by=viewer("ana")
        ).id


def _find(thread_id, viewer, name="ana"):
    return find_thread(world.group("psc"), thread_id, viewer=viewer(name))


def test_a_question_is_asked_read_and_answered(thread, client):
    page = client("cleo").get(f"/c/psc/threads/{thread}")
    assert page.status_code == 200
    assert "Who speaks for them?" in page.text
    answer = client("cleo").post(f"/c/psc/threads/{thread}/reply", data={"text": "*They* do."}, follow_redirects=True)
    assert "<em>They</em> do." in answer.text
    assert "Your answer is in the discussion." in answer.text


def test_an_answer_to_an_answer_says_to_whom_and_quotes(thread, client, viewer):
    with unit_of_work():
        first = actions.reply(_find(thread, viewer), text="One line\nand another", by=viewer("cleo"))
        number, post_id = first.number, first.id
    form = client("ana").get(f"/c/psc/threads/{thread}/reply?to={post_id}&quote=1")
    assert "&gt; One line\n&gt; and another" in form.text
    client("ana").post(f"/c/psc/threads/{thread}/reply", data={"text": "Yes.", "answers": post_id})
    page = client("dirk").get(f"/c/psc/threads/{thread}").text
    assert f"Cleo, post {number}" in page


@pytest.mark.parametrize(
    ("name", "status"), [("visitor", 404), ("bo", 404), ("ada", 404), ("finn", 404), ("rea", 200), ("dirk", 200)]
)
def test_who_reads_a_thread_of_the_community(thread, client, name, status):
    assert client(name).get(f"/c/psc/threads/{thread}").status_code == status


@pytest.mark.parametrize("name", ["rea"])
def test_a_reader_is_told_that_they_cannot_write(thread, client, name):
    answer = client(name).post(f"/c/psc/threads/{thread}/reply", data={"text": "I try"})
    assert answer.status_code == 403
    assert "You can read this discussion but not write in it." in answer.text
    assert "I try" in answer.text


def test_a_thread_of_another_community_is_not_found_under_this_one(thread, client):
    assert client("bo").get(f"/c/fed/threads/{thread}").status_code == 404


def test_an_empty_answer_is_refused_and_the_form_comes_back(thread, client):
    answer = client("ana").post(f"/c/psc/threads/{thread}/reply", data={"text": "  "})
    assert answer.status_code == 422
    assert "Write something first." in answer.text


def test_a_too_long_answer_is_refused_with_the_text_kept(thread, client):
    answer = client("ana").post(f"/c/psc/threads/{thread}/reply", data={"text": "long " * 5000})
    assert answer.status_code == 422
    assert "at most 20,000 characters" in answer.text or "at most 20000 characters" in answer.text
    assert "long long" in answer.text


def test_one_edits_ones_own_post_only(thread, client, viewer):
    post_id = posts_of(_find(thread, viewer))[0].id
    saved = client("ana").post(
        f"/c/psc/posts/{post_id}/edit", data={"text": "Who really speaks?", "based_on": "1"}, follow_redirects=True
    )
    assert "Who really speaks?" in saved.text
    assert "edited" in saved.text
    assert client("cleo").get(f"/c/psc/posts/{post_id}/edit").status_code == 403
    assert (
        client("cleo").post(f"/c/psc/posts/{post_id}/edit", data={"text": "Mine now", "based_on": "2"}).status_code
        == 403
    )
    assert client("bo").get(f"/c/psc/posts/{post_id}/edit").status_code == 404


def test_an_edit_based_on_an_older_state_overwrites_nothing(thread, client, viewer):
    post = _find(thread, viewer) and posts_of(_find(thread, viewer))[0]
    client("ana").post(f"/c/psc/posts/{post.id}/edit", data={"text": "From the first window", "based_on": "1"})
    late = client("ana").post(f"/c/psc/posts/{post.id}/edit", data={"text": "From the second window", "based_on": "1"})
    assert late.status_code == 409
    assert "From the first window" in late.text
    assert "From the second window" in late.text
    with pytest.raises(Outdated):
        actions.edit(
            find_post(world.group("psc"), post.id, viewer=viewer("ana")), text="x", based_on=1, by=viewer("ana")
        )


def test_a_closed_thread_takes_no_answers_until_it_is_opened_again(thread, client, viewer):
    assert client("dirk").post(f"/c/psc/threads/{thread}/lock").status_code == 403
    client("cleo").post(f"/c/psc/threads/{thread}/lock")
    assert client("ana").post(f"/c/psc/threads/{thread}/reply", data={"text": "still?"}).status_code == 403
    assert "Your answer" not in client("ana").get(f"/c/psc/threads/{thread}").text
    client("cleo").post(f"/c/psc/threads/{thread}/lock", data={"open": "1"})
    assert client("ana").post(f"/c/psc/threads/{thread}/reply", data={"text": "again"}).status_code == 302


def test_a_confidential_subgroups_thread_exists_for_its_members_only(app, client, viewer):
    with unit_of_work():
        thread_id = actions.start(
            world.group("broken"), title="Canary title", audience="public", text="canary text", by=viewer("dirk")
        ).id
    assert client("dirk").get(f"/c/psc/threads/{thread_id}").status_code == 200
    for name in ("visitor", "ana", "bo", "cleo", "rea", "finn", "ada"):
        browser = client(name)
        for address in (
            f"/c/psc/threads/{thread_id}",
            "/c/psc/threads",
            "/c/psc",
            "/",
            "/c/psc/subgroups/broken",
            "/c/psc/desk",
        ):
            assert "anary" not in browser.get(address).text
        assert browser.get(f"/c/psc/threads/{thread_id}").status_code == 404


def test_only_members_of_a_group_start_discussions_in_it(app, viewer):
    with pytest.raises(NotAllowed):
        actions.start(world.group("stone"), title="From outside", by=viewer("dirk"))
    with pytest.raises(NotAllowed):
        actions.start(world.group("psc"), title="From a reader", by=viewer("rea"))


def test_a_thread_cannot_be_wider_than_its_group(app, viewer):
    thread = actions.start(world.group("fed"), title="Neighbours", audience="public", by=viewer("bo"))
    assert thread.audience == "community"


def test_long_threads_are_read_page_by_page(thread, client, viewer):
    with unit_of_work():
        found = _find(thread, viewer)
        for n in range(45):
            actions.reply(found, text=f"Answer number {n}", by=viewer("ana"))
    first = client("ana").get(f"/c/psc/threads/{thread}").text
    assert "Answer number 5" in first
    assert "Answer number 30" not in first
    second = client("ana").get(f"/c/psc/threads/{thread}?after=20").text
    assert "Answer number 30" in second
    assert "Earlier posts" in second
    assert client("ana").get(f"/c/psc/threads/{thread}?after=99999").status_code == 200


def test_posting_is_limited_per_hour(thread, viewer, monkeypatch):
    monkeypatch.setattr(actions, "POSTS_AN_HOUR", 2)
    found = _find(thread, viewer)
    actions.reply(found, text="one", by=viewer("cleo"))
    actions.reply(found, text="two", by=viewer("cleo"))
    with pytest.raises(Throttled):
        actions.reply(found, text="three", by=viewer("cleo"))


def test_starting_a_discussion_through_the_form(client):
    stone = world.group("stone")
    made = client("ana").post(
        "/c/psc/threads/new",
        data={
            "title": "Why stone?",
            "kind": "question",
            "group": stone.id,
            "audience": "subgroup",
            "text": "I wonder.",
        },
        follow_redirects=True,
    )
    assert "Why stone?" in made.text
    assert client("dirk").get("/c/psc/threads").text.count("Why stone?") == 0
    empty = client("ana").post(
        "/c/psc/threads/new",
        data={"title": "", "kind": "question", "group": stone.id, "audience": "subgroup", "text": "Kept"},
    )
    assert empty.status_code == 422
    assert "Kept" in empty.text


def test_an_answer_must_be_to_a_post_of_the_same_thread(thread, viewer):
    other = actions.start(world.group("psc"), title="Other", text="there", by=viewer("ana"))
    stray = find_post(world.group("psc"), posts_of(other)[0].id, viewer=viewer("ana"))
    with pytest.raises(Invalid):
        actions.reply(_find(thread, viewer), text="x", by=viewer("ana"), answers=stray)
    with pytest.raises(Absent):
        find_answered(_find(thread, viewer), stray.id)


def test_a_second_click_posts_nothing_twice(thread, client):
    browser, sent = client("ana"), {"text": "Once is enough"}
    first, second = (browser.post(f"/c/psc/threads/{thread}/reply", data=sent).location for _ in range(2))
    assert first == second
    assert browser.get(first).text.count("Once is enough") == 1
    assert browser.post(f"/c/psc/threads/{thread}/reply", data={"text": "And another"}).location != first
    assert client("cleo").post(f"/c/psc/threads/{thread}/reply", data=sent).location != first


def test_the_same_words_may_be_said_again_later(thread, viewer):
    found = _find(thread, viewer)
    first = actions.reply(found, text="Any news?", by=viewer("ana"))
    with clock.at(first.posted_at + timedelta(minutes=5)):
        assert actions.reply(found, text="Any news?", by=viewer("ana")).number == first.number + 1


@pytest.mark.parametrize("page", ["/c/psc/threads/new", "/c/psc/cases/new"])
@pytest.mark.parametrize(("slug", "proposed"), [("psc", "community"), ("broken", "subgroup")])
def test_something_new_in_a_confidential_subgroup_is_proposed_to_its_members(client, page, slug, proposed):
    shown = client("dirk").get(f"{page}?group={world.group(slug).id}").text
    assert re.search(f'<input checked [^>]*name="audience"[^>]*value="{proposed}"', shown)
    assert "read by its members alone, whatever you choose here" in shown


def test_a_post_says_in_which_language_it_is_written(client, viewer):
    with unit_of_work():
        thread = actions.start(
            world.group("psc"), title="Where does it begin?", text="With a question, I think.", by=viewer("cleo")
        )
        dutch = "Wij begonnen met een gesprek aan de keukentafel, en niemand wist toen nog waar dat toe zou leiden."
        actions.reply(thread, text=dutch, by=viewer("ana"))
        number = thread.id
    shown = client("cleo").get(f"/c/psc/threads/{number}").text
    assert re.search(r'lang="nl"><p[^>]*>Wij begonnen', shown)
    assert not re.search(r'lang="\w+"><p[^>]*>With a question', shown)
