"""Two spellings of one organisation become one: for the members of a community, by who runs it; for all, by an administrator."""

import html
import re

import pytest
from sqlalchemy import select

from community.accounts import actions as accounts
from community.accounts.models import Organisation
from community.audit.models import AuditEntry
from community.cases.actions import writing
from community.database import session, unit_of_work
from community.groups.queries import organisations as queries
from tests import world

pytestmark = pytest.mark.postgresql


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


def test_the_cases_are_counted_under_the_new_name_at_once(spelt, client):
    """The choices behind which cases stand are kept: they must not outlive the organisation."""
    browser = client("cleo")
    assert f'value="{_slug("Kade")}"' in browser.get("/c/psc/cases").text
    _rename(browser, "Kade", "Kadé Foundation")
    assert f'value="{_slug("Kadé Foundation")}"' in browser.get("/c/psc/cases").text
    _rename(browser, "Kadé Foundation", "Kade International")
    assert "Kade International" in browser.get("/c/psc/cases").text


def test_an_address_leads_on_however_often_its_organisation_became_another(spelt, client):
    cleo, first = client("cleo"), _slug("Kade")
    with unit_of_work():
        world.person("rea").organisation = accounts.name_organisation("Third")
        world.person("bo").organisation = None
    _rename(cleo, "Kade", "Kadé Foundation")
    _rename(cleo, "Kadé Foundation", "Third")
    assert cleo.get(f"/c/psc/organisations/{first}").location.endswith(_slug("Third"))


def _unify(browser, old, new):
    return browser.post(f"/administration/organisations/{_slug(old)}", data={"name": new}, follow_redirects=True)


def test_an_administrator_makes_two_one_in_all_communities(spelt, client):
    ada, old = client("ada"), _slug("Kadé Foundation")
    assert "Kadé Foundation" in ada.get("/administration/organisations?q=FOUNDATION").text
    assert "Everybody who worked there works at Kade now." in _unify(ada, "Kadé Foundation", "kade").text
    assert [_works_at(name) for name in ("ana", "dirk", "bo")] == ["Kade"] * 3
    assert session().query(Organisation).filter_by(name="Kadé Foundation").count() == 0
    for name, community in (("cleo", "psc"), ("bo", "fed")):
        assert client(name).get(f"/c/{community}/organisations/{old}").location.endswith(_slug("Kade"))
    assert "renamed an organisation everywhere" in ada.get("/administration/audit").text


def test_an_administrator_corrects_a_name(spelt, client):
    slug = _slug("Kade")
    _unify(client("ada"), "Kade", "KADE")
    assert (_works_at("ana"), _slug("KADE")) == ("KADE", slug)


@pytest.mark.parametrize(("name", "status"), [("visitor", 302), ("bo", 404), ("cleo", 404)])
def test_nobody_else_sees_where_all_people_work(spelt, client, name, status):
    for page in ("/administration/organisations", f"/administration/organisations/{_slug('Kade')}"):
        assert client(name).get(page).status_code == status
    client(name).post(f"/administration/organisations/{_slug('Kade')}", data={"name": "Mine"})
    assert _works_at("ana") == "Kade"


@pytest.mark.parametrize("new", ["", "x" * 121, "Kade"])
def test_what_an_administrator_types_wrong_stands_beside_the_field(spelt, client, new):
    assert _unify(client("ada"), "Kade", new).status_code == 422


def test_a_long_list_of_organisations_goes_on(app, client, monkeypatch):
    monkeypatch.setattr(queries, "ORGANISATIONS_A_PAGE", 2)
    with unit_of_work():
        for name in ("Zuid", "Åkers", "Bos"):
            accounts.name_organisation(name)
    first = client("ada").get("/administration/organisations").text
    assert "Zuid" not in first
    more = html.unescape(re.search(r'href="(/administration/organisations\?after=[^"]+)"', first).group(1))
    assert "Zuid" in client("ada").get(more).text
