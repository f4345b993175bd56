"""Two spellings of one organisation become one, for the members of a community, by who runs it."""

import pytest
from sqlalchemy import select

from community.accounts import actions as accounts
from community.accounts.models import Organisation
from community.audit.models import AuditEntry
from community.cases.actions import writing
from community.database import session, unit_of_work
from tests import world


@pytest.fixture
def spelt(app):
    """Ana works at Kade, with a case; Dirk and Bo, who is in another community, at Kadé Foundation."""
    with unit_of_work():
        world.person("ana").organisation = accounts.name_organisation("Kade")
        foundation = accounts.name_organisation("Kadé Foundation")
        world.person("dirk").organisation = world.person("bo").organisation = foundation
        writing.create(world.group("psc"), title="The quarry", by=world.viewer("ana"))


def _slug(name):
    return session().scalars(select(Organisation.slug).where(Organisation.name == name)).one()


def _rename(browser, old, new):
    return browser.post(f"/c/psc/organisations/{_slug(old)}/name", data={"name": new}, follow_redirects=True)


def _works_at(name):
    session().rollback()
    return world.person(name).organisation.name


def test_members_and_cases_follow_and_the_old_page_leads_on(spelt, client):
    cleo, old = client("cleo"), _slug("Kade")
    page = _rename(cleo, "Kade", "Kadé Foundation").text
    assert "The members work at Kadé Foundation now" in page
    assert "The quarry" in page
    assert ">Dirk<" in page
    assert _works_at("ana") == "Kadé Foundation"
    assert cleo.get(f"/c/psc/organisations/{old}").location.endswith(_slug("Kadé Foundation"))
    assert session().query(Organisation).filter_by(name="Kade").count() == 0, "nobody is left there"
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "organisation.renamed")).one()
    assert entry.detail == {"was": "Kade", "becomes": "Kadé Foundation", "count": 1}
    assert "renamed an organisation" in cleo.get("/c/psc/audit").text


def test_who_is_in_another_community_alone_is_left_where_they_are(spelt, client):
    _rename(client("cleo"), "Kadé Foundation", "Kade")
    assert (_works_at("dirk"), _works_at("bo")) == ("Kade", "Kadé Foundation")


def test_a_new_name_is_a_new_name(spelt, client):
    slug = _slug("Kade")
    assert "Kade International" in _rename(client("cleo"), "Kade", "Kade International").text
    assert (_works_at("ana"), _slug("Kade International")) == ("Kade International", slug)
    _rename(client("cleo"), "Kadé Foundation", "KADE foundation")
    assert (_works_at("dirk"), _works_at("bo")) == ("KADE foundation", "Kadé Foundation")


@pytest.mark.parametrize(
    ("new", "said"), [("", "Give the organisation a name."), ("x" * 121, "at most 120"), (" Kade ", "its name already")]
)
def test_what_is_wrong_stands_beside_the_field(spelt, client, new, said):
    answer = _rename(client("cleo"), "Kade", new)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(("name", "status"), [("visitor", 302), ("bo", 404), ("ada", 404), ("ana", 403)])
def test_nobody_else_renames_one(spelt, client, name, status):
    address = f"/c/psc/organisations/{_slug('Kade')}/name"
    assert client(name).get(address).status_code == status
    assert "Rename" not in client(name).get(f"/c/psc/organisations/{_slug('Kade')}").text
    client(name).post(address, data={"name": "Mine"})
    assert _works_at("ana") == "Kade"


def test_an_organisation_without_members_here_is_not_there(app, client):
    with unit_of_work():
        world.person("bo").organisation = accounts.name_organisation("Elsewhere")
    assert client("cleo").get(f"/c/psc/organisations/{_slug('Elsewhere')}/name").status_code == 404
