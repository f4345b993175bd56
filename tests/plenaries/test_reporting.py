"""The report that a plenary leaves: made for each reader, written together, published, with next steps."""

from datetime import date

import pytest

from community import worker
from community.database import session, unit_of_work
from community.errors import Absent, Invalid, NotAllowed
from community.lessons.actions import lessons
from community.lessons.actions.passages import release
from community.notifications.queries.lists import notifications_of
from community.plenaries.actions import deciding, opening, reporting
from community.plenaries.models import PlenaryCase
from community.plenaries.reports import NextStep, Report, ReportVersion
from tests import world
from tests.plenaries.practice import agree_on, mark, say

HERE = "/c/psc/plenaries/our-first-plenary"
REPORT = f"{HERE}/report"
WORDS = {"introduction": "We asked **together**.", "findings": "Little.", "conclusions": "We go on."}


def _closed(*, audience="community"):
    """Close a plenary that adopted a lesson with dissent and took an issue further."""
    lesson, issue = agree_on(kinds=("lesson", "issue"), audience=audience)
    say(lesson, "dirk", "object", "Figures lie")
    say(lesson, "ana", "agree")
    cleo = world.viewer("cleo")
    with unit_of_work():
        deciding.decide(lesson, verdict="dissent", sentence="It mostly helped.", seen=1, by=cleo)
        deciding.decide(issue, verdict="issue", sentence="Still open.", seen=1, owner=world.id_of("ana"), by=cleo)
        opening.move_on(lesson.plenary, to="closed", based_on="agree", by=cleo)
    return lesson.plenary


def _publish(plenary, audience="community"):
    with unit_of_work():
        reporting.write_report(plenary, said=WORDS, based_on=0, by=world.viewer("cleo"))
        reporting.publish(plenary, audience=audience, based_on=1, by=world.viewer("cleo"))


def test_the_report_says_what_came_of_it(client):
    _publish(_closed())
    page = client("rea").get(REPORT).text
    for words in (
        "What makes companies listen?", "<strong>together</strong>", "bring figures", "Adopted with dissent", "Figures lie",
        "They came with figures.", "Who pays for the figures?", "Taken further by", "Ana", "We go on.",
    ):  # fmt: skip
        assert words in page, words
    text = client("rea").get(f"{HERE}/report.md")
    assert text.mimetype == "text/markdown" and "Figures lie" in text.text and "&" not in text.text
    assert "\n\n**Adopted with dissent.**" in text.text and "(Told in psc)\n\n> Nobody asked" in text.text


def test_before_it_is_published_only_coordinators_read_it(client):
    plenary = _closed()
    statuses = {name: client(name).get(REPORT).status_code for name in ("cleo", "ana", "rea", "visitor")}
    assert statuses == {"cleo": 200, "ana": 404, "rea": 404, "visitor": 404}
    _publish(plenary)
    assert client("ana").get(REPORT).status_code == 200 and client("visitor").get(REPORT).status_code == 404
    client("cleo").post(f"{REPORT}/withdrawal")
    assert client("ana").get(REPORT).status_code == 404


def test_a_public_report_names_nobody_and_quotes_no_voice(client):
    _publish(_closed(audience="public"), "public")
    page, text = client("visitor").get(REPORT).text, client("visitor").get(f"{HERE}/report.md").text
    assert "bring figures" in page and "1 objects" in page and "2 people took part" not in page
    for shown in (page, text):
        assert "Figures lie" not in shown and "Dirk" not in shown and "Taken further by" not in shown


def test_a_report_is_never_wider_than_its_plenary(client):
    plenary = _closed()
    answer = client("cleo").post(f"{REPORT}/publication", data={"based_on": 0, "audience": "public"})
    assert answer.status_code == 302
    assert session().query(Report).one().audience == "community"
    assert client("visitor").get(REPORT).status_code == 404
    with pytest.raises(Invalid):
        reporting.publish(plenary, audience="everyone", based_on=0, by=world.viewer("cleo"))


def test_what_may_not_be_seen_is_not_in_the_report(client):
    plenary = _closed(audience="public")
    (own,) = mark("stone", "Only for Stone", by="ana", audience="subgroup")
    kept, let_out = mark("broken", "What nobody hears", "What all may hear", by="dirk", audience="subgroup")
    with unit_of_work():
        release(let_out, by=world.viewer("dirk"))
        (lesson,) = (draft for draft in session().query(deciding.Lesson) if draft.kind == "lesson")
        for passage in (own, let_out):
            lessons.cite(lesson, passage, stance="supports", by=world.viewer("cleo"))
    assert kept.released_at is None
    _publish(plenary, "public")
    seen = {name: client(name).get(REPORT).text for name in ("visitor", "rea", "ana", "cleo")}
    assert {name: "Only for Stone" in page for name, page in seen.items()} == {
        "visitor": False, "rea": False, "ana": True, "cleo": True,
    }  # fmt: skip
    assert {name: "What all may hear" in page for name, page in seen.items()} == {
        "visitor": False, "rea": True, "ana": True, "cleo": True,
    }  # fmt: skip
    assert not any("What nobody hears" in page or "Told in broken" in page for page in seen.values())


