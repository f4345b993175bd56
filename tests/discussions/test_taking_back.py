"""A post that was taken back says nothing any more, keeps its place, and can be put back."""

from datetime import timedelta

import pytest

from community import clock, worker
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.discussions import actions
from community.discussions.models import Post
from community.discussions.queries.posts import latest_posts
from community.errors import Invalid, NotAllowed, Outdated
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons, passages
from community.lessons.passages import Passage
from community.lessons.reanchoring import look_again
from community.notifications.queries.lists import notifications_of
from community.notifications.telling import tell_waiting
from community.search.queries import search
from tests import world

LATER = timedelta(hours=1)
SAID = "The dialogue began with a quibblefish."


def _who(name: str):
    return viewer_of(world.id_of(name))


@pytest.fixture
def drain(app):
    """A function that lets the worker do all there is to do."""
    return lambda: worker.drain(app, app.extensions[worker.JOBS])


@pytest.fixture
def post(app) -> Post:
    with unit_of_work():
        thread = actions.start(world.group("psc"), title="Where it began", text="And how?", by=_who("cleo"))
        return actions.reply(thread, text=SAID, by=_who("ana"))


@pytest.fixture
def address(post) -> str:
    return f"/c/psc/posts/{post.id}/retraction"


def test_its_author_takes_it_back_and_puts_it_back(client, post, address):
    ana, thread = client("ana"), f"/c/psc/threads/{post.thread_id}"
    assert f'href="{address}"' in ana.get(thread).text
    assert "It can be put back at any time" in ana.get(address).text
    told = ana.post(address, data={"why": "It was somebody else's."}, follow_redirects=True).text
    assert "The post is taken back" in told
    assert "took this post back" in told
    assert "It was somebody else&#39;s." in told
    for name in ("ana", "cleo", "bo"):
        assert "quibblefish" not in client(name).get(thread).text
    assert "Put it back" in ana.get(thread).text
    again = ana.post(f"/c/psc/posts/{post.id}/return", follow_redirects=True).text
    assert SAID in again
    assert "took this post back" not in again


def test_answers_keep_their_place_and_numbers_go_on(client, post):
    with unit_of_work():
        thread = session().get_one(Post, post.id).thread
        actions.reply(thread, text="I saw it too.", answers=session().get_one(Post, post.id), by=_who("cleo"))
        actions.take_back(session().get_one(Post, post.id), by=_who("ana"))
    shown = client("cleo").get(f"/c/psc/threads/{post.thread_id}").text
    assert "I saw it too." in shown
    assert "3 posts" in shown
    assert "post 2</a>" in shown


def test_nobody_reaches_its_words_by_any_address(client, post):
    with unit_of_work():
        passage = passages.harvest_post(session().get_one(Post, post.id), by=_who("cleo"))
        number = passage.id
        actions.take_back(session().get_one(Post, post.id), by=_who("ana"))
    for name in ("ana", "cleo"):
        browser = client(name)
        for way in ("edit", "harvest"):
            assert browser.get(f"/c/psc/posts/{post.id}/{way}").status_code == 404
        assert browser.post(f"/c/psc/posts/{post.id}/passages", data={"why": "x"}).status_code == 404
        led = browser.get(f"/c/psc/passages/{number}/post")
        assert led.headers["Location"].endswith(f"/c/psc/threads/{post.thread_id}#post-2")
        assert "quibblefish" not in browser.get(f"/c/psc/threads/{post.thread_id}/reply?to={post.id}&quote=1").text
        assert "quibblefish" not in browser.get("/").text


def test_it_is_not_found_and_not_told_of(app, post, drain):
    drain()
    assert search("quibblefish", viewer=_who("cleo")).total == 1
    with unit_of_work():
        actions.take_back(session().get_one(Post, post.id), by=_who("ana"))
    drain()
    assert search("quibblefish", viewer=_who("cleo")).total == 0
    assert not latest_posts([world.group("psc").id], viewer=_who("bo"))
    assert not [line for line in notifications_of(_who("cleo"))[0] if line.thing and "quibblefish" in line.thing.said]
    with unit_of_work():
        actions.put_back(session().get_one(Post, post.id), by=_who("ana"))
    drain()
    assert search("quibblefish", viewer=_who("cleo")).total == 1


