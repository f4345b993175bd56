"""The members page: who is found by what, how many there are behind each choice, and who may look."""

import html
import re

import pytest

from community.accounts import actions as accounts
from community.database import unit_of_work
from community.groups.actions import introductions, members
from community.groups.queries import directory
from community.groups.queries.visibility import viewer_of
from tests import world

pytestmark = pytest.mark.postgresql

PEOPLE = {
    "ana": ("Kade", "PE", ["es", "en"], ["stone"], "I listen to quarry workers"),
    "cleo": ("Bureau Zuid", "NL", ["nl", "en"], ["dialogue"], "Ik begeleid groepen"),
    "dirk": ("Kade", "NL", ["nl"], ["stone", "dialogue"], ""),
}


@pytest.fixture
def directory_of_psc(app):
    """Ana, Cleo and Dirk say where they work, what they speak and what they know; Rea says nothing, nor does Dirk."""
    with unit_of_work():
        psc = world.group("psc")
        for name, (organisation, country, spoken, tags, text) in PEOPLE.items():
            person = world.person(name)
            person.organisation = accounts.name_organisation(organisation)
            person.live(country=country, spoken=spoken)
            introductions.introduce(psc, by=viewer_of(person.id), experience=text, tags=tags)


def _shown(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/people/(\w+)"', page)


def _find(client, query, name="ana"):
    answer = client(name).get(f"/c/psc/members?{query}")
    assert answer.status_code == 200
    return _shown(answer.text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ana", "cleo", "dirk", "rea"]),
        ("q=ANA", ["ana"]),
        ("q=kadé", ["ana", "dirk"]),
        ("q=quarry", ["ana"]),
        ("q=quarry+kade", ["ana"]),
        ("q=quarry+zuid", []),
        ("q=%25", []),
        ("q=_", []),
        ("country=NL", ["cleo", "dirk"]),
        ("country=XX", []),
        ("language=nl", ["cleo", "dirk"]),
        ("language=en&country=NL", ["cleo"]),
        ("tag=stone", ["ana", "dirk"]),
        ("tag=stone&tag=dialogue", ["ana", "dirk"]),
        ("role=coordinator", ["cleo"]),
        ("role=reader", ["rea"]),
        ("role=king", []),
        ("organisation=nothing", []),
        ("after=cleo|0", ["cleo", "dirk", "rea"]),
        ("after=nonsense", ["ana", "cleo", "dirk", "rea"]),
        ("after=%00|1", None),
    ],
)
def test_members_are_found_by_words_and_by_choices(client, directory_of_psc, query, found):
    if found is not None:
        assert _find(client, query) == found


def test_an_organisation_is_a_choice_and_a_page(client, directory_of_psc):
    page = client("ana").get("/c/psc/members?narrow=1").text
    address = re.search(r'href="(/c/psc/organisations/(kade-\w+))"', page)
    assert _find(client, f"organisation={address.group(2)}") == ["ana", "dirk"]
    assert _shown(client("cleo").get(address.group(1)).text) == ["ana", "dirk"]


def test_each_choice_says_how_many_are_behind_it_given_the_others(client, directory_of_psc):
    def numbers(query):
        return set(
            re.findall(
                r"<option[^>]*>([^<]+ \(\d+\))", html.unescape(client("ana").get(f"/c/psc/members?{query}").text)
            )
        )

    assert {"Netherlands (2)", "Peru (1)", "Dutch (2)", "stone (2)", "Kade (2)", "Reader (1)", "Member (2)"} <= numbers(
        "narrow=1"
    )
    given = numbers("country=NL")
    assert {"Netherlands (2)", "Peru (1)", "Dutch (2)", "English (1)", "stone (1)", "Kade (1)"} <= given
    assert "Reader (1)" not in given
    assert {"Netherlands (1)", "Dutch (1)"} <= numbers("narrow=1&q=kade&tag=dialogue")


def test_what_is_chosen_stays_chosen_though_nobody_fits(client, directory_of_psc):
    page = client("ana").get("/c/psc/members?country=BE&q=stone").text
    assert "Nobody here fits all of that" in page
    assert '<option value="BE" selected>BE (0)' in page
    assert 'value="stone"' in page


def test_coordinators_see_who_has_not_introduced_themselves_and_others_do_not(client, directory_of_psc):
    assert _find(client, "silent=1", name="cleo") == ["dirk", "rea"]
    assert _find(client, "silent=1", name="ana") == ["ana", "cleo", "dirk", "rea"]
    assert "not introduced yet" in client("cleo").get("/c/psc/members").text
    assert "not introduced yet" not in client("ana").get("/c/psc/members?silent=1").text


def test_a_list_goes_on_where_the_page_ended(client, directory_of_psc, monkeypatch):
    monkeypatch.setattr(directory, "MEMBERS_A_PAGE", 2)
    monkeypatch.setattr(directory.entries_of, "__kwdefaults__", {"after": None, "limit": 2})
    page = client("ana").get("/c/psc/members?narrow=1").text
    assert _shown(page) == ["ana", "cleo"]
    address = html.unescape(re.search(r'href="([^"]*after=[^"]*)"', page).group(1))
    assert _shown(client("ana").get(address).text) == ["dirk", "rea"]


def test_former_members_and_other_communities_count_nowhere(client, directory_of_psc, viewer):
    with unit_of_work():
        members.remove_member(world.group("psc"), world.person("dirk"), by=viewer("cleo"))
    page = client("ana").get("/c/psc/members?narrow=1").text
    assert _shown(page) == ["ana", "cleo", "rea"]
    assert "stone (1)" in page
    assert "Kade (1)" in page


def test_only_members_look(client, directory_of_psc):
    kade = re.search(r"/c/psc/organisations/[\w-]+", client("ana").get("/c/psc/members").text).group()
    for name in ("visitor", "bo", "finn", "ada"):
        for page in ("/c/psc/members?q=ana", kade):
            assert client(name).get(page).status_code == 404
    assert client("bo").get(kade.replace("psc", "fed")).status_code == 404, "none of its members is here"


def test_long_and_strange_names(client, directory_of_psc):
    with unit_of_work():
        world.person("rea").present(name="Ḿ" * 120, organisation=None, language="en", time_zone="UTC")
        world.person("dirk").present(name="王小明", organisation=None, language="en", time_zone="UTC")
    assert _find(client, "q=王小") == ["dirk"]
    assert _find(client, f"q={'m' * 100}") == ["rea"]
    assert _find(client, f"q={'m' * 300}&tag={'x' * 5000}") == []
