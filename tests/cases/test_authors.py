"""Who writes a case with its owner: what they may, how they come and go, and who says how far a case has come."""

import pytest
from sqlalchemy import select

from community import worker
from community.audit.models import AuditEntry
from community.cases import rules
from community.cases.actions import authors, consent, placing, writing
from community.cases.besides import CaseConsent
from community.cases.models import Status
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed
from community.groups.actions import members
from community.notifications import telling
from community.notifications.queries.lists import notifications_of
from tests import world
from tests.cases.conftest import save

UP_TO_DESCRIBED = ["sketched", "offered", "chosen", "analysis", "described"]


@pytest.fixture
def shared(case, find, viewer):
    """Ana's case, which Dirk writes with her; its slug."""
    with unit_of_work():
        authors.add_author(find(case), world.person("dirk"), by=viewer("ana"))
    return case


def _names(found):
    return sorted(author.person.handle for author in found.co_authors)


def test_a_co_author_is_added_told_shown_and_noted(app, shared, client, find):
    assert _names(find(shared)) == ["dirk"]
    for name in ("rea", "ana"):
        page = client(name).get(f"/c/psc/cases/{shared}").text
        assert "with" in page.split("Brought by")[1].split("Dirk")[0]
    assert 'href="/people/dirk"' in client("rea").get(f"/c/psc/cases/{shared}").text
    worker.drain(app, [telling.tell_waiting])
    assert notifications_of(world.viewer("dirk"))[0][0].thing.values["slug"] == shared
    assert "made you co-author" in client("dirk").get("/notifications").text
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "case.author-added")).one()
    assert entry.person_id == world.id_of("dirk")