def test_what_rests_on_it_says_so_and_nothing_rests_on_it_anew(client, post, address):
    with unit_of_work():
        passage = passages.harvest_post(session().get_one(Post, post.id), by=_who("cleo"))
        lesson = lessons.write(world.group("psc"), when="It begins", do="look", because="it shows", by=_who("cleo"))
        lessons.cite(lesson, passage, stance="supports", by=_who("cleo"))
        slug, number = lesson.slug, passage.id
    assert "One lesson rests on it" in client("cleo").get(address).text
    with unit_of_work(), clock.at(clock.now() + LATER):
        actions.take_back(session().get_one(Post, post.id), by=_who("ana"))
    with unit_of_work(), clock.at(clock.now() + LATER):
        while look_again():
            pass
    shown = client("cleo").get(f"/c/psc/lessons/{slug}").text
    assert SAID in shown, "what was cited stays"
    assert "The post was taken back since." in shown
    assert "these words are not there any more" in shown
    assert "The post was taken back since." in client("cleo").get(f"/c/psc/passages/{number}").text
    with unit_of_work():
        other = lessons.write(world.group("psc"), when="It ends", do="look", because="it shows", by=_who("cleo"))
        with pytest.raises(NotAllowed, match="taken back"):
            lessons.cite(other, session().get_one(Passage, number), stance="supports", by=_who("cleo"))
        lessons.cite(session().merge(lesson), session().get_one(Passage, number), stance="qualifies", by=_who("cleo"))


def test_who_runs_the_group_removes_it_and_its_author_is_told_why(client, post, address):
    assert "Its author is told" in client("cleo").get(address).text
    client("cleo").post(address, data={"why": "It names a person."})
    assert "removed by those who run the group" in client("ana").get(f"/c/psc/threads/{post.thread_id}").text
    while tell_waiting():
        pass
    (line,) = [line for line in notifications_of(_who("ana"))[0] if line.kind == "post-removed"]
    assert line.thing.said == "It names a person."
    assert session().query(AuditEntry).filter_by(what="post.removed").one().person_id == world.id_of("ana")
    assert client("ana").get(address).status_code == 403, "what was removed its author does not put back"
    assert client("ana").post(f"/c/psc/posts/{post.id}/return").status_code == 403
    client("cleo").post(f"/c/psc/posts/{post.id}/return")
    assert SAID in client("ana").get(f"/c/psc/threads/{post.thread_id}").text


def test_twice_at_once_and_while_it_is_edited(app, post):
    with unit_of_work():
        found = session().get_one(Post, post.id)
        actions.take_back(found, why="First", by=_who("ana"))
        actions.take_back(found, why="Second", by=_who("ana"))
        assert (found.revision_count, found.taken_back_why) == (2, "First")
        with pytest.raises(NotAllowed):
            actions.edit(found, text="Otherwise", based_on=1, by=_who("ana"))
        actions.put_back(found, by=_who("ana"))
        actions.put_back(found, by=_who("ana"))
        assert (found.revision_count, found.revision.text) == (3, SAID)
        with pytest.raises(Outdated):
            actions.edit(found, text="Otherwise", based_on=1, by=_who("ana"))


def test_a_reason_has_a_length_and_a_closed_discussion_is_for_who_runs_it(app, post):
    with unit_of_work():
        found = session().get_one(Post, post.id)
        with pytest.raises(Invalid, match="300"):
            actions.take_back(found, why="x" * 301, by=_who("ana"))
        actions.lock(found.thread, by=_who("cleo"))
        with pytest.raises(NotAllowed):
            actions.take_back(found, by=_who("ana"))
        actions.take_back(found, by=_who("cleo"))


def test_what_its_author_took_back_nobody_else_puts_back(client, post, address):
    client("ana").post(address)
    assert "Put it back" not in client("cleo").get(f"/c/psc/threads/{post.thread_id}").text
    assert client("cleo").get(address).status_code == 403
    assert client("cleo").post(f"/c/psc/posts/{post.id}/return").status_code == 403
    assert "Put it back" in client("ana").get(f"/c/psc/threads/{post.thread_id}").text


def test_nobody_is_told_twice_that_they_are_mentioned(app, post, drain):
    with unit_of_work():
        said = actions.reply(session().get_one(Post, post.id).thread, text="What does @rea say?", by=_who("ana"))
        number = said.id
    drain()
    for verb in (actions.take_back, actions.put_back):
        with unit_of_work():
            verb(session().get_one(Post, number), by=_who("ana"))
        drain()
    assert len([line for line in notifications_of(_who("rea"))[0] if line.reason == "mention"]) == 1