@pytest.mark.parametrize("address", [REPORT, f"{HERE}/report.md"])
def test_a_member_of_a_confidential_subgroup_sends_nothing_of_it_on(client, address):
    plenary = _closed()
    (let_out,) = mark("broken", "The supplier hung up", by="dirk", audience="subgroup")
    with unit_of_work():
        release(let_out, masked="Somebody hung up", by=world.viewer("dirk"))
        (lesson,) = (draft for draft in session().query(deciding.Lesson) if draft.kind == "lesson")
        lessons.cite(lesson, let_out, stance="supports", by=world.viewer("cleo"))
        session().add(PlenaryCase(plenary_id=plenary.id, case_id=let_out.case_revision.case_id))
    _publish(plenary)
    said = client("dirk").get(address).text
    assert "Somebody hung up" in said and "The supplier hung up" not in said and "Told in broken" not in said


def test_two_who_write_at_once_lose_nothing(client):
    _closed()
    one, other = client("cleo"), client("cleo")
    one.post(f"{REPORT}/edit", data=WORDS | {"based_on": 0})
    answer = other.post(f"{REPORT}/edit", data=WORDS | {"introduction": "Mine", "based_on": 0})
    assert answer.status_code == 409 and "Mine" in answer.text and "We asked **together**." in answer.text
    other.post(f"{REPORT}/edit", data=WORDS | {"introduction": "Ours", "based_on": 1})
    assert [version.introduction for version in session().query(ReportVersion)] == ["We asked **together**.", "Ours"]
    page = other.get(f"{REPORT}/versions").text
    assert "Version 2" in page and "We asked **together**." in page


def test_publishing_tells_everybody_once(app, client):
    plenary = _closed()
    _publish(plenary)
    with unit_of_work():
        reporting.publish(plenary, audience="community", based_on=1, by=world.viewer("cleo"))
    worker.drain(app, app.extensions[worker.JOBS])
    session().rollback()
    for name in ("ana", "rea", "dirk"):
        told = notifications_of(world.viewer(name), limit=50)[0]
        assert [line.thing.title for line in told if line.kind == "plenary-report"] == ["Our first plenary"]


def test_a_next_step_has_an_owner_who_is_told_and_a_day(app, client):
    plenary = _closed()
    browser = client("cleo")
    day = date.today().isoformat()
    answer = browser.post(f"{REPORT}/steps", data={"text": " ", "owner": 0, "due_on": day})
    assert answer.status_code == 422 and "Say what is to be done" in answer.text
    for wrong in ({"owner": world.id_of("rea")}, {"due_on": "1999-01-01"}, {"text": "x" * 301}):
        form = {"text": "Ask three firms", "owner": world.id_of("ana"), "due_on": day} | wrong
        assert browser.post(f"{REPORT}/steps", data=form).status_code == 422, wrong
    browser.post(f"{REPORT}/steps", data={"text": "Ask three firms", "owner": world.id_of("ana"), "due_on": day})
    step = session().query(NextStep).one()
    worker.drain(app, app.extensions[worker.JOBS])
    session().rollback()
    told = notifications_of(world.viewer("ana"), limit=50)[0]
    assert [line.thing.said for line in told if line.kind == "plenary-step"] == ["Ask three firms"]
    at = f"{REPORT}/steps/{step.id}"
    assert "Ask three firms" in browser.get(at).text
    browser.post(at, data={"text": "Ask five firms", "owner": 0, "based_on": 1})
    answer = browser.post(at, data={"text": "Ask nobody", "owner": 0, "based_on": 1})
    assert answer.status_code == 409 and "Ask nobody" in answer.text
    _publish(plenary)
    assert "Ask five firms" in client("ana").get(REPORT).text
    browser.post(f"{at}/removal")
    assert not session().query(NextStep).count() and browser.get(at).status_code == 404


@pytest.mark.parametrize("name", ["ana", "rea", "dirk"])
def test_only_coordinators_write_it(client, name):
    plenary = _closed()
    assert client(name).get(f"{REPORT}/edit").status_code == 403
    assert client(name).post(f"{REPORT}/publication", data={"audience": "public"}).status_code == 403
    with pytest.raises(NotAllowed):
        reporting.write_report(plenary, said=WORDS, based_on=0, by=world.viewer(name))


def test_there_is_none_before_the_plenary_agrees(client):
    (draft,) = agree_on()
    assert client("cleo").get(REPORT).status_code == 200
    with unit_of_work():
        opening.move_on(draft.plenary, to="draft", based_on="agree", by=world.viewer("cleo"))
    assert client("cleo").get(REPORT).status_code == 404
    with pytest.raises(Absent):
        reporting.write_report(draft.plenary, said=WORDS, based_on=0, by=world.viewer("cleo"))


def test_a_text_that_cannot_be_shown_comes_back(client):
    _closed()
    answer = client("cleo").post(f"{REPORT}/edit", data=WORDS | {"conclusions": "[" * 70_000, "based_on": 0})
    assert answer.status_code == 422 and "at most" in answer.text.lower()
