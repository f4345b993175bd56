"""Opening a plenary, its phases, and who is told."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock, worker
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed, Outdated
from community.notifications.queries.lists import notifications_of
from community.plenaries.actions import opening
from community.plenaries.closing import close_due
from community.plenaries.models import Plenary
from tests import world
from tests.plenaries.practice import QUESTION, open_plenary

pytestmark = pytest.mark.postgresql

FORM = {"title": "Our first plenary", "question": QUESTION, "audience": "community"}
HERE = "/c/psc/plenaries/our-first-plenary"


def _told(name):
    session().rollback()
    return [
        line
        for line in notifications_of(world.viewer(name), limit=50)[0]
        if line.thing and "plenar" in line.thing.endpoint
    ]


def test_a_coordinator_opens_a_plenary_from_its_form_and_everybody_is_told(app, client):
    browser = client("cleo")
    answer = browser.post(
        "/c/psc/plenaries/new", data=FORM | {"groups": world.group("stone").id}, follow_redirects=True
    )
    assert answer.request.path == HERE
    assert QUESTION in answer.text and "Stone" in answer.text
    assert session().scalars(select(AuditEntry.what).order_by(AuditEntry.id.desc())).first() == "plenary.opened"
    worker.drain(app, app.extensions[worker.JOBS])
    assert [line.thing.said for line in _told("ana")] == [QUESTION]
    assert not _told("cleo") and not _told("bo")


def test_what_was_typed_comes_back_beside_what_is_wrong(client):
    yesterday = (clock.now() - timedelta(days=1)).date().isoformat()
    answer = client("cleo").post("/c/psc/plenaries/new", data=FORM | {"collect": yesterday})
    assert answer.status_code == 422
    assert "still to come" in answer.text and yesterday in answer.text and QUESTION in answer.text
    assert not session().scalars(select(Plenary)).all()


@pytest.mark.parametrize("based_on", ["²", "9" * 5000])
def test_a_form_that_is_based_on_no_number_is_outdated(client, based_on):
    open_plenary()
    data = {"title": "Other", "question": "And now?", "audience": "community", "based_on": based_on}
    assert client("cleo").post(f"{HERE}/edit", data=data).status_code == 409


@pytest.mark.parametrize("name", ["ana", "rea", "dirk"])
def test_only_a_coordinator_opens_and_runs_one(client, name):
    assert client(name).get("/c/psc/plenaries/new").status_code == 403
    plenary = open_plenary()
    assert client(name).post(f"{HERE}/phase", data={"to": "cluster", "based_on": "collect"}).status_code == 403
    with pytest.raises(NotAllowed):
        opening.move_on(plenary, to="cluster", based_on="collect", by=world.viewer(name))


@pytest.mark.parametrize(("name", "status"), [("visitor", 404), ("bo", 404), ("rea", 200), ("ana", 200), ("cleo", 200)])
def test_who_may_not_see_it_finds_nothing(client, name, status):
    open_plenary()
    assert client(name).get(HERE).status_code == status
    assert ("Our first plenary" in client(name).get("/c/psc/plenaries").text) is (status == 200)


def test_a_phase_ends_by_itself_once_its_moment_has_come(app):
    ends = {"collect": clock.now() + timedelta(days=1), "cluster": clock.now() + timedelta(days=2)}
    plenary = open_plenary(ends=ends)
    assert not close_due()
    with clock.at(ends["collect"] + timedelta(minutes=1)):
        assert close_due() and not close_due()
        assert session().get(Plenary, plenary.id).phase == "cluster"
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "plenary.moved")).one()
    assert (entry.by_id, entry.detail["was"], entry.detail["becomes"]) == (None, "collect", "cluster")


def test_a_phase_that_was_entered_after_its_moment_is_late_and_ends_by_hand(client):
    ends = {"collect": clock.now() + timedelta(days=1)}
    plenary = open_plenary(ends=ends, phase="cluster")
    with clock.at(ends["collect"] + timedelta(days=1)):
        with unit_of_work():
            opening.move_on(plenary, to="collect", based_on="cluster", by=world.viewer("cleo"))
        assert not close_due()
        assert "Was to end" in client("ana").get(HERE).text


def test_two_coordinators_who_move_it_on_at_once_move_it_once(app):
    plenary = open_plenary()
    opening.move_on(plenary, to="cluster", based_on="collect", by=world.viewer("cleo"))
    with pytest.raises(Outdated):
        opening.move_on(plenary, to="cluster", based_on="collect", by=world.viewer("cleo"))
    with pytest.raises(Invalid):
        opening.move_on(plenary, to="closed", based_on="cluster", by=world.viewer("cleo"))


def test_a_change_of_its_title_keeps_its_former_address(client):
    open_plenary()
    answer = client("cleo").post(f"{HERE}/edit", data=FORM | {"title": "The plenary", "based_on": 1})
    assert answer.headers["Location"] == "/c/psc/plenaries/the-plenary"
    assert client("ana").get(HERE).headers["Location"] == "/c/psc/plenaries/the-plenary"
    answer = client("cleo").post("/c/psc/plenaries/the-plenary/edit", data=FORM | {"based_on": 1})
    assert answer.status_code == 409


def test_members_take_part_and_readers_read_along(client):
    open_plenary()
    answer = client("ana").post(f"{HERE}/participation", follow_redirects=True)
    assert "You take part." in answer.text
    assert client("rea").post(f"{HERE}/participation").status_code == 403
    answer = client("ana").post(f"{HERE}/participation", data={"takes_part": "0"}, follow_redirects=True)
    assert "I take part" in answer.text


def test_a_confidential_subgroup_in_scope_is_named_to_who_may_know_of_it(client):
    open_plenary()
    named = {name: bool(re.search(r"\bBroken\b", client(name).get(HERE).text)) for name in ("ana", "cleo", "dirk")}
    assert named == {"ana": False, "cleo": True, "dirk": True}
