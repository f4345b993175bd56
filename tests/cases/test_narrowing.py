"""The list of cases as readers narrow and order it: what fits, the numbers behind each choice, and the ways out."""

import re

import pytest

from community import clock
from community.accounts import actions as accounts
from community.cases import queries
from community.cases.actions import placing, writing
from community.cases.events import CaseMoved
from community.cases.queries import fitting, narrowing
from community.cases.queries.narrowing import Wanted
from community.cases.queries.sight import view_of
from community.database import unit_of_work
from community.discussions import actions as discussions
from community.events import publish
from community.vocabularies import actions as vocabularies
from tests import world
from tests.cases.conftest import save

pytestmark = pytest.mark.postgresql


def _write(viewer, title, *, group="psc", by="ana", **more):
    with unit_of_work():
        return writing.create(world.group(group), title=title, by=viewer(by), **more)


@pytest.fixture
def cases(vocabularies, viewer):
    """Four cases that differ in what was chosen."""
    company, union = (
        {"name": "A company", "kind": "company"},
        {"name": "A union", "kind": "trade-union", "role": "broker"},
    )
    return [
        _write(viewer, "Éclair", choices={"purposes": ["access"], "places": ["IN"]}, partners=[company]),
        _write(
            viewer, "apple", choices={"purposes": ["access", "advice"], "places": ["NL"]}, partners=[company, union]
        ),
        _write(viewer, "Zebra", choices={"purposes": ["advice"], "themes": ["trust"]}, language="nl"),
        _write(viewer, "Mine", group="stone", choices={"places": ["IN"]}, status="described"),
    ]


def _titles(client, question="", name="rea"):
    return re.findall(r'class="case-title"[^>]*><a [^>]*>([^<]+)<', client(name).get(f"/c/psc/cases?{question}").text)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("purpose=access", {"Éclair", "apple"}),
        ("purpose=access&kind=trade-union", {"apple"}),
        ("role=broker", {"apple"}),
        ("theme=trust", {"Zebra"}),
        ("place=IN", {"Éclair", "Mine"}),
        ("place=IN&status=described", {"Mine"}),
        ("language=nl", {"Zebra"}),
        ("group=stone", {"Mine"}),
        ("group=psc", {"Éclair", "apple", "Zebra"}),
        ("organisation=kade", set()),
        ("purpose=nonsense", set()),
    ],
)
def test_every_choice_narrows_the_list(cases, client, question, titles):
    assert set(_titles(client, question)) == titles


def test_it_is_put_in_four_orders(cases, client, viewer):
    with unit_of_work():
        discussions.reply(_find(cases[1]).thread, text="One", by=viewer("ana"))
    with unit_of_work(), clock.at(clock.now()):
        save(_find(cases[0]), viewer("ana"), sections={"done": "More"})
    assert _titles(client, "sort=title") == ["apple", "Éclair", "Mine", "Zebra"]
    assert _titles(client, "sort=newest") == ["Mine", "Zebra", "apple", "Éclair"]
    assert _titles(client, "sort=changed")[0] == "Éclair"
    assert _titles(client, "sort=discussed")[0] == "apple"
    assert _titles(client, "sort=nonsense") == _titles(client)


def _find(case):
    return queries.find_case(world.group("psc"), case.slug, viewer=world.viewer("ana"))


@pytest.mark.parametrize("sort", fitting.SORTS)
def test_pages_in_every_order_hold_each_case_once(cases, viewer, sort):
    sight = view_of(world.group("psc"), viewer=viewer("rea")).sight
    seen, after = [], None
    for _page in range(9):
        found = fitting.find_fitting(sight, Wanted(), sort=sort, after=after, limit=1)
        seen += [place.case_id for place in found[:1]]
        if len(found) == 1:
            break
        after = fitting.read_place(sort, fitting.write_place(sort, found[0]))
    everything = fitting.find_fitting(sight, Wanted(), sort=sort, limit=9)
    assert seen == [place.case_id for place in everything]
    assert len(seen) == 4


def test_each_choice_counts_what_all_the_others_leave(cases, viewer):
    sight = view_of(world.group("psc"), viewer=viewer("rea")).sight
    counts = narrowing.count_fitting(sight, Wanted(purpose="access", place="IN"))
    behind = {(name, key): number for name, key, _label, number in counts.behind}
    assert counts.total == 1
    assert dict(counts.without) == {"purpose": 2, "place": 2}
    assert behind["purpose", "access"] == 1
    assert ("purpose", "advice") not in behind
    assert (behind["place", "IN"], behind["place", "NL"]) == (1, 1)
    assert behind["kind", "company"] == 1
    assert ("role", "broker") not in behind


