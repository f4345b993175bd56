"""Forming one subgroup without a round: around a case or a question, confidential or not, by a coordinator."""

import pytest

from community.cases.actions import forming
from community.cases.models import Case
from community.database import session, unit_of_work
from community.errors import Absent, Invalid, NotAllowed
from community.groups.models import Group, Membership
from community.groups.queries.visibility import viewer_of
from tests import world
from tests.cases.rounds import cases_on_offer, open_round

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/subgroups/new"


def _data(**other):
    return {"name": "Water", "question": "Who shares it?", "case": 0, "audience": "community"} | other


def _roles(group):
    return {row.person.handle: row.role for row in session().query(Membership).filter_by(group_id=group.id)}


def test_a_coordinator_forms_one_around_a_case(client):
    with unit_of_work():
        case = cases_on_offer(1)[0].id
    data = _data(case=case, facilitator=world.id_of("dirk"))
    answer = client("cleo").post(HERE, data=data)
    assert answer.location == "/c/psc/subgroups/water"
    water = world.group("water")
    assert _roles(water) == {"dirk": "facilitator", "ana": "member"}, "who brought the case is in it"
    assert session().get_one(Case, case).group_id == water.id
    assert (water.question, water.audience) == ("Who shares it?", "community")


def test_a_confidential_one_takes_its_case_out_of_everybodys_sight(client):
    with unit_of_work():
        case = cases_on_offer(1)[0]
        title, number = case.title, case.id
    data = _data(case=number, audience="confidential", facilitator=world.id_of("dirk"))
    page = client("cleo").post(HERE, data=data, follow_redirects=True)
    assert page.status_code == 200
    assert title not in page.text
    for name in ("cleo", "rea", "visitor", "ada"):
        assert title not in client(name).get("/c/psc/cases").text
    assert title in client("ana").get("/c/psc/cases").text
    group = session().query(Group).filter_by(name="Water").one()
    assert group.is_confidential
    assert group.slug != "water", "its address is no number among others"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"name": " "}, "Give the subgroup a name."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"facilitator": "0"}, "Choose a facilitator"),
        ({"facilitator": "rea"}, "Not a valid choice"),
        ({"facilitator": "bo"}, "Not a valid choice"),
        ({"case": "99"}, "Not a valid choice"),
        ({"audience": "everybody"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_formed(client, other, said):
    data = _data(facilitator=world.id_of("dirk")) | other
    if (name := data["facilitator"]) in ("rea", "bo"):
        data["facilitator"] = world.id_of(name)
    before = session().query(Group).count()
    answer = client("cleo").post(HERE, data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert data["name"][:100] in answer.text
    assert session().query(Group).count() == before


def test_a_case_that_people_choose_just_now_or_that_a_subgroup_has_is_not_taken(client):
    with unit_of_work():
        offered = cases_on_offer(3)
        open_round(offered[:2])
        mine = viewer_of(world.id_of("cleo"))
        founding = {"question": "", "audience": "community", "is_confidential": False}
        for case in offered[:2]:
            new = forming.Founding(name="X", facilitator_id=world.id_of("ana"), case_id=case.id, **founding)
            with pytest.raises(Invalid):
                forming.form_around(world.group("psc"), new, by=mine)
        new = forming.Founding(name="X", facilitator_id=world.id_of("ana"), case_id=offered[2].id, **founding)
        forming.form_around(world.group("psc"), new, by=mine)
        with pytest.raises(Invalid):
            forming.form_around(world.group("psc"), new, by=mine)


@pytest.mark.parametrize(("name", "status"), [("visitor", 302), ("bo", 404), ("ada", 404), ("ana", 403), ("dirk", 403)])
def test_nobody_else_forms_one(client, name, status):
    assert client(name).get(HERE).status_code == status
    expected = 401 if name == "visitor" else status
    assert client(name).post(HERE, data=_data(facilitator=world.id_of("dirk"))).status_code == expected


def test_the_action_asks_itself(app):
    new = forming.Founding("X", "", "community", False, world.id_of("dirk"))
    for name in ("ana", "bo", "ada"):
        with pytest.raises((Absent, NotAllowed)):
            forming.form_around(world.group("psc"), new, by=world.viewer(name))
