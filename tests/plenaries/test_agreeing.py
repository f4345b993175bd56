"""Where participants stand on drafts: said, said anew when the text changes, counted, and shown to those who may see it."""

import pytest
from sqlalchemy import select

from community import worker
from community.database import session, unit_of_work
from community.errors import NotAllowed, Refusal
from community.lessons.actions import lessons
from community.lessons.models import Lesson
from community.notifications.queries.lists import notifications_of
from community.plenaries.actions import agreeing, opening
from community.plenaries.queries.asked import asked_in
from community.plenaries.queries.drafts import drafts_of, standing_of
from community.plenaries.voices import Draft, Voice
from tests import world
from tests.counting import count_queries
from tests.plenaries.practice import LESSON, agree_on, open_plenary, say

HERE = "/c/psc/plenaries/our-first-plenary"
DRAFT = f"{HERE}/drafts/bring-figures"


def _revise(draft, **said):
    with unit_of_work():
        lesson = draft.lesson
        lessons.revise(lesson, **(LESSON | said), based_on=lesson.revision_count, by=world.viewer("cleo"))


def _told(app, name):
    worker.drain(app, app.extensions[worker.JOBS])
    session().rollback()
    return [line.kind for line in notifications_of(world.viewer(name), limit=50)[0]]


def test_a_participant_says_where_they_stand_and_may_say_it_otherwise(client):
    (draft,) = agree_on()
    browser = client("ana")
    assert "Say where you stand" in browser.get(HERE).text
    browser.post(f"{DRAFT}/voices", data={"seen": 1, "stand": "agree"})
    answer = browser.post(
        f"{DRAFT}/voices", data={"seen": 1, "stand": "object", "because": "Figures lie"}, follow_redirects=True
    )
    assert "Figures lie" in answer.text and "1 of 2 has said where they stand" in answer.text
    assert [(voice.stand, voice.revision) for voice in session().query(Voice)] == [("object", 1)]
    assert "Figures lie" in client("rea").get(DRAFT).text, "readers read along"


@pytest.mark.parametrize("stand", ["remark", "object", "context"])
def test_a_remark_an_objection_and_another_context_need_a_reason(client, stand):
    agree_on()
    for unsaid in (" ", "\u200b"):
        answer = client("ana").post(f"{DRAFT}/voices", data={"seen": 1, "stand": stand, "because": unsaid})
        assert answer.status_code == 422 and "Say it in a sentence" in answer.text
    answer = client("ana").post(f"{DRAFT}/voices", data={"seen": 1, "stand": stand, "because": "x" * 601})
    assert answer.status_code == 422 and "x" * 601 in answer.text
    answer = client("ana").post(f"{DRAFT}/voices", data={"seen": 1, "because": "Hm"})
    assert answer.status_code == 422 and "Say where you stand." in answer.text and "Hm" in answer.text


def test_a_changed_text_is_asked_about_anew_and_earlier_voices_stay_with_theirs(app, client):
    (draft,) = agree_on()
    say(draft, "ana", "object", "Figures lie")
    say(draft, "dirk", "agree")
    _revise(draft, do="bring figures that can be checked")
    standing = standing_of(draft, draft.plenary)
    assert (standing.spoken, standing.objections) == (0, 0)
    page = client("ana").get(f"{HERE}/drafts/{draft.lesson.slug}").text
    assert "The text was changed since you spoke" in page and "Figures lie" in page
    assert "that can be checked</ins>" in page.replace('<span class="sr">]</span>', "").replace(" </ins>", "</ins>")
    assert "Spoke about an earlier text" in page and "Dirk" in page
    assert "plenary-text" in _told(app, "ana")
    say(draft, "ana", "agree")
    assert standing_of(draft, draft.plenary).counts == {"agree": 1}
    assert session().query(Voice).count() == 3


