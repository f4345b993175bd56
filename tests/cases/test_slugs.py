"""Addresses of cases: made of titles, unique in a community, and never broken by a rename."""

import pytest

from community.cases.actions import writing
from community.database import unit_of_work
from tests import world
from tests.cases.conftest import save, typed


@pytest.fixture
def renamed(case, find, viewer):
    """The former slug of a case that was renamed twice."""
    with unit_of_work():
        save(find(case), viewer("ana"), title="Talks on stone")
        save(find("talks-on-stone"), viewer("dirk"), title="Stone, and who is heard")
    return case


@pytest.mark.parametrize("address", ["", "/history", "/revisions/1", "/compare", "/edit", "/settings"])
@pytest.mark.parametrize("former", ["stone-dialogue", "talks-on-stone"])
def test_a_former_address_leads_on(renamed, client, former, address):
    answer = client("ana").get(f"/c/psc/cases/{former}{address}?from=1&_scheme=javascript")
    assert answer.status_code == 301
    assert answer.location == f"/c/psc/cases/stone-and-who-is-heard{address}?from=1"


def test_a_former_address_tells_nothing_to_who_may_not_see_the_case(renamed, client):
    for name in ("visitor", "bo", "finn", "ada"):
        assert client(name).get("/c/psc/cases/stone-dialogue").status_code == 404


def test_what_was_being_written_at_the_former_address_is_saved(renamed, client, find):
    sent = typed(find("stone-and-who-is-heard"), section_done="We listened.")
    assert client("ana").post("/c/psc/cases/stone-dialogue/edit", data=sent).status_code == 302
    assert find("stone-and-who-is-heard").revision.sections["done"] == "We listened."


def test_two_cases_of_one_title_have_two_addresses(case, viewer):
    assert writing.create(world.group("psc"), title="Stone dialogue!", by=viewer("ana")).slug == "stone-dialogue-2"


def test_a_former_address_is_not_given_to_another_case(renamed, viewer):
    assert writing.create(world.group("psc"), title="Stone dialogue", by=viewer("ana")).slug == "stone-dialogue-2"


def test_the_same_address_stands_for_different_cases_in_two_communities(case, client, viewer):
    with unit_of_work():
        other = writing.create(world.group("fed"), title="Stone dialogue", by=viewer("bo"))
    assert other.slug == case
    assert client("bo").get(f"/c/fed/cases/{case}").status_code == 200
    assert client("bo").get(f"/c/psc/cases/{case}").status_code == 404


def test_a_title_that_reads_the_same_keeps_its_address(case, find, viewer):
    save(find(case), viewer("ana"), title="Stone: Dialogue")
    assert find(case).slug == case


@pytest.mark.parametrize(
    ("title", "slug"),
    [("New", "new-2"), ("matrix", "matrix-2"), ("2024", "2024-2"), ("石材", "shi-cai"), ("!!!", "untitled")],
)
def test_an_address_is_never_one_that_means_something_else(app, viewer, title, slug):
    assert writing.create(world.group("psc"), title=title, by=viewer("ana")).slug == slug
