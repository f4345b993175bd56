"""Coming into a subgroup and leaving it: joining, asking, being added, handing over, removing, and who is told."""

import pytest
from sqlalchemy import select

from community import events
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed, Outdated, Refusal
from community.groups.actions import admitting, forming, members, working
from community.groups.events import FacilitatorMissing, RoleChanged, SubgroupJoinAsked, SubgroupJoinDecided
from community.groups.models import Membership
from community.groups.workspace import SubgroupRequest, Task
from tests import world

pytestmark = pytest.mark.postgresql

STONE, BROKEN = "/c/psc/subgroups/stone", "/c/psc/subgroups/broken"


@pytest.fixture
def told(app, monkeypatch):
    """What is published about members, in order."""
    published = []
    for event in (FacilitatorMissing, RoleChanged, SubgroupJoinAsked, SubgroupJoinDecided):
        monkeypatch.setitem(events._reactions, event, [published.append])
    return published


def _role(name, group="stone"):
    session().rollback()
    found = session().get(Membership, (world.id_of(name), world.group(group).id))
    return found and found.role


def _appoint(name, group="stone", role="member"):
    with unit_of_work():
        members.appoint(world.person(name), world.group(group), role=role)


def _open_the_door():
    with unit_of_work():
        forming.describe_subgroup(
            world.group("stone"), name="Stone", summary="", question="", is_open=True, by=world.viewer("cleo")
        )


def test_an_open_door_lets_members_of_the_community_in(client):
    _open_the_door()
    browser = client("dirk")
    assert "Join this subgroup" in browser.get(STONE).text
    assert "Welcome to Stone" in browser.post(f"{STONE}/membership", follow_redirects=True).text
    assert _role("dirk") == "member"
    assert browser.post(f"{STONE}/membership").status_code == 403  # once is enough


@pytest.mark.parametrize(("name", "status"), [("bo", 403), ("visitor", 401)])
def test_an_open_door_lets_no_stranger_in(client, name, status):
    _open_the_door()
    assert client(name).post(f"{STONE}/membership").status_code == status


def test_who_only_reads_in_the_community_only_reads_in_its_subgroups(client, viewer):
    _open_the_door()
    client("rea").post(f"{STONE}/membership")
    assert _role("rea") == "reader"
    with unit_of_work():
        members.set_role(world.group("stone"), world.person("rea"), role="facilitator", by=viewer("cleo"))
    assert _role("rea") == "reader"


def test_behind_a_closed_door_one_asks_and_is_let_in(client, told):
    _appoint("ana", role="facilitator")
    dirk, ana = client("dirk"), client("ana")
    assert dirk.post(f"{STONE}/membership").status_code == 403
    assert "Ask to join" in dirk.get(STONE).text
    dirk.post(f"{STONE}/request", data={"message": "I was there"})
    (request,) = session().scalars(select(SubgroupRequest))
    assert "You asked to join" in dirk.get(STONE).text
    assert "You asked to join" in dirk.get(f"{STONE}/request").text
    assert "I was there" in ana.get(STONE).text
    assert dirk.post(f"{STONE}/request", data={"message": "Again"}).status_code == 422
    assert dirk.post(f"{STONE}/requests/{request.id}/answer", data={"answer": "yes"}).status_code == 403
    ana.post(f"{STONE}/requests/{request.id}/answer", data={"answer": "yes"})
    assert _role("dirk") == "member"
    assert ana.post(f"{STONE}/requests/{request.id}/answer", data={"answer": "no"}).status_code == 409
    assert [type(event).__name__ for event in told][-2:] == ["SubgroupJoinAsked", "SubgroupJoinDecided"]


def test_who_is_not_let_in_may_ask_again(client, viewer):
    client("dirk").post(f"{STONE}/request", data={"message": ""})
    (request,) = session().scalars(select(SubgroupRequest))
    client("cleo").post(f"{STONE}/requests/{request.id}/answer", data={"answer": "no"})
    assert _role("dirk") is None
    assert client("dirk").post(f"{STONE}/request", data={"message": "Please"}).status_code == 302


def test_a_message_too_long_comes_back(client):
    answer = client("dirk").post(f"{STONE}/request", data={"message": "x" * 301})
    assert answer.status_code == 422
    assert "x" * 301 in answer.text


def test_who_left_the_community_is_not_let_into_its_subgroup(app, viewer):
    request = admitting.ask(world.group("stone"), message="", by=viewer("dirk"))
    session().delete(session().get_one(Membership, (world.id_of("dirk"), world.group("psc").id)))
    session().flush()
    with pytest.raises(Outdated):
        admitting.answer(request, is_accepted=True, by=viewer("cleo"))


def test_nobody_but_a_coordinator_can_ask_to_join_what_is_confidential(client):
    assert client("ana").get(f"{BROKEN}/request").status_code == 404
    assert client("ana").post(f"{BROKEN}/request").status_code == 404
    assert client("cleo").post(f"{BROKEN}/request", data={"message": "May I?"}).status_code == 302
    assert "May I?" in client("dirk").get(BROKEN).text


def test_a_facilitator_adds_members_of_the_community_and_no_strangers(client, viewer):
    browser = client("dirk")
    page = browser.get(f"{BROKEN}/settings").text
    assert "Rea" in page
    assert "Bo<" not in page
    browser.post(f"{BROKEN}/members", data={"person": world.id_of("ana"), "role": "member"})
    assert _role("ana", "broken") == "member"
    assert browser.post(f"{BROKEN}/members", data={"person": world.id_of("bo"), "role": "member"}).status_code == 422
    with pytest.raises(Invalid):
        members.add_member(world.group("broken"), world.person("bo"), by=viewer("dirk"))


