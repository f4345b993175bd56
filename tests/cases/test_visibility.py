"""Who sees a case: the confidential subgroup's exists for its members only, by whatever address, list or count."""

import pytest

from community.cases import queries
from community.cases.actions import writing
from community.database import unit_of_work
from tests import world

OUTSIDERS = ("visitor", "ana", "bo", "cleo", "rea", "finn", "ada")
READ = ("", "/history", "/revisions/1", "/revisions/2", "/compare", "/compare?from=1&to=2")
WRITE = ("/edit", "/settings")
SEND = ("/edit", "/status", "/audience", "/revisions/1/restoration")


@pytest.mark.parametrize("name", OUTSIDERS)
def test_a_confidential_case_answers_like_one_that_is_not_there(hidden, client, name):
    browser = client(name)
    for address in READ:
        assert browser.get(f"/c/psc/cases/{hidden}{address}").status_code == 404
    for address in WRITE:
        there, nowhere = (browser.get(f"/c/psc/cases/{slug}{address}").status_code for slug in (hidden, "nowhere"))
        assert there == nowhere == (302 if name == "visitor" else 404)
    for address in SEND:
        there, nowhere = (browser.post(f"/c/psc/cases/{slug}{address}").status_code for slug in (hidden, "nowhere"))
        assert there == nowhere == (401 if name == "visitor" else 404)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_list_names_it(hidden, client, viewer, name):
    browser = client(name)
    for address in ("/c/psc/cases", "/c/psc/cases?status=sketched", "/c/psc", "/c/psc/subgroups/broken", "/"):
        assert "anary" not in browser.get(address).text
    assert not queries.cases_in(world.group("psc"), viewer=viewer(name))
    assert not queries.cases_in(world.group("psc"), viewer=viewer(name), group=world.group("broken"))
    assert not queries.public_cases()


def test_its_members_read_it(hidden, client):
    for address in READ + WRITE:
        assert client("dirk").get(f"/c/psc/cases/{hidden}{address}").status_code == 200
    page = client("dirk").get("/c/psc/cases").text
    assert "Canary title" in page
    assert "Canary question" in page


def test_a_page_that_is_cut_short_is_not_longer_for_what_is_hidden(hidden, viewer):
    """What a reader may not see takes no place in the pages that they turn."""
    with unit_of_work():
        for n in range(3):
            writing.create(world.group("psc"), title=f"Case {n}", by=viewer("ana"))
            writing.create(world.group("broken"), title=f"Canary {n}", by=viewer("dirk"))
    assert [case.title for case in queries.cases_in(world.group("psc"), viewer=viewer("rea"), limit=2)] == [
        "Case 2",
        "Case 1",
        "Case 0",
    ]


@pytest.mark.parametrize(
    ("group", "audience", "who_may"),
    [
        ("psc", "public", {"visitor", "ana", "bo", "cleo", "dirk", "rea", "finn", "ada"}),
        ("psc", "community", {"ana", "cleo", "dirk", "rea"}),
        ("stone", "public", {"visitor", "ana", "bo", "cleo", "dirk", "rea", "finn", "ada"}),
        ("stone", "subgroup", {"ana", "cleo"}),
        ("broken", "public", {"dirk"}),
    ],
)
def test_page_and_list_agree_on_who_sees_a_case(vocabularies, client, viewer, group, audience, who_may):
    by = viewer("dirk" if group == "broken" else "ana")
    with unit_of_work():
        slug = writing.create(world.group(group), title="Seen or not", audience=audience, by=by).slug
    names = (*OUTSIDERS, "dirk")
    assert {name for name in names if client(name).get(f"/c/psc/cases/{slug}").status_code == 200} == who_may
    assert {name for name in names if queries.cases_in(world.group("psc"), viewer=viewer(name))} == who_may
