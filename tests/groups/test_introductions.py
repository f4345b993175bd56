"""Introducing oneself: in the community's own words, as a post that others answer, and as a case."""

import pytest

from community.cases.actions.bringing import bring, title_of
from community.cases.models import Case
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Post, Thread, ThreadKind
from community.errors import Absent, NotAllowed
from community.groups.actions import introductions
from community.groups.models import ExperienceTag, Introduction
from tests import world

SAID = {
    "experience": "Ten years of stone",
    "offer": "",
    "seek": "Answers",
    "bring": "The quarry that closed. Who asked the workers?",
    "tags": "Stone, #dialogue, STONE ,, Trade  unions",
}


def _introduce(browser, **changed):
    return browser.post("/c/psc/introduction", data=SAID | changed, follow_redirects=True)


def _threads() -> list[Thread]:
    session().rollback()
    return session().query(Thread).filter_by(kind=ThreadKind.INTRODUCTIONS).order_by(Thread.id).all()


def _posts() -> list[Post]:
    return [post for thread in _threads() for post in session().query(Post).filter_by(thread_id=thread.id)]


def test_what_is_said_stands_on_the_persons_page_and_as_a_post(client):
    page = _introduce(client("ana"))
    assert page.request.path == f"/c/psc/threads/{_threads()[0].id}"
    assert "Ten years of stone" in page.text
    assert "What I can offer" not in page.text, "what was not answered is left out"
    seen = client("cleo").get("/people/ana").text
    for text in (
        "Ten years of stone",
        "The quarry that closed.",
        "Trade unions".lower(),
        f"/threads/{_threads()[0].id}",
    ):
        assert text in seen


def test_the_thread_is_for_members_also_in_a_public_community(client):
    _introduce(client("ana"))
    (thread,) = _threads()
    assert (thread.audience, thread.started_by_id) == ("community", world.id_of("cleo"))
    for name in ("visitor", "bo", "ada"):
        assert client(name).get(f"/c/psc/threads/{thread.id}").status_code == 404
        assert "Ten years of stone" not in client(name).get("/search?q=stone").text
    assert client("rea").get(f"/c/psc/threads/{thread.id}").status_code == 200


def test_others_join_the_same_thread_and_welcome_each_other(client):
    for name in ("ana", "rea", "dirk"):
        _introduce(client(name))
    (thread,) = _threads()
    assert [post.author_id for post in _posts()] == [world.id_of(name) for name in ("ana", "rea", "dirk")]
    first = _posts()[0].id
    client("cleo").post(f"/c/psc/threads/{thread.id}/reply", data={"text": "Welcome!", "answers": first})
    assert "Welcome!" in client("ana").get(f"/c/psc/threads/{thread.id}").text


def test_a_change_changes_the_same_post_and_nothing_new_is_no_change(client):
    _introduce(client("ana"))
    _introduce(client("ana"), tags="other")
    assert _posts()[0].revision_count == 1
    _introduce(client("ana"), seek="Other answers")
    (post,) = _posts()
    assert post.revision_count == 2
    assert "Other answers" in post.revision.source


def test_who_changes_the_post_is_led_to_the_introduction(client):
    _introduce(client("ana"))
    (post,) = _posts()
    assert client("ana").get(f"/c/psc/posts/{post.id}/edit").headers["Location"] == "/c/psc/introduction"
    assert client("cleo").get(f"/c/psc/posts/{post.id}/edit").status_code == 403


def test_saying_nothing_is_allowed_and_taking_it_back_too(client):
    nothing = dict.fromkeys(SAID, "")
    assert "Nothing is said yet." in _introduce(client("ana"), **nothing).text
    assert _threads() == []
    _introduce(client("ana"))
    _introduce(client("ana"), **nothing)
    assert session().query(Introduction).count() == 0
    assert _posts()[0].revision.source == "I have taken my introduction back."
    _introduce(client("ana"))
    assert len(_posts()) == 1
    assert "Ten years of stone" in _posts()[0].revision.source


def test_where_the_thread_was_closed_newcomers_open_another(client, viewer):
    _introduce(client("ana"))
    with unit_of_work():
        discussions.lock(_threads()[0], by=viewer("cleo"))
    _introduce(client("dirk"))
    first, second = _threads()
    assert (first.post_count, second.post_count) == (1, 1)