def test_a_co_author_settles_as_far_as_the_owner_and_no_further(shared, find, viewer):
    for name in ("ana", "dirk"):
        assert rules.statuses_for(viewer(name), find(shared), "sketched") == UP_TO_DESCRIBED
        with pytest.raises(NotAllowed):
            placing.set_status(find(shared), status="plenary", by=viewer(name))
        placing.set_status(find(shared), status="described", by=viewer(name))
    consent.note_consent(find(shared), state="given", asked="The union", note="", by=viewer("dirk"))
    for verb in (
        lambda: placing.move(find(shared), group=world.group("stone"), audience="community", by=viewer("dirk")),
        lambda: authors.add_author(find(shared), world.person("cleo"), by=viewer("dirk")),
        lambda: authors.hand_over(find(shared), world.person("dirk"), by=viewer("dirk")),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_beyond_described_those_who_run_its_group_say_and_take_back(shared, find, viewer):
    found = find(shared)
    placing.set_status(found, status="plenary", by=viewer("cleo"))
    assert rules.statuses_for(viewer("ana"), found, found.status) == []
    with pytest.raises(NotAllowed):
        placing.set_status(found, status="described", by=viewer("ana"))
    assert set(rules.statuses_for(viewer("cleo"), found, found.status)) == set(Status) - {Status.WITHDRAWN}
    placing.set_status(found, status="described", by=viewer("cleo"))
    assert found.status == "described"


def test_no_case_begins_beyond_described_but_with_those_who_run_its_group(app, viewer):
    with pytest.raises(NotAllowed):
        writing.create(world.group("psc"), title="Ahead", status="followed_up", by=viewer("ana"))
    assert writing.create(world.group("psc"), title="Done", status="followed_up", by=viewer("cleo")).status


def test_the_settings_offer_only_what_one_may_choose_and_say_who_does_the_rest(shared, client, find, viewer):
    address = f"/c/psc/cases/{shared}/settings"
    page = client("dirk").get(address).text
    assert 'value="described"' in page
    assert 'value="plenary"' not in page
    assert "The coordinators say when it is further: In plenary, Followed up." in " ".join(page.split())
    assert "Change who reads it" not in page
    assert "Be co-author no longer" in page
    assert 'value="plenary"' in client("cleo").get(address).text
    answer = client("ana").post(f"/c/psc/cases/{shared}/status", data={"case_status": "plenary"})
    assert answer.status_code == 422
    with unit_of_work():
        placing.set_status(find(shared), status="plenary", by=viewer("cleo"))
    assert "Change the status" not in client("ana").get(address).text


@pytest.mark.parametrize("name", ["bo", "rea", "finn", "ada"])
def test_only_members_of_its_group_who_write_become_co_authors(case, find, viewer, name):
    with pytest.raises(Invalid):
        authors.add_author(find(case), world.person(name), by=viewer("ana"))
    with pytest.raises(Invalid):
        authors.hand_over(find(case), world.person(name), by=viewer("ana"))


def test_to_add_somebody_again_or_the_owner_changes_nothing(shared, find, viewer):
    for name in ("dirk", "ana"):
        authors.add_author(find(shared), world.person(name), by=viewer("cleo"))
    assert _names(find(shared)) == ["dirk"]


def test_a_co_author_goes_or_is_let_go(shared, client, find, viewer):
    with pytest.raises(NotAllowed):
        authors.remove_author(find(shared), world.person("dirk"), by=viewer("rea"))
    page = client("dirk").post(f"/c/psc/cases/{shared}/authors/dirk/removal", follow_redirects=True)
    assert page.status_code == 200
    assert _names(find(shared)) == []
    assert not rules.can_settle(viewer("dirk"), find(shared))
    assert client("ana").post(f"/c/psc/cases/{shared}/authors/dirk/removal").status_code == 404


def test_who_leaves_the_group_is_no_longer_co_author(shared, find, viewer):
    with unit_of_work():
        members.remove_member(world.group("psc"), world.person("dirk"), by=viewer("dirk"))
    assert _names(find(shared)) == []
    with unit_of_work():
        members.appoint(world.person("dirk"), world.group("psc"))
    assert not rules.can_settle(viewer("dirk"), find(shared))


def test_a_case_that_moves_to_a_group_leaves_behind_who_is_not_in_it(shared, find, viewer):
    with unit_of_work():
        placing.move(find(shared), group=world.group("stone"), audience="community", by=viewer("ana"))
    assert _names(find(shared)) == []


def test_a_case_is_handed_over_and_its_former_owner_stays_co_author(shared, client, find):
    page = client("ana").get(f"/c/psc/cases/{shared}/owner").text
    assert "Only the new owner" in page
    sent = {"person": world.id_of("dirk")}
    page = client("ana").post(f"/c/psc/cases/{shared}/owner", data=sent, follow_redirects=True).text
    assert "The case belongs to Dirk now" in page
    found = find(shared)
    assert (found.owner.handle, _names(found)) == ("dirk", ["ana"])
    assert client("ana").get(f"/c/psc/cases/{shared}/owner").status_code == 403
    assert client("dirk").post(f"/c/psc/cases/{shared}/owner", data={"person": "nonsense"}).status_code == 422
    assert client("dirk").post(f"/c/psc/cases/{shared}/owner", data={"person": world.id_of("bo")}).status_code == 422


def test_a_confidential_case_is_shared_inside_only(hidden, find, viewer):
    found = find(hidden, "dirk")
    for name in ("ana", "cleo"):
        with pytest.raises(Invalid):
            authors.add_author(found, world.person(name), by=viewer("dirk"))
    with pytest.raises(NotAllowed):
        authors.add_author(found, world.person("dirk"), by=viewer("cleo"))


def test_a_case_becomes_public_only_with_consent_or_on_purpose(case, client, find, viewer):
    address, sent = f"/c/psc/cases/{case}", {"group": world.group("psc").id, "audience": "public"}
    answer = client("ana").post(f"{address}/audience", data=sent)
    assert answer.status_code == 422
    assert "Nobody has noted that its partners agree" in answer.text
    assert find(case).audience == "community"
    for state, said in (("refused", "Its partners do not agree"), ("conditions", "agree with conditions")):
        with unit_of_work():
            consent.note_consent(find(case), state=state, asked="The union", note="No names", by=viewer("ana"))
        assert said in client("ana").post(f"{address}/audience", data=sent).text
    assert client("ana").post(f"{address}/audience", data=sent | {"is_confirmed": "y"}).status_code == 302
    assert find(case).audience == "public"
    with unit_of_work():
        placing.move(find(case), group=world.group("psc"), audience="community", by=viewer("ana"))
        consent.note_consent(find(case), state="given", asked="The union", note="", by=viewer("ana"))
    assert client("ana").post(f"{address}/audience", data=sent).status_code == 302


def test_consent_is_noted_kept_and_shown_to_who_may_write_only(case, client, find):
    address, bad = f"/c/psc/cases/{case}", "<script>alert(1)</script> Ünïon"
    sent = {"state": "conditions", "asked": bad, "note": f"{bad}\n\nsecond line"}
    assert client("ana").post(f"{address}/consent", data=sent).status_code == 302
    assert client("cleo").post(f"{address}/consent", data={"state": "refused", "asked": "The mill"}).status_code == 302
    for name, page in (
        ("dirk", client("dirk").get(address).text),
        ("ana", client("ana").get(f"{address}/settings").text),
    ):
        assert "They do not agree" in page, name
        assert "The mill" in page
        assert "<script>alert" not in page
    assert "Ünïon" in client("ana").get(f"{address}/settings").text, "what was noted before stays"
    for name in ("rea", "visitor", "bo"):
        page = client(name).get(address).text
        assert "The mill" not in page
        assert "agree" not in page
    assert find(case).consent_count == 2
    assert [row.state for row in session().scalars(select(CaseConsent).order_by(CaseConsent.number))] == [
        "conditions",
        "refused",
    ]


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("state", {"state": "nonsense", "asked": "x"}),
        ("state", {}),
        ("asked", {"state": "given"}),
        ("asked", {"state": "given", "asked": "誰" * 300}),
        ("note", {"state": "given", "asked": "x", "note": "n" * 1001}),
        ("note", {"state": "conditions", "asked": "x"}),
    ],
)
def test_a_note_that_cannot_be_taken_comes_back(case, client, find, field, sent):
    answer = client("ana").post(f"/c/psc/cases/{case}/consent", data=sent)
    assert answer.status_code == 422
    assert f"#{field}" in answer.text
    assert find(case).consent_count == 0


def test_to_revise_needs_no_part_in_a_case(shared, find, viewer):
    assert save(find(shared), viewer("dirk"), title="Ours").number == 2