def test_numbers_follow_every_change(cases, client, viewer):
    assert "Reaching people (2)" in client("rea").get("/c/psc/cases").text
    with unit_of_work():
        found = _find(cases[0])
        save(found, viewer("ana"), choices={"purposes": ["advice"]})
    assert "Reaching people (1)" in client("rea").get("/c/psc/cases").text
    with unit_of_work():
        found = _find(cases[1])
        placing.set_status(found, status="described", by=viewer("ana"))
    assert "Described (2)" in client("rea").get("/c/psc/cases").text
    with unit_of_work():
        accounts.update_profile(world.person("ana"), name="Ana", organisation="Kade", language="en", time_zone="UTC")
    assert "Kade (4)" in client("rea").get("/c/psc/cases").text
    slug = world.person("ana").organisation.slug
    assert len(_titles(client, f"organisation={slug}")) == 4


def test_nobody_counts_what_they_do_not_see(cases, hidden, client, viewer):
    _write(viewer, "For Stone", group="stone", audience="subgroup")
    totals = {name: _total(viewer(name)) for name in ("visitor", "rea", "ana", "cleo", "dirk", "bo")}
    assert totals == {"visitor": 0, "rea": 4, "ana": 5, "cleo": 5, "dirk": 5, "bo": 0}
    for name in ("rea", "cleo", "visitor"):
        assert "Broken" not in client(name).get("/c/psc/cases?group=broken").text
        assert _shape(client, name, "broken") == _shape(client, name, "nowhere")
    assert "Broken (1)" in client("dirk").get("/c/psc/cases").text


def _total(who):
    return narrowing.count_fitting(view_of(world.group("psc"), viewer=who).sight, Wanted()).total


def _shape(client, name, group):
    text = client(name).get(f"/c/psc/cases?group={group}").text
    return re.sub(r'name="csrf_token"[^>]*>', "", text).replace(group, "…")


def test_what_was_chosen_can_be_taken_away_again(cases, client):
    page = client("rea").get("/c/psc/cases?purpose=access&place=IN&sort=title").text
    assert 'href="/c/psc/cases?place=IN&amp;sort=title"' in page
    assert 'href="/c/psc/cases?purpose=access&amp;sort=title"' in page
    assert "Remove all" in page
    assert '<option value="IN" selected>India (1)</option>' in page


def test_an_empty_list_says_which_choice_to_take_away(cases, client):
    page = client("rea").get("/c/psc/cases?purpose=access&place=IN&language=nl").text
    assert "No case fits" in page
    assert "Language of the text: Nederlands (1 case without it)" in page
    assert "Where: India (" not in page


def test_ways_to_look_keep_what_was_chosen(cases, client):
    page = client("rea").get("/c/psc/cases?place=IN").text
    for way in ("/c/psc/cases/matrix?place=IN", "/c/psc/cases/map?place=IN", "/c/psc/cases/cases.zip?place=IN"):
        assert f'href="{way}"' in page


def test_the_map_says_in_words_what_it_draws(cases, client):
    page = client("rea").get("/c/psc/cases/map").text
    assert page.count("<circle") == 2
    assert 'aria-label="India: 2 cases"' in page
    assert '>India</a> <span class="hint">2 cases</span>' in page
    assert "Nothing to draw yet" in client("bo").get("/c/fed/cases/map").text


def test_the_years_stand_in_a_table_too(case, client, viewer):
    with unit_of_work():
        found = queries.find_case(world.group("psc"), case, viewer=viewer("ana"))
        found.revision.choices = {"period": ["2009-03", "2011"]}
        publish(CaseMoved(found.id))
    page = client("rea").get("/c/psc/cases/map").text
    assert "<rect" in page
    assert "<td>March 2009 – 2011</td>" in page
    assert "March 2009 – 2011" in client("rea").get(f"/c/psc/cases/{case}").text


def _merge(key, into):
    with unit_of_work():
        vocabularies.merge(world.group("psc"), "purposes", key, into=into, by=world.viewer("cleo"))


def test_cases_are_found_by_the_term_that_stands_for_theirs_and_by_their_own_again(cases, client):
    _merge("access", "advice")
    assert set(_titles(client, "purpose=advice")) == {"Éclair", "apple", "Zebra"}
    _merge("advice", "influence")
    assert set(_titles(client, "purpose=influence")) == {"Éclair", "apple", "Zebra"}
    _merge("access", "")
    assert set(_titles(client, "purpose=access")) == {"Éclair", "apple"}
    assert set(_titles(client, "purpose=influence")) == {"apple", "Zebra"}
    _merge("advice", "")
    assert set(_titles(client, "purpose=advice")) == {"apple", "Zebra"}
    assert _titles(client, "purpose=influence") == []