def test_tags_are_written_alike_and_suggested_to_others(client):
    _introduce(client("ana"))
    assert {row.tag for row in session().query(ExperienceTag)} == {"stone", "dialogue", "trade unions"}
    assert "Used here: dialogue, stone, trade unions." in client("dirk").get("/c/psc/introduction").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"seek": "x" * 4001}, "Write at most 4000 characters here."),
        ({"tags": ",".join(map(str, range(11)))}, "Use at most 10."),
        ({"tags": "x" * 41}, "Each can have at most 40 characters."),
        ({"offer": "> " * 1999 + "x"}, "This text is too tangled to show"),
    ],
)
def test_what_cannot_be_taken_is_said_and_everything_typed_is_kept(client, changed, said):
    refused = _introduce(client("ana"), **changed)
    assert refused.status_code == 422
    assert said in refused.text
    assert "The quarry that closed." in refused.text
    assert _threads() == []
    assert session().query(ExperienceTag).count() == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "الحجر والناس", "{{ 7*7 }}", "**\n\n# x"])
def test_any_text_is_shown_as_text(client, text):
    page = _introduce(client("ana"), experience=text, bring=text)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<script>alert" not in client("cleo").get("/people/ana").text


def test_only_members_introduce_themselves(client, viewer):
    for name in ("bo", "ada", "finn"):
        assert client(name).post("/c/psc/introduction", data=SAID).status_code == 404
    with pytest.raises(NotAllowed):
        introductions.introduce(world.group("psc"), by=viewer("bo"), seek="x")


PROMPTS = {f"{key}_{part}": "" for key in ("experience", "offer", "seek", "bring") for part in ("label", "help")}


def test_a_coordinator_asks_in_the_words_of_the_theme(client):
    page = "/c/psc/introduction/prompts"
    own = PROMPTS | {"seek_label": "What about <stone>?", "seek_help": "One line"}
    assert client("cleo").post(page, data=own).status_code == 302
    asked = client("ana").get("/c/psc/introduction").text
    assert "What about &lt;stone&gt;?" in asked
    assert "My experience with the theme" in asked
    assert "What about &lt;stone&gt;?" in _introduce(client("ana")).text
    assert client("cleo").post(page, data=PROMPTS | {"offer_label": "x" * 81}).status_code == 422
    client("cleo").post(page, data=PROMPTS)
    assert "What I am looking for" in client("ana").get("/c/psc/introduction").text


def test_only_a_coordinator_changes_what_is_asked(client):
    for name in ("ana", "rea", "dirk", "bo"):
        assert client(name).get("/c/psc/introduction/prompts").status_code == 404
        assert client(name).post("/c/psc/introduction/prompts", data=PROMPTS).status_code == 404


def test_a_case_that_could_be_brought_becomes_a_sketch_once(client):
    browser = client("ana")
    thread = _introduce(browser).request.path
    assert "Make it a case" in browser.get(thread).text
    assert "Make my case a sketch" in browser.get("/people/ana").text
    assert "Make it a case" not in client("dirk").get(thread).text
    for _ in range(2):
        assert browser.post("/c/psc/introduction/case").headers["Location"] == "/c/psc/cases/the-quarry-that-closed"
    (case,) = session().query(Case).all()
    assert (case.status, case.audience, case.owner_id) == ("sketched", "community", world.id_of("ana"))
    assert case.revision.question == "Who asked the workers?"
    assert "This case began in an introduction" in client("cleo").get("/c/psc/cases/the-quarry-that-closed").text
    for page in ("/people/ana", thread):
        assert "The case that began here:" in client("cleo").get(page).text
    assert "Make it a case" not in browser.get(thread).text
    assert "Make my case a sketch" not in browser.get("/people/ana").text


def test_a_case_that_moved_where_others_do_not_see_it_is_not_named(client, viewer):
    thread = _introduce(client("dirk")).request.path
    client("dirk").post("/c/psc/introduction/case")
    with unit_of_work():
        case = session().query(Case).one()
        case.move(world.group("broken"), "subgroup")
    for page in ("/people/dirk", thread):
        assert "The case that began here:" not in client("cleo").get(page).text
        assert "The case that began here:" in client("dirk").get(page).text


def test_only_who_writes_and_spoke_of_a_case_brings_one(client, viewer):
    assert client("ana").post("/c/psc/introduction/case").status_code == 404
    _introduce(client("rea"))
    assert client("rea").post("/c/psc/introduction/case").status_code == 403
    assert "Make my case a sketch" not in client("rea").get("/people/rea").text
    with pytest.raises(Absent):
        bring(world.group("psc"), by=viewer("dirk"))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The quarry that closed. More.", "The quarry that closed"),
        ("What then?", "What then?"),
        ("**Bold** words, and [a link](https://example.org)", "Bold words, and a link"),
        ("word " * 60, " ".join(["word"] * 18) + "…"),
        ("x" * 300, "x" * 90 + "…"),
        ("采石场关闭了。", "采石场关闭了。"),
    ],
)
def test_the_first_sentence_is_the_title(text, title):
    assert title_of(text) == title
