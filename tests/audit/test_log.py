"""The audit log: who reads it, what of it, and what is written there."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock
from community.accounts.models import Person
from community.audit.actions import record
from community.audit.models import AuditEntry
from community.audit.queries import ENTRIES_A_PAGE
from community.audit.sentences import _SAID, FAMILIES, sentence
from community.cases.actions import placing
from community.database import session, unit_of_work
from community.lessons.actions import lessons, passages
from tests import world
from tests.lessons import practice
from tests.lessons.practice import who

pytestmark = pytest.mark.postgresql

WHOLE, PSC = "/administration/audit", "/c/psc/audit"


@pytest.mark.parametrize(("name", "status"), [("ada", 200), ("cleo", 404), ("ana", 404), ("visitor", 302)])
def test_administrators_read_the_whole_log(client, name, status):
    assert client(name).get(WHOLE).status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [("cleo", 200), ("ada", 404), ("ana", 404), ("dirk", 404), ("bo", 404), ("visitor", 302)]
)
def test_coordinators_read_that_of_their_community(client, name, status):
    assert client(name).get(PSC).status_code == status


def note(what: str, *, group: str = "psc", by: str = "cleo", about: str = "ana", **detail) -> None:
    place = world.group(group)
    where = {"community_id": place.community_id, "group_id": place.id}
    with unit_of_work():
        record(what, by_id=world.id_of(by), person_id=world.id_of(about), **where, **detail)


def test_an_entry_is_a_sentence(client):
    note("role.changed", group="stone", role="facilitator")
    assert "Cleo made Ana facilitator of Stone." in client("cleo").get(PSC).text


def test_a_kind_without_a_sentence_is_shown_by_its_own_words(client):
    note("garden.watered", how="by hand")
    assert (
        "Garden: watered (by Cleo, about Ana, in Private sector cooperation, how: by hand)"
        in client("cleo").get(PSC).text
    )


def test_coordinators_of_one_community_read_nothing_of_another(client):
    with unit_of_work():
        record(
            "role.changed", by_id=None, community_id=world.group("fed").id, person_id=world.id_of("bo"), role="reader"
        )
    assert not _names(client("cleo").get(PSC).text, "Bo")
    assert _names(client("ada").get(WHOLE).text, "Bo")


def _names(page, name):
    """Say whether a page names somebody; the random words in its forms may hold any letters."""
    return re.search(rf"\b{name}\b", re.sub(r'value="[^"]*"', "", page)) is not None


def test_of_a_confidential_subgroup_its_coordinator_reads_who_belongs_to_it_and_no_more(client):
    note("membership.began", group="broken", role="member")
    note("case.moved", group="broken", by="dirk", audience="subgroup")
    note("passage.released", group="broken", by="dirk")
    page = client("cleo").get(PSC).text
    assert "Ana became a member of Broken, as member" in page
    assert "moved a case" not in page
    assert "let words of their own" not in page


def test_administrators_read_nothing_of_it_and_no_name_of_any_subgroup(client):
    note("membership.began", group="broken", role="member", about="rea")
    note("role.changed", group="stone", role="facilitator")
    page = client("ada").get(WHOLE).text
    assert "Cleo made Ana facilitator of a subgroup." in page
    assert "Stone" not in page
    assert "Rea" not in page


def test_who_is_gone_is_said_to_be(client):
    with unit_of_work():
        record("role.changed", by_id=10**6, community_id=world.group("psc").id, person_id=10**6, role="reader")
    assert "Somebody who is gone made somebody who is gone reader" in client("cleo").get(PSC).text


def test_what_is_looked_for_is_found(client):
    note("role.changed", role="reader")
    with clock.at(clock.now() - timedelta(days=40)):
        note("invitation.made", by="cleo", about="dirk")
    day = (clock.now() - timedelta(days=40)).date().isoformat()
    browser = client("cleo")
    for query, finds in (
        ("kind=memberships", "Ana"),
        ("kind=invitations", "invitation into"),
        ("person=ana", "Ana"),
        ("person=@Ana", "Ana"),
        (f"from={day}&to={day}", "invitation into"),
    ):
        rows = re.findall(r'<li class="row"><p>(.*?)</p>', browser.get(f"{PSC}?{query}").text)
        assert len(rows) == 1, query
        assert finds in rows[0], query
    for query in ("person=nobody", "kind=letters", "from=2999-01-01"):
        assert "There is no entry that fits." in browser.get(f"{PSC}?{query}").text
    for nonsense in ("kind=x", "from=x", "to=0000-00-00", "before=x", "to=9999-12-31", "person=%00", "from=0001-01-01"):
        assert browser.get(f"{PSC}?{nonsense}").status_code == 200, nonsense


def test_older_entries_are_a_page_away(client):
    with unit_of_work():
        for n in range(ENTRIES_A_PAGE + 3):
            record("garden.watered", by_id=None, community_id=world.group("psc").id, number=n)
    browser, address, seen = client("cleo"), f"{PSC}?from=2020-01-01", []
    while address:
        page = browser.get(address).text
        seen += re.findall(r"number: (\d+)", page)
        found = re.search(r'href="(/c/psc/audit\?[^"]*before=[^"]*)"', page)
        address = found[1].replace("&amp;", "&") if found else None
    assert [int(n) for n in seen] == list(reversed(range(ENTRIES_A_PAGE + 3)))


def test_names_in_it_stay_text(client):
    with unit_of_work():
        world.person("ana").name = "<b>Ana</b>"
    note("role.changed", role="reader")
    assert "&lt;b&gt;Ana" in client("cleo").get(PSC).text


def kinds_of(group: str) -> list[str]:
    statement = select(AuditEntry.what).where(AuditEntry.group_id == world.group(group).id).order_by(AuditEntry.id)
    return list(session().scalars(statement))


def test_moving_a_case_and_changing_who_sees_it_is_noted(app):
    case = practice.make_case(by="ana", group="stone")
    before = kinds_of("stone")
    placing.move(case, group=world.group("stone"), audience="community", by=who("ana"))
    assert kinds_of("stone") == before, "nothing changed"
    placing.move(case, group=world.group("stone"), audience="subgroup", by=who("ana"))
    assert kinds_of("stone")[len(before) :] == ["case.audience"]
    placing.move(case, group=world.group("psc"), audience="public", by=who("ana"), is_confirmed=True)
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "case.moved")).one()
    assert entry.detail == {"case": case.id, "was": "subgroup", "audience": "public"}


def test_releasing_words_and_publishing_a_lesson_is_noted(app):
    passage = practice.mark_post("Between us.", by="dirk", group="broken")
    passages.release(passage, by=who("dirk"))
    passages.release(passage, by=who("dirk"))
    assert kinds_of("broken").count("passage.released") == 1
    lesson = practice.publish(practice.mark_post("We asked.", by="ana", group="psc"))
    lessons.revise(
        lesson, by=who("cleo"), based_on=1, audience="public",
        when="you lack trust", do="let a partner hold it", because="trust takes years",
    )  # fmt: skip
    said = [kind for kind in kinds_of("psc") if kind.startswith("lesson.")]
    assert said == ["lesson.published", "lesson.audience"]


def test_trying_to_sign_in_again_and_again_is_noted_once(client):
    browser = client("visitor")
    for _ in range(12):
        browser.post("/sign-in", data={"email": "ana@example.org", "password": "a wrong password"})
    found = session().scalars(select(AuditEntry).where(AuditEntry.what == "sign-in.throttled")).all()
    assert [entry.person_id for entry in found] == [world.id_of("ana")]


def test_making_an_administrator_is_noted(app):
    said = app.test_cli_runner().invoke(
        args=["create-admin", "--email", "eve@example.org", "--name", "Eve", "--password", world.PASSWORD]
    )
    assert said.exit_code == 0, said.output
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "administrator.made")).one()
    assert entry.person_id == session().scalar(select(Person.id).where(Person.email == "eve@example.org"))


def test_every_sentence_can_be_found_by_its_kind_and_needs_no_detail(app):
    found = [kind for kind in _SAID if not any(kind.startswith(start) for f in FAMILIES.values() for start in f.kinds)]
    assert not found
    with app.test_request_context():
        assert all(sentence(kind, {}, by="A", person="B", group="C") for kind in _SAID)
