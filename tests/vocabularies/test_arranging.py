"""A community's own vocabularies: its words and terms, what is retired or merged; and the cases, which keep what they hold."""

import pytest
from sqlalchemy import select

from community.audit.models import AuditEntry
from community.cases.actions import writing
from community.cases.queries.uses import uses_of_terms
from community.database import session, unit_of_work
from community.errors import Absent, Invalid, NotAllowed
from community.vocabularies import actions, queries
from community.vocabularies.actions import Typed
from tests import world
from tests.counting import count_queries

pytestmark = pytest.mark.postgresql

BAD = "<script>alert(1)</script>"
COLOURS = {
    "key": "themes",
    "terms": [
        {"key": "red", "label": {"en": "Red", "nl": "Rood"}},
        {"key": "blue", "label": {"en": "Blue"}},
        {"key": "green", "label": {"en": "Green"}},
    ],
}


@pytest.fixture
def themes(app):
    """Three themes that ship."""
    with unit_of_work():
        actions.load(COLOURS)


def _arrange(*typed, name="cleo", language="en", based_on=None, community="psc"):
    group = world.group(community)
    own = queries.own_vocabulary(group, "themes")
    number = based_on if based_on is not None else own.number if own else 0
    with unit_of_work():
        actions.arrange(
            world.group(community), "themes", typed, language=language, based_on=number, by=world.viewer(name)
        )


def _merge(key, into, name="cleo"):
    with unit_of_work():
        actions.merge(world.group("psc"), "themes", key, into=into, by=world.viewer(name))


def _labels(community="psc", language="en"):
    return [line.label for line in queries.terms("themes", language, community_id=world.group(community).id)]


def _case(*chosen, group="psc", by="ana", **more):
    with unit_of_work():
        return writing.create(
            world.group(group), title="A case", choices={"themes": chosen}, by=world.viewer(by), **more
        ).slug


def _sent(**changes):
    return {
        "language": "en", "based_on": "0", "order": ["red", "blue", "green"], "label_red": "Red", "label_blue": "Blue",
        "label_green": "Green",
    } | changes  # fmt: skip


def test_terms_are_renamed_ordered_added_and_hidden_for_one_community(themes):
    _arrange(Typed("blue", "Blue"), Typed("red", "Crimson"), Typed("green", "Green", True), Typed("", "Pink"))
    assert _labels() == ["Blue", "Crimson", "Pink"]
    assert _labels(language="nl") == ["Blue", "Rood", "Pink"], "what is said in another language stays"
    assert _labels("fed") == ["Red", "Blue", "Green"]
    psc = world.group("psc").id
    assert queries.labels("en", community_id=psc)["themes", "green"] == "Green"
    assert queries.labels("en")["themes", "red"] == "Red"


def test_a_name_that_was_taken_out_is_ours_again(themes):
    _arrange(Typed("red", "Crimson"))
    _arrange(Typed("red", ""))
    assert _labels() == ["Red", "Blue", "Green"]


def test_what_ships_later_comes_last(themes):
    _arrange(Typed("green", "Green"), Typed("", "Pink"))
    actions.load(COLOURS | {"terms": [*COLOURS["terms"], {"key": "grey", "label": {"en": "Grey"}}]})
    assert _labels() == ["Green", "Pink", "Red", "Blue", "Grey"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("label_red", [Typed("red", "字" * 300)]),
        ("added", [Typed("", "x" * 81)]),
        ("label_blue", [Typed("red", "Red"), Typed("blue", " RED")]),
        ("added", [Typed("red", "Red"), Typed("", "Réd")]),
        ("added", [Typed("", "Pink"), Typed("", "Pink")]),
        ("added", [Typed("", f"Term {n}") for n in range(201)]),
    ],
)
def test_what_cannot_be_taken_names_its_field(themes, field, typed):
    with pytest.raises(Invalid) as refusal:
        _arrange(*typed)
    assert refusal.value.field == field
    assert _labels() == ["Red", "Blue", "Green"]


def test_an_own_term_keeps_a_name(themes):
    _arrange(Typed("", "Pink"))
    with pytest.raises(Invalid):
        _arrange(Typed("pink", ""))


def test_keys_never_clash(themes):
    _arrange(Typed("red", "Crimson"), Typed("", "Red"), Typed("", "赤"), Typed("", "🌱"))
    keys = {line.key for line in queries.terms("themes", community_id=world.group("psc").id)}
    assert keys == {"red", "red-2", "chi", "term", "blue", "green"}


@pytest.mark.parametrize("name", ["visitor", "bo", "rea", "ana", "dirk", "ada"])
def test_others_do_not_arrange(themes, name):
    with pytest.raises(NotAllowed):
        _arrange(Typed("red", "Mine"), name=name)
    with pytest.raises(NotAllowed):
        _merge("red", "blue", name=name)
    with pytest.raises(NotAllowed):
        _arrange(Typed("red", "Mine"), community="fed")


def test_a_case_chooses_what_its_community_offers_and_keeps_what_it_holds(themes, client, viewer):
    _arrange(Typed("", "Pink"))
    slug = _case("green", "pink")
    with pytest.raises(Invalid):
        _case("pink", group="fed", by="bo")
    _arrange(Typed("green", "Green", True), Typed("pink", "Rose", True))
    page = client("rea").get(f"/c/psc/cases/{slug}").text
    assert "Green; Rose" in page
    page = client("ana").get(f"/c/psc/cases/{slug}/edit").text
    assert "Green (no longer offered)" in page
    sent = {"title": "Other", "themes": ["green", "pink"], "based_on": "1"}
    assert client("ana").post(f"/c/psc/cases/{slug}/edit", data=sent).status_code == 302
    with pytest.raises(Invalid):
        _case("green")