def test_a_voice_on_a_text_that_was_changed_meanwhile_is_given_back(client):
    (draft,) = agree_on()
    _revise(draft, because="they count")
    answer = client("ana").post(f"{DRAFT}/voices", data={"seen": 1, "stand": "object", "because": "Figures lie"})
    assert answer.status_code == 422
    assert "The text was changed meanwhile" in answer.text and "Figures lie" in answer.text
    assert 'name="seen" type="hidden" value="2"' in answer.text
    assert not session().query(Voice).count()


def test_a_voice_after_closing_is_answered_clearly_and_what_was_written_stays(client):
    (draft,) = agree_on()
    with unit_of_work():
        opening.move_on(draft.plenary, to="closed", based_on="agree", leaving=1, by=world.viewer("cleo"))
    answer = client("ana").post(f"{DRAFT}/voices", data={"seen": 1, "stand": "object", "because": "Figures lie"})
    assert answer.status_code == 422
    assert "does not ask for this now" in answer.text and "Figures lie" in answer.text
    with pytest.raises(Refusal):
        agreeing.speak(draft, stand="agree", because="", seen=1, by=world.viewer("ana"))


@pytest.mark.parametrize(("name", "status"), [("rea", 403), ("bo", 404), ("visitor", 401)])
def test_who_does_not_take_part_says_nothing(client, name, status):
    (draft,) = agree_on()
    assert client(name).post(f"{DRAFT}/voices", data={"seen": 1, "stand": "agree"}).status_code == status
    with pytest.raises(NotAllowed):
        agreeing.speak(draft, stand="agree", because="", seen=1, by=world.viewer(name))


def test_visitors_of_a_public_plenary_see_numbers_and_no_names(client):
    (draft,) = agree_on(audience="public")
    say(draft, "dirk", "object", "Figures lie")
    for name in ("visitor", "bo"):
        page = client(name).get(DRAFT).text
        assert "1 objects" in page and "Figures lie" not in page and "Dirk" not in page
    assert "Dirk" in client("rea").get(DRAFT).text


def test_what_a_draft_rests_on_is_quoted_only_to_those_who_may_read_it(client):
    (draft,) = agree_on(audience="public")
    for name, is_quoted in (("visitor", True), ("ana", True)):
        assert ("They came with figures." in client(name).get(DRAFT).text) is is_quoted


def test_before_the_plenary_agrees_drafts_are_read_and_discussed(client):
    (draft,) = agree_on()
    with unit_of_work():
        opening.move_on(draft.plenary, to="draft", based_on="agree", by=world.viewer("cleo"))
    page = client("ana").get(DRAFT).text
    assert "say in the discussion what it misses" in page and "/voices" not in page
    reply = client("ana").get(f"/c/psc/threads/{draft.plenary.thread_id}/reply?about=bring-figures").text
    assert "[[lesson:bring-figures]]" in reply
    assert client("ana").get(f"/c/psc/threads/{draft.plenary.thread_id}/reply?about=nothing").status_code == 404


def test_two_themes_are_weighed_side_by_side(client):
    agree_on(kinds=("lesson", "issue"))
    page = client("ana").get(f"{HERE}/weighing?one=1&other=2").text
    assert "Bring figures" in page.replace("bring", "Bring") and "Who pays for the figures?" in page
    assert "They came with figures." in page and "No passage that you may read" in page
    assert client("ana").get(f"{HERE}/weighing?one=1&other=1").status_code == 200
    assert client("ana").get(f"{HERE}/weighing?one=x&other=99").status_code == 200


def test_a_lesson_that_was_proposed_is_brought_before_the_plenary(client):
    (draft,) = agree_on()
    with unit_of_work():
        other = lessons.write(
            world.group("psc"), when="you wait", do="write", because="it helps", by=world.viewer("cleo")
        )
    browser = client("cleo")
    assert "Bring another lesson" in browser.get(HERE).text
    answer = browser.post(f"{HERE}/drafts", data={"lesson": "write"}, follow_redirects=True)
    assert "It is before the plenary now" in answer.text and other.status == "plenary"
    assert client("ana").post(f"{HERE}/drafts", data={"lesson": "write"}, follow_redirects=True).status_code == 403
    assert "bring-figures" in browser.get(HERE).text and "/drafts/write" in client("ana").get(HERE).text


