"""Founding a community in the browser, and changing its settings."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Absent, NotAllowed, Outdated
from community.groups.actions import founding
from community.groups.actions.founding import Settings
from community.groups.admissions import Invitation
from community.groups.events import CommunityFounded
from community.groups.models import Group, Membership
from tests import world
from tests.groups import post
from tests.hearing import hearing

pytestmark = pytest.mark.postgresql

NEW = {
    "name": "Soil and seeds",
    "summary": "Growers learn from growers.",
    "language": "en",
    "audience": "community",
    "door": "invitation",
    "door_question": "",
    "coordinator": "bo@example.org",
}
SETTINGS = "/c/psc/settings"


def _community(name: str) -> Group:
    session().rollback()
    return session().scalars(select(Group).where(Group.name == name).execution_options(populate_existing=True)).one()


def _typed(client, **changed) -> dict[str, str]:
    place = _community("Private sector cooperation")
    return {**vars(founding.settings_of(place)), "based_on": founding.version_of(place)} | changed


def _noted(what: str) -> list[dict]:
    return list(session().scalars(select(AuditEntry.detail).where(AuditEntry.what == what).order_by(AuditEntry.id)))


def test_an_administrator_founds_a_community_run_by_somebody_who_is_here(client):
    assert client("ada").get("/communities/new").status_code == 200
    with hearing(CommunityFounded) as heard:
        answer = client("ada").post("/communities/new", data=NEW, follow_redirects=True)
    assert "Soil and seeds is founded" in answer.text
    community = _community("Soil and seeds")
    assert heard == [CommunityFounded(community.id)]
    assert session().get(Membership, (world.id_of("bo"), community.id)).role == "coordinator"
    assert client("bo").get("/c/soil-and-seeds/settings").status_code == 200
    assert client("ada").get("/c/soil-and-seeds").status_code == 404, "who founds it does not see it"
    assert _noted("community.founded") and _noted("membership.began")


def test_a_first_coordinator_without_an_account_is_invited_and_goes_to_work(app, client):
    client("ada").post("/communities/new", data=NEW | {"coordinator": "Noor@example.org"})
    page = client("ada").get("/communities").text
    assert "Nobody runs it yet" in page
    post.deliver(app)
    link = post.link_in(post.letters_to("noor@example.org")[0])
    browser = client("visitor")
    browser.post(
        link,
        data={"name": "Noor", "password": world.PASSWORD, "language": "en", "time_zone": "UTC", "organisation": ""},
    )
    assert browser.get("/c/soil-and-seeds/invitations/new").status_code == 200


def test_a_community_that_nobody_runs_gets_a_coordinator_and_others_do_not(app, client, viewer):
    address = f"/communities/{world.group('fed').id}/coordinator"
    wrong = client("ada").post(address, data={"coordinator": "x"})
    assert wrong.status_code == 422 and "not an e-mail address" in wrong.text
    for _ in range(2):
        assert client("ada").post(address, data={"coordinator": "noor@example.org"}).status_code == 302
    post.deliver(app)
    assert len(post.letters_to("noor@example.org")) == 1
    psc = world.group("psc").id
    refused = client("ada").post(f"/communities/{psc}/coordinator", data={"coordinator": "ada@example.org"})
    assert refused.status_code == 422
    assert session().get(Membership, (world.id_of("ada"), psc)) is None
    with unit_of_work():
        session().delete(session().get_one(Membership, (world.id_of("cleo"), psc)))
    client("ada").post(f"/communities/{psc}/coordinator", data={"coordinator": "ana@example.org"})
    session().rollback()
    assert session().get(Membership, (world.id_of("ana"), psc), populate_existing=True).role == "coordinator"


def test_only_administrators_found_communities(client, viewer):
    for name in ("ana", "bo", "cleo"):
        for page in ("/communities", "/communities/new"):
            assert client(name).get(page).status_code == 404
        assert client(name).post("/communities/new", data=NEW).status_code == 404
        address = f"/communities/{world.group('fed').id}/coordinator"
        assert client(name).post(address, data={"coordinator": "bo@example.org"}).status_code == 404
        with pytest.raises(Absent):
            founding.found(Settings("X", "", "en", "public", "open"), coordinator="bo@example.org", by=viewer(name))
    stone = world.group("stone").id
    assert client("ada").post(f"/communities/{stone}/coordinator", data={"coordinator": "x@y.org"}).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "Give the community a name"),
        ({"name": "N" * 300}, "at most 120 characters"),
        ({"summary": "S" * 401}, "at most 400 characters"),
        ({"coordinator": "nobody"}, "not an e-mail address"),
        ({"door": "open"}, "let everybody see it too"),
        ({"door": "window"}, "Not a valid choice"),
        ({"audience": "subgroup"}, "Not a valid choice"),
        ({"audience": "public", "door": "ask", "door_question": "Q" * 301}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_founded_says_why_and_keeps_what_was_typed(client, change, said):
    answer = client("ada").post("/communities/new", data=NEW | {"summary": "Kept summary"} | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert ("Kept summary" in answer.text) is ("summary" not in change)
    assert session().scalar(select(Group.id).where(Group.name == "Soil and seeds")) is None


def test_two_communities_of_one_name_have_two_addresses(client):
    for _ in range(2):
        client("ada").post("/communities/new", data=NEW)
    assert client("bo").get("/c/soil-and-seeds").status_code == 200
    assert client("bo").get("/c/soil-and-seeds-2").status_code == 200


def test_a_coordinator_changes_what_the_community_says_of_itself(client):
    typed = _typed(client, summary="New summary", description="About **us**", question="Who speaks?")
    assert "The settings are saved." in client("cleo").post(SETTINGS, data=typed, follow_redirects=True).text
    page = client("visitor").get("/c/psc").text
    assert "New summary" in page and "<strong>us</strong>" in page


def test_links_to_a_former_name_keep_working(client):
    client("cleo").post(SETTINGS, data=_typed(client, name="Stone and dust"))
    browser = client("ana")
    assert browser.get("/c/stone-and-dust").status_code == 200
    led = browser.get("/c/psc/cases?status=described")
    assert (led.status_code, led.headers["Location"]) == (301, "/c/stone-and-dust/cases?status=described")
    sent = client("cleo").post("/c/psc/step", data={"step": "plenary"})
    assert (sent.status_code, sent.headers["Location"]) == (308, "/c/stone-and-dust/step")
    with unit_of_work():
        session().scalars(select(Group).where(Group.slug == "stone-and-dust")).one().audience = "community"
    assert client("bo").get("/c/psc").status_code == 404, "who may not see it is not led to it"
    assert browser.get("/c/psc").status_code == 301


def test_a_former_name_is_nobody_elses(client):
    client("cleo").post(SETTINGS, data=_typed(client, name="Stone and dust"))
    client("ada").post("/communities/new", data=NEW | {"name": "psc"})
    assert client("bo").get("/c/psc-2").status_code == 200
    typed = _typed_of("Stone and dust") | {"name": "PSC"}
    client("cleo").post("/c/stone-and-dust/settings", data=typed)
    assert client("ana").get("/c/psc").status_code == 200, "one's own former name can be taken again"


def _typed_of(name: str) -> dict[str, str]:
    place = _community(name)
    return {**vars(founding.settings_of(place)), "based_on": founding.version_of(place)}


def test_changes_of_audience_and_door_are_noted(client):
    client("cleo").post(SETTINGS, data=_typed(client, door="ask"))
    client("cleo").post(SETTINGS, data=_typed(client, door="invitation", audience="community"))
    assert _noted("door.changed") == [
        {"was": "invitation", "becomes": "ask"},
        {"was": "ask", "becomes": "invitation"},
    ]
    assert _noted("audience.changed") == [{"audience": "community", "is_confidential": False}]
    assert client("visitor").get("/c/psc").status_code == 404
    session().rollback()
    assert world.group("stone").audience == "community", "what the community no longer allows its subgroups lose too"


def test_two_coordinators_at_once_overwrite_nothing(client, viewer):
    typed = _typed(client, summary="The first")
    client("cleo").post(SETTINGS, data=typed)
    late = client("cleo").post(SETTINGS, data=typed | {"summary": "The second"})
    assert late.status_code == 409
    assert "Nothing was overwritten" in late.text and "The second" in late.text
    assert _community("Private sector cooperation").summary == "The first"
    changed = replace(founding.settings_of(world.group("psc")), summary="x")
    with pytest.raises(Outdated):
        founding.change_settings(world.group("psc"), changed, based_on="", by=viewer("cleo"))


def test_only_coordinators_change_settings(client, viewer):
    for name in ("ana", "bo", "dirk", "rea", "ada"):
        assert client(name).get(SETTINGS).status_code == 404
        assert client(name).post(SETTINGS, data={"name": "Mine"}).status_code == 404
        with pytest.raises(NotAllowed):
            founding.change_settings(
                world.group("psc"), founding.settings_of(world.group("psc")), based_on="", by=viewer(name)
            )
    assert client("visitor").get(SETTINGS).status_code == 302


def test_who_founded_it_sees_whom_it_waits_for_and_what_became_of_the_letter(app, client):
    browser = client("ada")
    browser.post("/communities/new", data=NEW | {"name": "Water", "coordinator": "noor@example.org"})
    assert "A letter to noor@example.org is on its way." in browser.get("/communities").text
    post.deliver(app)
    assert "noor@example.org was written to and has not come yet." in browser.get("/communities").text
    assert "to coordinate “Water”" in post.letters_to("noor@example.org")[0]
    with unit_of_work():
        session().query(Invitation).filter_by(email="noor@example.org").one().refuse("550 no such user")
    assert "refused the letter to noor@example.org" in browser.get("/communities").text
