"""A case that was withdrawn: its page says why, lists leave it out, what rests on it says so, and it can come back."""

import re
from datetime import timedelta

import pytest

from community import clock, worker
from community.audit.models import AuditEntry
from community.cases.actions import choosing, placing, writing
from community.cases.models import Case, Status
from community.cases.queries.completions import titles_of_cases
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons, passages
from community.lessons.blocks import blocks_of
from community.notifications.queries.lists import notifications_of
from community.notifications.telling import tell_waiting
from community.search.queries import search
from community.slugs import begun
from tests import world


def _who(name: str):
    return viewer_of(world.id_of(name))


@pytest.fixture
def case(app) -> Case:
    with unit_of_work():
        sections = {"question": "Who is there?", "summary": "Nobody was.\n\nThen somebody was."}
        return writing.create(world.group("psc"), title="The empty hall", sections=sections, by=_who("ana"))


def _withdraw(by: str = "ana", why: str = "We mixed two visits up.") -> None:
    with unit_of_work():
        placing.withdraw(session().query(Case).filter_by(title="The empty hall").one(), why=why, by=_who(by))


def test_its_owner_withdraws_it_with_a_reason(client, case):
    ana = client("ana")
    assert 'href="/c/psc/cases/the-empty-hall/retraction"' in ana.get("/c/psc/cases/the-empty-hall/settings").text
    refused = ana.post("/c/psc/cases/the-empty-hall/retraction", data={"why": "  "})
    assert refused.status_code == 422
    assert "Say in a line why" in refused.text
    told = ana.post(
        "/c/psc/cases/the-empty-hall/retraction", data={"why": "We mixed two visits up."}, follow_redirects=True
    ).text
    assert "The case is withdrawn" in told
    for name in ("ana", "cleo", "rea"):
        assert "We mixed two visits up." in client(name).get("/c/psc/cases/the-empty-hall").text
    assert ana.get("/c/psc/cases/the-empty-hall/retraction").status_code == 302


def test_lists_leave_it_out_and_count_it_for_who_asks(client, case):
    with unit_of_work():
        writing.create(world.group("psc"), title="The full hall", by=_who("ana"))
    _withdraw()
    cleo = client("cleo")
    for address in ("/c/psc/cases", "/c/psc", "/c/psc/cases/matrix", "/c/psc/cases?sort=title"):
        shown = cleo.get(address).text
        assert "/cases/the-empty-hall" not in shown, address
        assert "The full hall" in shown, address
    assert re.search(r"<b>1</b> case|>1 case", cleo.get("/c/psc/cases?language=en").text)
    asked = cleo.get("/c/psc/cases?status=withdrawn").text
    assert "The empty hall" in asked
    assert "The full hall" not in asked
    assert titles_of_cases(world.group("psc").id, begun("the"), viewer=_who("cleo")) == ["The full hall"]


def test_its_status_brings_it_back(client, case):
    _withdraw()
    shown = client("ana").get("/c/psc/cases/the-empty-hall/settings").text
    assert "Give it another status, and it is back." in shown
    client("ana").post("/c/psc/cases/the-empty-hall/status", data={"case_status": "described"})
    assert "The empty hall" in client("cleo").get("/c/psc/cases").text
    assert "mixed two visits" not in client("cleo").get("/c/psc/cases/the-empty-hall").text
    held = session().get_one(Case, case.id)
    assert (held.status, held.withdrawn_at, held.withdrawn_why) == (Status.DESCRIBED, None, "")


def test_no_form_of_the_status_withdraws_it(client, case):
    answer = client("ana").post("/c/psc/cases/the-empty-hall/status", data={"case_status": "withdrawn"})
    assert answer.status_code == 422
    with pytest.raises(Invalid, match="page of its own"), unit_of_work():
        writing.create(world.group("psc"), title="Never", status="withdrawn", by=_who("cleo"))


def test_what_rests_on_it_says_so_and_nobody_marks_anything_new(client, case):
    with unit_of_work():
        found = session().get_one(Case, case.id)
        anchor = blocks_of("summary", found.revision.sections["summary"])[0].anchor
        (passage,) = passages.harvest_paragraphs(found, found.revision, places=[("summary", anchor)], by=_who("cleo"))
        lesson = lessons.write(world.group("psc"), when="It is empty", do="wait", because="they come", by=_who("cleo"))
        lessons.cite(lesson, passage, stance="supports", by=_who("cleo"))
        slug = lesson.slug
    assert "One lesson rests on it" in client("cleo").get("/c/psc/cases/the-empty-hall/retraction").text
    _withdraw()
    assert "The case was withdrawn since." in client("cleo").get(f"/c/psc/lessons/{slug}").text
    assert client("cleo").get("/c/psc/cases/the-empty-hall/harvest").status_code == 403
    with pytest.raises(NotAllowed), unit_of_work():
        found = session().get_one(Case, case.id)
        passages.harvest_paragraphs(found, found.revision, places=[("summary", anchor)], by=_who("cleo"))


def test_its_authors_are_told_and_the_log_notes_it(app, case):
    _withdraw(by="cleo")
    while tell_waiting():
        pass
    assert [line for line in notifications_of(_who("ana"))[0] if line.kind == "case-withdrawn"]
    assert session().query(AuditEntry).filter_by(what="case.withdrawn").one().by_id == world.id_of("cleo")


def test_others_may_not_and_twice_says_what_was_said(app, case):
    for name in ("bo", "rea"):
        with pytest.raises(NotAllowed):
            _withdraw(by=name)
    _withdraw(why="First")
    with pytest.raises(Invalid, match="First"):
        _withdraw(why="Second")
    with pytest.raises(Invalid, match="300"):
        _withdraw(why="x" * 301)


def test_what_people_are_choosing_stays_until_that_is_over(app, case):
    with unit_of_work():
        other = writing.create(world.group("psc"), title="The full hall", by=_who("ana"))
        for each in (session().get_one(Case, case.id), other):
            choosing.offer(each, by=_who("ana"))
        both = [case.id, other.id]
        closing = clock.now() + timedelta(days=7)
        choosing.open_round(world.group("psc"), cases=both, closes_at=closing, intro="", by=_who("cleo"))
    with pytest.raises(NotAllowed, match="choosing this case right now"):
        _withdraw()


def test_search_finds_it_below_what_stands(app, case):
    with unit_of_work():
        writing.create(
            world.group("psc"),
            title="Many other things",
            sections={"why": "Of many other things; in the end the hall was empty."},
            by=_who("ana"),
        )
    for is_withdrawn in (False, True):
        if is_withdrawn:
            _withdraw()
        worker.drain(app, app.extensions[worker.JOBS])
        titles = ["".join(piece.text for piece in hit.title) for hit in search("hall", viewer=_who("cleo")).hits]
        assert (titles[0] == "The empty hall") is not is_withdrawn
        assert len(titles) == 2