def test_a_coordinator_brings_nobody_into_a_confidential_subgroup_not_even_themself(client, viewer):
    with pytest.raises(NotAllowed):
        members.add_member(world.group("broken"), world.person("cleo"), by=viewer("cleo"))
    assert client("cleo").get(f"{BROKEN}/settings").status_code == 403
    data = {"person": world.id_of("cleo"), "role": "member"}
    assert client("cleo").post(f"{BROKEN}/members", data=data).status_code == 403


def test_an_ordinary_member_runs_nothing(client):
    browser = client("ana")
    assert browser.get(f"{STONE}/settings").status_code == 403
    assert browser.post(f"{STONE}/members/ana/role", data={"role": "facilitator"}).status_code == 403
    assert browser.post(f"{STONE}/members/ana/removal").status_code == 403
    assert browser.post(f"{STONE}/facilitator", data={"person": "ana"}).status_code == 403


def test_roles_change_and_it_is_in_the_log(client, told):
    browser = client("cleo")
    browser.post(f"{STONE}/members/ana/role", data={"role": "facilitator"})
    assert _role("ana") == "facilitator"
    assert browser.post(f"{STONE}/members/ana/role", data={"role": "coordinator"}).status_code == 422
    assert browser.post(f"{STONE}/members/ana/role", data={"role": "emperor"}).status_code == 422
    assert browser.post(f"{STONE}/members/dirk/role", data={"role": "member"}).status_code == 404
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.what, entry.by_id, entry.person_id) == ("role.changed", world.id_of("cleo"), world.id_of("ana"))
    assert told == [RoleChanged(world.group("stone").id, world.id_of("ana"), "facilitator")]


def test_a_facilitator_hands_over_and_stays_a_member(client):
    _appoint("ana", "broken")
    browser = client("dirk")
    assert "Claire" not in browser.get(f"{BROKEN}/settings").text
    browser.post(f"{BROKEN}/facilitator", data={"person": "ana"})
    assert (_role("ana", "broken"), _role("dirk", "broken")) == ("facilitator", "member")


def test_the_last_facilitator_chooses_who_goes_on(client, told):
    _appoint("ana", "broken")
    browser = client("dirk")
    assert "You are its only facilitator" in browser.get(f"{BROKEN}/leaving").text
    browser.post(f"{BROKEN}/leaving", data={"successor": world.id_of("ana")})
    assert (_role("ana", "broken"), _role("dirk", "broken")) == ("facilitator", None)
    assert browser.get(BROKEN).status_code == 404, "a former member loses access at once"
    assert FacilitatorMissing(world.group("broken").id) not in told


def test_where_nobody_goes_on_the_coordinator_is_told_and_names_one_of_the_members(client, told):
    _appoint("ana", "broken")
    client("dirk").post(f"{BROKEN}/leaving", data={"successor": "0"})
    assert FacilitatorMissing(world.group("broken").id) in told
    cleo = client("cleo")
    assert "Nobody facilitates this subgroup" in cleo.get(BROKEN).text
    assert "Nobody facilitates it" in cleo.get("/c/psc").text
    assert "Broken" in cleo.get("/c/psc/desk").text
    assert cleo.post(f"{BROKEN}/members/ana/role", data={"role": "reader"}).status_code == 403
    assert cleo.post(f"{BROKEN}/members/cleo/role", data={"role": "facilitator"}).status_code == 404
    cleo.post(f"{BROKEN}/members/ana/role", data={"role": "facilitator"})
    assert _role("ana", "broken") == "facilitator"
    assert cleo.post(f"{BROKEN}/members/ana/role", data={"role": "member"}).status_code == 403


def test_who_does_not_say_who_goes_on_stays(client):
    _appoint("ana", "broken")
    assert client("dirk").post(f"{BROKEN}/leaving", data={}).status_code == 422
    assert _role("dirk", "broken") == "facilitator"


def test_leaving_frees_what_one_had_still_to_do(client, viewer):
    with unit_of_work():
        for text in ("To do", "Done"):
            task = working.give_task(
                world.group("stone"), text=text, owner_id=world.id_of("ana"), due_on=None, by=viewer("ana")
            )
        working.tick_task(task, is_done=True, by=viewer("ana"))
    assert "Leave Stone?" in client("ana").get(f"{STONE}/leaving").text
    client("ana").post(f"{STONE}/leaving", data={"successor": "0"})
    owners = dict(session().execute(select(Task.text, Task.owner_id)).all())
    assert owners == {"To do": None, "Done": world.id_of("ana")}


def test_removing_asks_first_and_takes_access_at_once(client):
    _appoint("ana", "broken")
    browser = client("dirk")
    assert "Remove Ana from Broken?" in browser.get(f"{BROKEN}/members/ana/removal").text
    assert _role("ana", "broken") == "member"
    browser.post(f"{BROKEN}/members/ana/removal")
    assert client("ana").get(BROKEN).status_code == 404
    assert browser.get(f"{BROKEN}/members/ana/removal").status_code == 404


def test_who_leaves_the_community_leaves_no_subgroup_run_by_nobody_unnoticed(app, viewer, told):
    members.remove_member(world.group("psc"), world.person("dirk"), by=viewer("cleo"))
    assert told == [FacilitatorMissing(world.group("broken").id)]


def test_a_community_keeps_a_coordinator(app, viewer):
    with pytest.raises(Refusal):
        members.remove_member(world.group("psc"), world.person("cleo"), by=viewer("cleo"))
    with pytest.raises(Refusal):
        members.set_role(world.group("psc"), world.person("cleo"), role="member", by=viewer("cleo"))
