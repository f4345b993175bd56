"""Who is told of what happens to communities and subgroups, and who is not, above all around a confidential subgroup."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock
from community.cases.actions import choosing
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Post
from community.errors import Invalid
from community.groups.actions import (
    admitting,
    dissolving,
    doors,
    founding,
    introductions,
    invitations,
    joining,
    members,
    working,
)
from community.groups.models import Group, Membership
from community.notifications.actions import nudge
from community.notifications.queries.lists import notifications_of
from tests import world
from tests.cases.rounds import cases_on_offer, open_round
from tests.lessons.practice import who


def _thing_of(name):
    told = notifications_of(who(name))[0][0]
    return told.thing


@pytest.fixture
def run(tell):
    """Ana facilitates Stone, Dirk is a member of it; Rea is in Broken."""
    with unit_of_work():
        members.appoint(world.person("ana"), world.group("stone"), role="facilitator")
        members.appoint(world.person("dirk"), world.group("stone"))
        members.appoint(world.person("rea"), world.group("broken"))
    tell()


def test_who_writes_is_told_of_a_round(tell, told):
    with unit_of_work():
        open_round(cases_on_offer(2))
    assert told("round") == {"ana": "work", "dirk": "work"}, "not Cleo, who opened it, nor Rea, who reads"
    assert (_thing_of("dirk").endpoint, _thing_of("dirk").values) == ("cases.choosing", {"community": "psc"})


def test_who_has_another_role_is_told(tell, told):
    members.set_role(world.group("psc"), world.person("dirk"), role="coordinator", by=who("cleo"))
    assert told("role-coordinator") == {"dirk": "membership"}
    members.set_role(world.group("psc"), world.person("dirk"), role="member", by=who("dirk"))
    assert told("role-member") == {}, "their own doing"


def test_who_is_handed_a_confidential_subgroup_is_told_and_nobody_else(run, told):
    with unit_of_work():
        members.appoint(world.person("ana"), world.group("broken"))
    members.hand_over(world.group("broken"), world.person("ana"), by=who("dirk"))
    assert told("role-facilitator") == {"ana": "membership"}
    assert told("role-member") == {}
    members.remove_member(world.group("broken"), world.person("ana"), by=who("ana"))
    assert "Broken" not in {told.thing.title for told in notifications_of(who("ana"))[0]}


def test_who_is_at_the_door_is_told_to_the_coordinators(tell, told):
    with unit_of_work():
        psc = world.group("psc")
        asking = replace(founding.settings_of(psc), door="ask")
        founding.change_settings(psc, asking, based_on=founding.version_of(psc), by=who("cleo"))
    doors.ask(world.group("psc"), answer="I would like to.", by=who("bo"))
    assert told("join-asked") == {"cleo": "running"}
    assert (_thing_of("cleo").endpoint, _thing_of("cleo").said) == ("groups.requests", "I would like to.")
    doors.withdraw(world.group("psc"), by=who("bo"))
    session().commit()
    assert notifications_of(who("cleo"))[0] == []


def test_who_asks_to_join_a_subgroup_is_told_to_those_who_run_it_and_hears_what_they_decide(run, told):
    asked = admitting.ask(world.group("stone"), message="May I?", by=who("rea"))
    assert told("subgroup-asked") == {"ana": "running", "cleo": "running"}
    assert _thing_of("ana").said == "May I?"
    admitting.answer(session().merge(asked), is_accepted=False, by=who("ana"))
    assert told("subgroup-declined") == {"rea": "membership"}
    asked = admitting.ask(world.group("stone"), message="And now?", by=who("rea"))
    admitting.answer(asked, is_accepted=True, by=who("ana"))
    assert told("subgroup-declined") == {"rea": "membership"}, "who is let in hears that alone"
    assert told("subgroup-joined") == {"rea": "membership"}


def test_a_coordinator_who_asks_into_a_confidential_subgroup_hears_from_it(run, told):
    with unit_of_work():
        members.appoint(world.person("ana"), world.group("psc"), role="coordinator")
    asked = admitting.ask(world.group("broken"), message="May I?", by=who("cleo"))
    assert told("subgroup-asked") == {"dirk": "running"}, "not the other coordinator, who sees nothing of it"
    admitting.answer(session().merge(asked), is_accepted=False, by=who("dirk"))
    assert told("subgroup-declined") == {"cleo": "membership"}
    assert _thing_of("cleo").title == "Broken"


@pytest.mark.parametrize(("group", "giver", "owner"), [("stone", "ana", "dirk"), ("broken", "dirk", "rea")])
def test_who_is_given_a_task_is_told(run, told, group, giver, owner):
    task = _give(group, giver, owner)
    assert told("task") == {owner: "work"}
    assert _thing_of(owner).title == "Ask the union"
    task = session().merge(task)
    working.change_task(task, text="Ask", owner_id=None, due_on=None, based_on=1, by=who(giver))
    session().commit()
    assert "Ask" not in {told.thing.title for told in notifications_of(who(owner))[0]}, "it is theirs no more"


def test_who_takes_a_task_is_not_told(run, told):
    _give("stone", "ana", "ana")
    assert told("task") == {}


def test_a_task_passed_on_by_who_did_not_give_it_is_told_to_who_has_it_now(run, told):
    task = session().merge(_give("stone", "ana", None))
    task = working.change_task(task, text="Ask", owner_id=world.id_of("ana"), due_on=None, based_on=1, by=who("dirk"))
    assert told("task") == {"ana": "work"}


@pytest.mark.parametrize(("group", "by", "others"), [("stone", "ana", {"dirk"}), ("broken", "dirk", {"rea"})])
def test_members_are_told_of_a_meeting_and_nobody_else(run, told, group, by, others):
    working.set_meeting(
        world.group(group),
        starts_at=clock.now() + timedelta(days=3),
        minutes=60,
        place="",
        link="",
        notes="",
        based_on=0,
        by=who(by),
    )
    assert told("meeting") == dict.fromkeys(others, "work")


@pytest.mark.parametrize(("group", "by"), [("stone", "ana"), ("broken", "dirk")])
def test_coordinators_are_told_that_a_facilitator_is_missing_and_nothing_more(run, told, group, by):
    members.leave(world.group(group), by=who(by))
    assert told("facilitator-missing") == {"cleo": "running"}
    thing = _thing_of("cleo")
    assert (thing.title, thing.said) == (world.group(group).name, "")


def test_a_coordinator_who_takes_the_role_away_knows(run, told):
    members.set_role(world.group("stone"), world.person("ana"), role="member", by=who("cleo"))
    assert told("facilitator-missing") == {}


@pytest.mark.parametrize(("group", "by", "readers"), [("stone", "ana", {"cleo"}), ("broken", "dirk", set())])
def test_a_report_is_told_to_the_coordinators_who_may_see_it(run, told, group, by, readers):
    working.write_report(world.group(group), text="What we found", based_on=0, by=who(by))
    working.hand_in_report(world.group(group), based_on=1, by=who(by))
    assert told("report") == dict.fromkeys(readers, "running")
    working.take_report_back(world.group(group), by=who(by))
    session().commit()
    assert "groups.report" not in {told.thing.endpoint for told in notifications_of(who("cleo"))[0]}


def test_who_invited_is_told_of_a_refusal(tell, told):
    with unit_of_work():
        members.appoint(world.person("dirk"), world.group("psc"), role="coordinator")
        invitation = invitations.invite(world.group("psc"), by=who("cleo"))
    joining.decline(session().merge(invitation), word="No time.", person=world.person("bo"))
    assert told("invitation-declined") == {"cleo": "running"}
    assert (_thing_of("cleo").endpoint, _thing_of("cleo").said) == ("groups.invitations", "No time.")


def test_the_first_coordinator_is_told(tell, told):
    settings = founding.Settings(name="New", summary="", language="en", audience="community", door="invitation")
    founding.found(settings, coordinator="bo@example.org", by=who("ada"))
    assert told("community-founded") == {"bo": "membership"}
    assert _thing_of("bo").values == {"community": session().scalar(select(Group.slug).where(Group.name == "New"))}
    founding.found(replace(settings, name="Another"), coordinator="somebody@example.org", by=who("ada"))
    assert told("community-founded") == {}, "who has no account has a letter"


def test_every_new_letter_can_be_written(run, tell, letters_to):
    with unit_of_work():
        open_round(cases_on_offer(2))
    members.leave(world.group("broken"), by=who("dirk"))
    tell()
    assert any("Cleo opened a round: choose what you want to work on" in letter for letter in letters_to("dirk"))
    assert any("Nobody facilitates a subgroup any more" in letter for letter in letters_to("cleo"))


def _give(group, giver, owner):
    with unit_of_work():
        owner_id = world.id_of(owner) if owner else None
        return working.give_task(
            world.group(group), text="Ask the union", owner_id=owner_id, due_on=None, by=who(giver)
        )


def test_a_later_coordinator_is_told_once(tell, told):
    with unit_of_work():
        session().delete(session().get_one(Membership, (world.id_of("cleo"), world.group("psc").id)))
    founding.name_coordinator(world.group("psc"), email="bo@example.org", by=who("ada"))
    assert told("coordinator-named") == {"bo": "membership"}
    assert _thing_of("bo").values == {"community": "psc"}
    with unit_of_work():
        session().delete(session().get_one(Membership, (world.id_of("bo"), world.group("psc").id)))
    founding.name_coordinator(world.group("psc"), email="ana@example.org", by=who("ada"))
    assert told("role-coordinator") == {"ana": "membership"}
    assert told("coordinator-named", work=False) == {"bo": "membership"}, "a member hears of the role alone"


def test_who_joins_by_themself_is_not_told_that_they_did(run, told):
    with unit_of_work():
        stone = world.group("stone")
        stone.describe(name=stone.name, summary="", question="", is_open=True)
    before = told("subgroup-joined")
    admitting.join(world.group("stone"), by=who("rea"))
    assert told("subgroup-joined") == before


def test_who_is_to_run_a_subgroup_is_told_just_that(tell, told):
    members.add_member(world.group("stone"), world.person("dirk"), role="facilitator", by=who("cleo"))
    assert told("role-facilitator") == {"dirk": "membership"}
    assert told("subgroup-joined", work=False).get("dirk") is None


def test_who_may_choose_is_told_of_another_closing_date_of_the_end_and_of_giving_up(tell, told):
    with unit_of_work():
        opened = open_round(cases_on_offer(2))
    sooner = clock.now() + timedelta(days=1)
    for kind, closes_at in (("round-changed", sooner), ("round-closed", None)):
        choosing.change_closing(session().merge(opened), closes_at=closes_at, by=who("cleo"))
        assert told(kind) == {"ana": "work", "dirk": "work"}
    choosing.give_up(session().merge(opened), by=who("cleo"))
    assert told("round-given-up") == {"ana": "work", "dirk": "work"}
    assert _thing_of("dirk").endpoint == "cases.choosing"


def test_nobody_hears_of_all_who_introduce_themselves_after_them_but_of_answers(tell, told):
    for name in ("ana", "dirk", "rea"):
        introductions.introduce(world.group("psc"), by=who(name), experience=f"I am {name}.", offer="", seek="")
    assert told("post") == {"cleo": "watch"}, "the coordinator, in whose name the thread stands"
    first = session().query(Post).order_by(Post.id).first()
    discussions.reply(first.thread, text="Welcome!", answers=first, by=who("dirk"))
    assert told("post") == {"ana": "reply", "cleo": "watch"}


def test_a_nudge_goes_to_members_alone(tell):
    with pytest.raises(Invalid):
        nudge(world.group("psc"), [world.person("ana"), world.person("bo")], text="How are you?", by=who("cleo"))


def test_members_are_told_that_a_subgroup_is_dissolved_with_a_word_and_taken_up_again(run, told):
    dissolving.dissolve(world.group("stone"), by=who("cleo"), word="You did well.")
    assert told("subgroup-dissolved") == {"ana": "membership", "dirk": "membership"}, "not Cleo, who did it"
    assert (_thing_of("dirk").title, _thing_of("dirk").said) == ("Stone", "You did well.")
    dissolving.take_up_again(world.group("stone"), by=who("ana"))
    assert told("subgroup-taken-up") == {"dirk": "membership"}
    assert [told.thing.said for told in notifications_of(who("dirk"))[0]][:2] == ["", ""]


def test_of_a_confidential_one_its_members_are_told_and_no_coordinator(run, told):
    dissolving.dissolve(world.group("broken"), by=who("dirk"), word="Canary")
    assert told("subgroup-dissolved") == {"rea": "membership"}
    assert not [told for told in notifications_of(who("cleo"))[0] if "Canary" in repr(told.thing)]
    dissolving.take_up_again(world.group("broken"), by=who("cleo"))
    assert told("subgroup-taken-up") == {"dirk": "membership", "rea": "membership"}


def test_who_asked_to_join_is_told_that_it_was_dissolved(tell, told):
    with unit_of_work():
        admitting.ask(world.group("stone"), message="I was there", by=who("dirk"))
    dissolving.dissolve(world.group("stone"), by=who("cleo"))
    assert told("subgroup-ended") == {"dirk": "membership"}
    assert told("subgroup-declined") == {}


def test_nobody_hears_of_a_missing_facilitator_of_a_dissolved_one(run, told):
    dissolving.dissolve(world.group("stone"), by=who("cleo"))
    members.remove_member(world.group("stone"), world.person("ana"), by=who("ana"))
    assert told("facilitator-missing") == {}
