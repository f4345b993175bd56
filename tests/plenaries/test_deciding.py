"""What a plenary decides on its drafts, with a quorum and with dissent, and what closing leaves open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock, worker
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed, Outdated
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.notifications.queries.lists import notifications_of
from community.plenaries.actions import deciding, opening
from community.plenaries.closing import close_due
from community.plenaries.voices import Draft
from tests import world
from tests.plenaries.practice import LESSON, agree_on, say

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/plenaries/our-first-plenary"
DRAFT = f"{HERE}/drafts/bring-figures"
SAID = "It helped wherever we tried it."


def _decide(draft, verdict, **more):
    with unit_of_work():
        deciding.decide(
            draft, verdict=verdict, sentence=SAID, seen=draft.lesson.revision_count, by=world.viewer("cleo"), **more
        )


def test_a_draft_that_nobody_objects_to_is_adopted(client):
    (draft,) = agree_on()
    say(draft, "ana", "agree")
    answer = client("cleo").post(
        f"{DRAFT}/decision", data={"seen": 1, "verdict": "adopted", "sentence": SAID}, follow_redirects=True
    )
    assert "The decision is recorded" in answer.text and SAID in answer.text
    assert (draft.verdict, draft.decided_revision, draft.lesson.status) == ("adopted", 1, "adopted")
    assert SAID in client("ana").get("/c/psc/lessons/bring-figures").text
    assert "plenary.decided" in session().scalars(select(AuditEntry.what)).all()


def test_an_objection_is_not_adopted_over_but_with(client):
    (draft,) = agree_on()
    say(draft, "dirk", "object", "Figures lie")
    browser = client("cleo")
    assert 'checked id="verdict-1" name="verdict" type="radio" value="dissent"' in browser.get(DRAFT).text
    answer = browser.post(f"{DRAFT}/decision", data={"seen": 1, "verdict": "adopted", "sentence": SAID})
    assert answer.status_code == 422 and "Somebody objects to this text" in answer.text and SAID in answer.text
    browser.post(f"{DRAFT}/decision", data={"seen": 1, "verdict": "dissent", "sentence": SAID})
    page = client("ana").get("/c/psc/lessons/bring-figures").text
    assert "Adopted with dissent" in page and "1 of 1 objected." in page


def test_dissent_needs_somebody_who_dissents(app):
    (draft,) = agree_on()
    say(draft, "ana", "agree")
    with pytest.raises(Invalid):
        _decide(draft, "dissent")
    say(draft, "dirk", "context", "Not in small firms")
    _decide(draft, "dissent")
    assert draft.lesson.status == "adopted"


def test_an_objection_to_an_earlier_text_does_not_stand_against_the_present_one(app):
    (draft,) = agree_on()
    say(draft, "dirk", "object", "Figures lie")
    with unit_of_work():
        lessons.revise(draft.lesson, **(LESSON | {"do": "bring facts"}), based_on=1, by=world.viewer("cleo"))
    _decide(draft, "adopted")
    assert draft.decided_revision == 2


def test_without_its_quorum_a_draft_is_not_adopted_and_the_way_out_is_recorded(client):
    (draft,) = agree_on(quorum=2)
    say(draft, "ana", "agree")
    browser, form = client("cleo"), {"seen": 1, "verdict": "adopted", "sentence": SAID}
    answer = browser.post(f"{DRAFT}/decision", data=form)
    assert answer.status_code == 422 and "1 of the 2 who have to speak" in answer.text and f"{HERE}/edit" in answer.text
    plenary = draft.plenary
    changed = {"title": plenary.title, "question": plenary.question, "audience": "community", "based_on": 1}
    assert browser.post(f"{HERE}/edit", data=changed | {"quorum": "-1"}).status_code == 422
    browser.post(f"{HERE}/edit", data=changed | {"quorum": "1"})
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "plenary.quorum")).one()
    assert (entry.detail["was"], entry.detail["becomes"]) == ("2", "1")
    assert browser.post(f"{DRAFT}/decision", data=form).status_code == 302


def test_a_draft_is_set_aside_without_a_quorum_and_says_why(client):
    (draft,) = agree_on(quorum=2)
    _decide(draft, "aside")
    assert (draft.lesson.status, draft.lesson.reason) == ("withdrawn", SAID)


def test_a_draft_is_taken_further_as_a_common_issue_with_its_evidence_and_an_owner(app, client):
    (draft,) = agree_on()
    say(draft, "dirk", "object", "Figures lie")
    browser = client("cleo")
    form = {"seen": 1, "verdict": "issue", "sentence": SAID, "question": "Whose figures?"}
    answer = browser.post(f"{DRAFT}/decision", data=form)
    assert answer.status_code == 422 and "Say who takes it further" in answer.text and "Whose figures?" in answer.text
    rea = world.id_of("rea")
    assert browser.post(f"{DRAFT}/decision", data=form | {"owner": rea}).status_code == 422
    browser.post(f"{DRAFT}/decision", data=form | {"owner": world.id_of("ana")})
    issue = session().query(Lesson).filter_by(kind="issue").one()
    assert (issue.title, issue.status, draft.lesson.status) == ("Whose figures?", "adopted", "withdrawn")
    assert [(piece.passage_id, piece.stance) for piece in issue.evidence] == [(1, "supports"), (2, "contradicts")]
    page = client("dirk").get(DRAFT).text
    assert "Whose figures?" in page and "Taken further by" in page
    worker.drain(app, app.extensions[worker.JOBS])
    session().rollback()
    kinds = {
        name: [line.kind for line in notifications_of(world.viewer(name), limit=50)[0]] for name in ("ana", "dirk")
    }
    assert "plenary-issue" in kinds["ana"] and "plenary-issue" not in kinds["dirk"]
    assert "plenary-decided" in kinds["dirk"]


def test_a_common_issue_is_taken_further_itself(app):
    (draft,) = agree_on(kinds=("issue",))
    with pytest.raises(Invalid):
        _decide(draft, "adopted")
    session().rollback()
    _decide(draft, "issue", owner=world.id_of("ana"))
    assert (draft.issue_id, draft.lesson.status) == (draft.lesson_id, "adopted")


def test_a_decision_is_about_the_text_that_was_read(client):
    (draft,) = agree_on()
    with unit_of_work():
        lessons.revise(draft.lesson, **(LESSON | {"because": "it works"}), based_on=1, by=world.viewer("cleo"))
    answer = client("cleo").post(f"{DRAFT}/decision", data={"seen": 1, "verdict": "adopted", "sentence": SAID})
    assert answer.status_code == 409 and "The text was changed meanwhile" in answer.text and SAID in answer.text
    _decide(draft, "adopted")
    with pytest.raises(Outdated):
        deciding.decide(draft, verdict="aside", sentence=SAID, seen=2, by=world.viewer("cleo"))


def test_a_decision_is_taken_back_while_the_plenary_agrees(client):
    (draft,) = agree_on()
    _decide(draft, "issue", question="Whose figures?", owner=world.id_of("ana"))
    issue = draft.issue
    answer = client("cleo").post(f"{DRAFT}/reopening", follow_redirects=True)
    assert "taken back" in answer.text
    assert (draft.verdict, draft.lesson.status, issue.status) == (None, "plenary", "withdrawn")
    _decide(draft, "adopted")
    client("cleo").post(f"{DRAFT}/reopening")
    session().expire_all()
    assert draft.lesson.adopted_at is None


def test_what_was_decided_on_a_lesson_since_is_not_taken_back_with_the_decision(client):
    (draft,) = agree_on()
    _decide(draft, "adopted")
    with unit_of_work():
        settle(draft.lesson, status="withdrawn", reason="It did harm.", by=world.viewer("cleo"))
    answer = client("cleo").post(f"{DRAFT}/reopening")
    assert answer.status_code == 400 and "Something else was decided" in answer.text
    session().expire_all()
    assert (draft.verdict, draft.lesson.status, draft.lesson.reason) == ("adopted", "withdrawn", "It did harm.")
    with unit_of_work():
        settle(draft.lesson, status="review", reason="Once more.", by=world.viewer("cleo"))
    client("cleo").post(f"{DRAFT}/reopening")
    session().expire_all()
    assert (draft.verdict, draft.lesson.status) == (None, "plenary")


@pytest.mark.parametrize("name", ["ana", "dirk", "rea"])
def test_only_a_coordinator_decides(client, name):
    (draft,) = agree_on()
    form = {"seen": 1, "verdict": "adopted", "sentence": SAID}
    assert client(name).post(f"{DRAFT}/decision", data=form).status_code == 403
    assert client(name).post(f"{DRAFT}/reopening").status_code == 403
    with pytest.raises(NotAllowed):
        deciding.decide(draft, verdict="adopted", sentence=SAID, seen=1, by=world.viewer(name))


def test_closing_names_what_it_leaves_open_and_lets_it_be_proposed_again(client):
    one, other = agree_on(kinds=("lesson", "issue"))
    _decide(one, "adopted")
    browser = client("cleo")
    page = browser.get(f"{HERE}/closing").text
    assert "1 draft is not decided yet" in page and "Who pays for the figures?" in page
    assert browser.post(f"{HERE}/phase", data={"to": "closed", "based_on": "agree", "leaving": 0}).status_code == 409
    browser.post(f"{HERE}/phase", data={"to": "closed", "based_on": "agree", "leaving": 1})
    assert (one.lesson.status, other.lesson.status, other.verdict) == ("adopted", "proposed", None)
    assert browser.get(f"{HERE}/closing").status_code == 404
    assert "Left undecided" in client("ana").get(HERE).text
    browser.post(f"{HERE}/phase", data={"to": "agree", "based_on": "closed"})
    session().expire_all()
    assert other.lesson.status == "plenary", "opened again, it asks about what was left"


def test_a_plenary_that_closes_by_itself_leaves_its_drafts_proposed(app):
    (draft,) = agree_on()
    end = clock.now() + timedelta(days=1)
    with unit_of_work():
        plenary = draft.plenary
        opening.change_plenary(
            plenary, title=plenary.title, question=plenary.question, audience="community", ends={"agree": end},
            cases=[], groups=[], based_on=1, by=world.viewer("cleo"),
        )  # fmt: skip
    with clock.at(end + timedelta(minutes=1)):
        assert close_due()
    session().expire_all()
    assert session().query(Draft).one().lesson.status == "proposed"


def test_a_lesson_that_was_decided_on_elsewhere_is_said_to_be(client):
    (draft,) = agree_on()
    with unit_of_work():
        deciding.settle(draft.lesson, status="adopted", by=world.viewer("cleo"))
    assert "decided on elsewhere" in client("ana").get(DRAFT).text
    answer = client("cleo").post(f"{DRAFT}/decision", data={"seen": 1, "verdict": "aside", "sentence": SAID})
    assert answer.status_code == 409 and SAID in answer.text


def test_a_public_lesson_says_nothing_of_a_plenary_that_its_reader_may_not_see(client):
    (draft,) = agree_on()
    say(draft, "dirk", "object", "Figures lie")
    _decide(draft, "dissent")
    with unit_of_work():
        lessons.revise(draft.lesson, **LESSON, audience="public", based_on=1, by=world.viewer("cleo"))
    page = client("visitor").get("/c/psc/lessons/bring-figures").text
    assert "Our first plenary" not in page and "objected" not in page and SAID not in page
    assert "1 of 1 objected." in client("rea").get("/c/psc/lessons/bring-figures").text
