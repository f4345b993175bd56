"""Forming subgroups from a choosing round: proposed, changed by hand, confirmed as a whole, once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community import clock, events
from community.accounts.actions import register
from community.audit.models import AuditEntry
from community.cases.actions import choosing, forming
from community.cases.events import SubgroupsFormed
from community.cases.models import Case, Status
from community.cases.queries.choosing import latest_round
from community.cases.rounds import ChoosingRound
from community.database import session, unit_of_work
from community.errors import Invalid, Outdated, Refusal
from community.groups.actions import members
from community.groups.events import MemberJoined
from community.groups.models import Group, Membership
from tests import world
from tests.cases.rounds import HERE, cases_on_offer, open_round

FORMING = f"{HERE}/forming"


@pytest.fixture
def cases(app):
    """A closed round in which six people chose among five cases; the ids of the cases."""
    with unit_of_work():
        offered = cases_on_offer(5)
        for n in range(4):
            members.appoint(
                register(name=f"Extra {n}", email=f"x{n}@example.org", password=world.PASSWORD, handle=f"x-{n}"),
                world.group("psc"),
            )
        present = open_round(offered)
        ids = [case.id for case in offered]
        for name, n in (("ana", 0), ("dirk", 1), ("x-0", 2), ("x-1", 3), ("x-2", 0), ("x-3", 1)):
            choosing.wish(
                present, wishes={ids[n]: ("strong", ""), ids[(n + 1) % 4]: ("willing", "")}, by=world.viewer(name)
            )
        choosing.change_closing(present, closes_at=None, by=world.viewer("cleo"))
        return ids


def _sent(page):
    """Return what the browser sends of the form as it stands on the page."""
    form = page[page.index('<form method="post" action="/c/psc/choosing/forming"') :]
    sent = {"case": re.findall(r'name="case" value="(\d+)"', form)}
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        sent[name] = chosen.group(1) if chosen else re.search(r'value="([^"]*)"', options).group(1)
    for name, value in re.findall(r'<input[^>]*name="(name_\d+)"[^>]*value="([^"]*)"', form):
        sent[name] = value
    return sent


def _groups():
    return session().scalars(select(Group).where(Group.parent_id == world.group("psc").id).order_by(Group.id)).all()[2:]


def _address(ids, **more):
    return FORMING + "?" + "&".join([*(f"case={n}" for n in ids), *(f"{k}={v}" for k, v in more.items())])


def test_the_proposal_gives_people_what_they_asked_for_and_says_so(client, cases):
    page = client("cleo").get(_address(cases[:4])).text
    assert "6 of the 6 who chose get a case they want strongly" in page
    assert "How the proposal is made" in page
    sent = _sent(page)
    assert sent[f"place_{world.id_of('dirk')}"] == str(cases[1])
    assert sent[f"facilitator_{cases[0]}"] == str(world.id_of("ana"))


def test_four_subgroups_are_formed_one_of_them_confidential(client, cases):
    cleo = client("cleo")
    sent = _sent(cleo.get(_address(cases[:4])).text)
    sent |= {f"audience_{cases[1]}": "confidential", f"name_{cases[1]}": "The quiet ones"}
    page = cleo.post(FORMING, data=sent, follow_redirects=True).text
    assert "The subgroups are formed" in page
    formed = _groups()
    assert [group.is_confidential for group in formed] == [False, True, False, False]
    quiet = formed[1]
    assert session().get(Membership, (world.id_of("dirk"), quiet.id)).role == "facilitator"
    assert session().get_one(Case, cases[1]).group_id == quiet.id
    assert {session().get_one(Case, n).status for n in cases[:4]} == {Status.CHOSEN}
    assert session().get_one(Case, cases[4]).status == Status.OFFERED
    assert latest_round(world.group("psc")).state == "formed"
    # Nobody outside learns that it has content; coordinators know that it is there and who is in it.
    assert "Title 2" not in cleo.get(HERE).text
    assert "The quiet ones" in cleo.get(HERE).text
    assert "Dirk" in cleo.get(f"/c/psc/subgroups/{quiet.slug}").text
    for name in ("ana", "rea"):
        page = client(name).get(HERE).text
        assert "The quiet ones" not in page
        assert "Title 2" not in page
        assert client(name).get(f"/c/psc/subgroups/{quiet.slug}").status_code == 404
    assert "Title 2" in client("dirk").get(f"/c/psc/subgroups/{quiet.slug}").text


def test_what_is_changed_by_hand_stays_when_it_is_recalculated(client, cases):
    cleo = client("cleo")
    sent = _sent(cleo.get(_address(cases[:2])).text)
    sent |= {f"place_{world.id_of('ana')}": "0", f"name_{cases[0]}": "A name of mine", "recalculate": "1"}
    answer = cleo.post(FORMING, data=sent)
    assert answer.status_code == 200
    assert "A name of mine" in answer.text
    assert "1 person is in no subgroup" in answer.text
    again = _sent(answer.text)
    assert again[f"place_{world.id_of('ana')}"] == "0"
    assert again[f"facilitator_{cases[0]}"] not in ("0", str(world.id_of("ana"))), "somebody who is there"
    assert not _groups()


def test_the_second_of_two_coordinators_is_told_and_loses_nothing(client, cases):
    with unit_of_work():
        members.appoint(world.person("x-3"), world.group("psc"), role="coordinator")
    cleo, other = client("cleo"), client("x-3")
    one, two = (_sent(browser.get(_address(cases[:4])).text) for browser in (cleo, other))
    assert cleo.post(FORMING, data=one | {f"audience_{cases[1]}": "confidential"}).status_code == 302
    before = session().scalar(select(func.count()).select_from(Membership))
    answer = other.post(FORMING, data=two | {f"name_{cases[0]}": "My name for it"})
    assert answer.status_code == 409
    assert "Cleo has formed the subgroups meanwhile" in answer.text
    assert "My name for it" in answer.text
    assert f"/c/psc/subgroups/{_groups()[0].slug}" in answer.text
    assert len(_groups()) == 4
    assert session().scalar(select(func.count()).select_from(Membership)) == before


@pytest.mark.parametrize("wrong", ["name", "facilitator", "nobody"])
def test_a_division_that_cannot_be_forms_nothing_at_all(client, cases, wrong):
    cleo = client("cleo")
    sent = _sent(cleo.get(_address(cases[:2])).text)
    last = cases[1]
    changes = {
        "name": {f"name_{last}": " "},
        "facilitator": {f"facilitator_{last}": str(world.id_of("ana"))},
        "nobody": {name: "0" for name, value in sent.items() if value == str(last)},
    }
    answer = cleo.post(FORMING, data=sent | changes[wrong])
    assert answer.status_code == 422
    assert sent[f"name_{cases[0]}"] in answer.text
    assert not _groups()
    assert latest_round(world.group("psc")).state == "choosing"


def test_who_left_meanwhile_is_not_placed(app, cases, viewer):
    present = latest_round(world.group("psc"))
    groups = [forming.NewGroup(cases[0], "One", world.id_of("ana"), "community", is_confidential=False)]
    places = {world.id_of("ana"): cases[0], world.id_of("finn"): cases[0]}
    with pytest.raises(Outdated):
        forming.form_from_round(present, groups=groups, places=places, by=viewer("cleo"))


def test_while_people_may_choose_nothing_is_formed(app, cases, viewer):
    present = latest_round(world.group("psc"))
    choosing.change_closing(present, closes_at=clock.now() + timedelta(days=1), by=viewer("cleo"))
    with pytest.raises(Refusal):
        forming.form_from_round(present, groups=[], places={}, by=viewer("cleo"))


def test_the_same_case_does_not_get_two_subgroups(app, cases, viewer):
    new = forming.NewGroup(cases[0], "One", world.id_of("ana"), "community", is_confidential=False)
    with pytest.raises(Outdated):
        forming.form_from_round(
            latest_round(world.group("psc")),
            groups=[new, new],
            places={world.id_of("ana"): cases[0]},
            by=viewer("cleo"),
        )


def test_everyone_concerned_can_be_told_and_it_is_in_the_log(app, cases, viewer, monkeypatch):
    told = []
    monkeypatch.setitem(events._reactions, SubgroupsFormed, [told.append])
    monkeypatch.setitem(events._reactions, MemberJoined, [told.append])
    new = forming.NewGroup(cases[0], "One", world.id_of("ana"), "community", is_confidential=False)
    present = latest_round(world.group("psc"))
    places = {world.id_of("ana"): cases[0], world.id_of("x-2"): cases[0]}
    (group,) = forming.form_from_round(present, groups=[new], places=places, by=viewer("cleo"))
    joined = [MemberJoined(group.id, person_id) for person_id in sorted(places)]
    assert told == [*joined, SubgroupsFormed(present.id, (group.id,))]
    noted = session().scalars(select(AuditEntry.what).where(AuditEntry.by_id == world.id_of("cleo"))).all()
    assert {"subgroup.formed", "membership.began", "round.formed"} <= set(noted)


def test_who_reads_in_the_community_has_no_place_and_no_power_in_a_subgroup(app, cases, viewer):
    new = forming.NewGroup(cases[0], "One", world.id_of("rea"), "community", is_confidential=False)
    with pytest.raises((Outdated, Invalid)):
        forming.form_from_round(
            latest_round(world.group("psc")), groups=[new], places={world.id_of("rea"): cases[0]}, by=viewer("cleo")
        )
    assert session().scalars(select(ChoosingRound.state)).one() == "choosing"