def test_a_merged_term_is_said_and_counted_as_the_one_that_stands_for_it(themes, client, viewer):
    slug = _case("red", "blue")
    _merge("red", "blue")
    psc = world.group("psc")
    assert _labels() == ["Blue", "Green"]
    assert queries.labels("en", community_id=psc.id)["themes", "red"] == "Blue"
    page = client("rea").get(f"/c/psc/cases/{slug}").text
    assert "<dd>Blue</dd>" in page
    assert "Red (now: Blue)" in client("ana").get(f"/c/psc/cases/{slug}/edit").text
    merged = queries.merged(psc.id)
    assert dict(merged) == {("themes", "red"): "blue"}
    assert uses_of_terms(psc.id, ["themes"], viewer=viewer("cleo"), merged=merged)["themes", "blue"] == 1
    _merge("blue", "green")
    assert dict(queries.merged(psc.id)) == {("themes", "red"): "green", ("themes", "blue"): "green"}
    _merge("red", "")
    assert _labels() == ["Red", "Green"]


@pytest.mark.parametrize(("key", "into"), [("red", "red"), ("red", "nothing"), ("red", "blue")])
def test_a_term_is_merged_into_another_that_is_offered(themes, key, into):
    _arrange(Typed("red", "Red"), Typed("blue", "Blue", True))
    with pytest.raises(Invalid):
        _merge(key, into)
    with pytest.raises(Absent):
        _merge("nothing", "red")


def test_cases_are_counted_that_the_reader_may_see(themes, viewer, client):
    _case("red")
    _case("red", group="broken", by="dirk", audience="subgroup")
    psc = world.group("psc").id
    counts = {
        name: uses_of_terms(psc, ["themes"], viewer=viewer(name), merged={})["themes", "red"]
        for name in ("cleo", "dirk", "visitor")
    }
    assert counts == {"cleo": 1, "dirk": 2, "visitor": 0}
    assert "Red (1)" in client("cleo").get("/c/psc/vocabularies").text


def test_the_page_arranges_and_the_log_knows(themes, client):
    address = "/c/psc/vocabularies/themes"
    answer = client("cleo").post(address, data=_sent(label_red=f"Red {BAD}", added=f"Pink\n\n {BAD}", out_blue="y"))
    assert answer.status_code == 302
    page = client("cleo").get(address).text
    assert "<script>alert" not in page
    assert _labels() == [f"Red {BAD}", "Green", "Pink", BAD]
    assert "vocabulary.arranged" in set(session().scalars(select(AuditEntry.what)))
    assert "changed a vocabulary" in client("cleo").get("/c/psc/audit").text


def test_moving_saves_and_loses_nothing(themes, client):
    sent = _sent(do="down:red", label_green="Verdant", added="Pink")
    page = client("cleo").post("/c/psc/vocabularies/themes", data=sent).text
    assert page.index('value="Blue"') < page.index('value="Red"')
    assert "Verdant" in page
    assert "Pink</textarea>" in page
    assert _labels() == ["Red", "Blue", "Green"]


def test_of_two_coordinators_neither_loses_anything(themes, client):
    _arrange(Typed("red", "Theirs"), Typed("blue", "Blue"), Typed("green", "Green"), Typed("", "Pink"))
    late = client("cleo").post(
        "/c/psc/vocabularies/themes", data=_sent(label_red="Mine", label_blue="Azure", added="Grey")
    )
    assert late.status_code == 409
    for text in (
        "Cleo saved the list",
        "<ins>Theirs</ins>",
        'value="Mine"',
        'value="Azure"',
        'value="Pink"',
        "Grey</text",
    ):
        assert text in late.text, text
    assert _labels() == ["Theirs", "Blue", "Green", "Pink"]


def test_what_is_refused_comes_back(themes, client):
    address = "/c/psc/vocabularies/themes"
    answer = client("cleo").post(address, data=_sent(label_red="x" * 300, added="Pink"))
    assert answer.status_code == 422
    assert "label_red-error" in answer.text
    assert "Pink</textarea>" in answer.text
    assert client("cleo").post(address, data={}).status_code in (302, 422)
    raw = b"order=red&label_red=%ff%fe%00&added=%00"
    kind = "application/x-www-form-urlencoded"
    assert client("cleo").post(address, data=raw, content_type=kind).status_code in (302, 422)
    assert client("cleo").get("/c/psc/vocabularies/nothing").status_code == 404
    assert client("cleo").get("/c/psc/vocabularies/themes/nothing/merging").status_code == 404
    merging = client("cleo").post("/c/psc/vocabularies/themes/red/merging", data={"into": "nothing"})
    assert merging.status_code == 422


def test_hiding_every_term_leaves_the_question_out(themes, client):
    _arrange(Typed("red", "Red", True), Typed("blue", "Blue", True), Typed("green", "Green", True))
    assert _labels() == []
    slug = _case()
    assert client("ana").get(f"/c/psc/cases/{slug}/edit").status_code == 200


def test_a_lesson_chooses_the_communitys_own_themes(themes, client):
    _arrange(Typed("", "Pink"), Typed("red", "Red", True))
    page = client("cleo").get("/c/psc/lessons/new").text
    assert "Pink" in page
    assert ">Red<" not in page


def test_a_case_page_sends_no_more_queries_for_terms_of_ones_own(themes, client):
    slug = _case("red")
    client("dirk").get(f"/c/psc/cases/{slug}")
    with count_queries() as few:
        client("dirk").get(f"/c/psc/cases/{slug}")
    _arrange(Typed("red", "Crimson"))
    assert "Crimson" in client("dirk").get(f"/c/psc/cases/{slug}").text
    with count_queries() as many:
        client("dirk").get(f"/c/psc/cases/{slug}")
    assert len(few) == len(many)