def test_a_lesson_is_before_one_plenary_at_a_time(client):
    (draft,) = agree_on()
    with unit_of_work():
        other = opening.open_plenary(
            world.group("psc"), title="Another one", question="And here?", by=world.viewer("cleo")
        )
        for was, to in (("collect", "cluster"), ("cluster", "draft")):
            opening.move_on(other, to=to, based_on=was, by=world.viewer("cleo"))
    there = "/c/psc/plenaries/another-one/drafts"
    answer = client("cleo").post(there, data={"lesson": "bring-figures"}, follow_redirects=True)
    assert "Another plenary speaks about this lesson now" in answer.text
    assert session().query(Draft).all() == [draft]


def test_what_another_plenary_took_up_stays_there_when_the_first_is_opened_again(client):
    (draft,) = agree_on()
    cleo = world.viewer("cleo")
    with unit_of_work():
        first = session().merge(draft).plenary
        opening.move_on(first, to="closed", based_on="agree", leaving=1, by=cleo)
        other = opening.open_plenary(world.group("psc"), title="Another one", question="And here?", by=cleo)
        for was, to in (("collect", "cluster"), ("cluster", "draft"), ("draft", "agree")):
            opening.move_on(other, to=to, based_on=was, by=cleo)
            if to == "draft":
                theirs = agreeing.bring_lesson(other, first_lesson(), by=cleo)
        opening.move_on(first, to="agree", based_on="closed", by=cleo)
    with pytest.raises(Refusal), unit_of_work():
        agreeing.speak(session().merge(draft), stand="agree", because="", seen=1, by=world.viewer("ana"))
    with unit_of_work():
        agreeing.speak(session().merge(theirs), stand="agree", because="", seen=1, by=world.viewer("ana"))
        opening.move_on(session().merge(first), to="closed", based_on="agree", by=cleo)
        assert first_lesson().status == "plenary", "the other one speaks about it still"
        opening.move_on(session().merge(other), to="closed", based_on="agree", leaving=1, by=cleo)
        assert first_lesson().status == "proposed"
        opening.move_on(session().merge(first), to="agree", based_on="closed", by=cleo)
        agreeing.speak(session().merge(draft), stand="agree", because="", seen=1, by=world.viewer("ana"))


def first_lesson() -> Lesson:
    """Return the lesson that was drafted."""
    return session().scalars(select(Lesson).order_by(Lesson.id)).first()


def test_the_desk_asks_for_voices_that_are_missing(client):
    (draft,) = agree_on()
    assert "Say where you stand on one draft" in client("ana").get("/").text
    say(draft, "ana", "object", "Figures lie")
    assert "Say where you stand on one draft" not in client("ana").get("/").text
    assert "An objection is open" in client("cleo").get("/c/psc/desk").text
    psc = world.group("psc").id
    assert asked_in([psc], viewer=world.viewer("ana"))[0].to_speak_on == 0
    assert not asked_in([psc], viewer=world.viewer("bo"))


def test_the_number_of_queries_does_not_grow_with_drafts_and_voices(client):
    first, *others = agree_on(kinds=("lesson", "issue", "issue"))
    browser = client("ana")
    browser.get(DRAFT)
    with count_queries() as few:
        browser.get(DRAFT), browser.get(HERE)
    for draft in (first, *others):
        for name in ("ana", "dirk", "cleo"):
            say(draft, name, "remark", f"So {name} says")
    with count_queries() as many:
        assert "So dirk says" in browser.get(DRAFT).text and browser.get(HERE).status_code == 200
    assert len(many) <= len(few) + 1, "the texts that were spoken about, once"


def test_a_plenary_without_drafts_shows_none(client):
    plenary = open_plenary(phase="agree")
    assert drafts_of(plenary, viewer=world.viewer("ana")) == []
    assert client("ana").get(f"{HERE}/drafts/nothing").status_code == 404
