"""What those who run a subgroup set: its name and address, its door, and who may see it."""

import pytest
from sqlalchemy import select

from community.audit.models import AuditEntry
from community.cases.actions import writing
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.errors import Invalid
from community.groups.actions import forming, members
from tests import world

pytestmark = pytest.mark.postgresql

STONE, BROKEN = "/c/psc/subgroups/stone", "/c/psc/subgroups/broken"


def _described(**changes):
    return {"name": "Stone", "question": "", "summary": ""} | changes


def test_a_former_name_leads_on_to_the_present_one(client):
    browser = client("cleo")
    browser.post(f"{STONE}/settings", data=_described(name="Stone and trust", question="Why?", is_open="y"))
    assert world.group("stone-and-trust").is_open
    answer = client("visitor").get(STONE)
    assert (answer.status_code, answer.location) == (301, "/c/psc/subgroups/stone-and-trust")
    assert "Why?" in client("visitor").get(STONE, follow_redirects=True).text


def test_the_former_name_of_what_is_hidden_leads_nowhere(client):
    client("dirk").post(f"{BROKEN}/settings", data=_described(name="Silence"))
    assert client("ana").get(BROKEN).status_code == 404
    assert client("dirk").get(BROKEN).status_code == 301


@pytest.mark.parametrize(("field", "text"), [("name", " "), ("name", "x" * 121), ("question", "x" * 401)])
def test_what_cannot_be_taken_comes_back(client, field, text):
    answer = client("cleo").post(f"{STONE}/settings", data=_described(**{field: text, "summary": "Kept"}))
    assert answer.status_code == 422
    assert "Kept" in answer.text


def test_the_door_of_what_is_confidential_stays_closed(app, viewer):
    with pytest.raises(Invalid):
        forming.describe_subgroup(
            world.group("broken"), name="B", summary="", question="", is_open=True, by=viewer("dirk")
        )


def test_what_changes_is_said_before_it_is_confirmed(client, viewer):
    with unit_of_work():
        dust = writing.create(world.group("stone"), title="Dust", by=viewer("ana"))
        discussions.reply(dust.thread, text="Where does it come from?", by=viewer("ana"))
    browser = client("cleo")
    page = browser.get(f"{STONE}/audience?audience=confidential").text
    assert "You are not a member" in page
    assert "It concerns one case and one discussion." in page
    assert not world.group("stone").is_confidential
    browser.post(f"{STONE}/audience", data={"audience": "confidential"})
    session().rollback()
    assert world.group("stone").is_confidential
    assert client("visitor").get(STONE).status_code == 404
    assert "Dust" not in browser.get(STONE).text
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "audience.changed")).one()
    assert entry.detail == {"audience": "subgroup", "is_confidential": True}


def test_what_was_told_in_confidence_is_opened_by_its_facilitator_alone(client):
    assert client("cleo").post(f"{BROKEN}/audience", data={"audience": "public"}).status_code == 403
    browser = client("dirk")
    assert "written in confidence" in browser.get(f"{BROKEN}/audience?audience=community").text
    browser.post(f"{BROKEN}/audience", data={"audience": "community"})
    session().rollback()
    assert client("ana").get(BROKEN).status_code == 200


def test_a_subgroup_is_never_wider_than_its_community(client):
    with unit_of_work():
        forming.set_audience(world.group("psc"), audience="community", is_confidential=False, by=world.viewer("cleo"))
    assert "Everybody" not in client("cleo").get(f"{STONE}/settings").text
    assert client("cleo").post(f"{STONE}/audience", data={"audience": "public"}).status_code == 422


def test_an_audience_that_does_not_exist_is_refused(app, viewer):
    with pytest.raises(Invalid):
        forming.set_audience(world.group("stone"), audience="moon", is_confidential=False, by=viewer("cleo"))


def test_a_confidential_subgroup_closes_its_door(app, viewer):
    stone = world.group("stone")
    forming.describe_subgroup(stone, name="Stone", summary="", question="", is_open=True, by=viewer("cleo"))
    members.appoint(world.person("ana"), stone, role="facilitator")
    forming.set_audience(stone, audience="subgroup", is_confidential=True, by=viewer("ana"))
    assert not stone.is_open
