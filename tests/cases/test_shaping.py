"""A community's own form: its words, its order, its sections; and the cases, which keep what they hold."""

import pytest
from sqlalchemy import select

from community.audit.models import AuditEntry
from community.cases import form
from community.cases.actions import shaping, writing
from community.cases.actions.shaping import TypedSection
from community.cases.queries.forms import form_of, own_form
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed
from tests import world
from tests.cases.conftest import save, typed
from tests.counting import count_queries

BAD = "<script>alert(1)</script>"


def _shape(*sections, name="cleo", language="en", based_on=None, community="psc"):
    group = world.group(community)
    own = own_form(group)
    number = based_on if based_on is not None else own.number if own else 0
    with unit_of_work():
        shaping.shape(world.group(community), sections, language=language, based_on=number, by=world.viewer(name))


def _outline(community="psc"):
    return form_of(world.group(community).id)


def _ours(key, **changes):
    section = form.shipped().find(key)
    said = {"label": section.label("en"), "ask": section.ask("en"), "help": section.help("en")}
    return TypedSection(key, **said | {"example": section.example("en")} | changes)


def _sent(outline, language="en", **changes):
    """Return what a browser sends when the page is filled and these changes are made."""
    sent = {"language": language, "order": [section.key for section in outline.every]}
    own = own_form(world.group("psc"))
    sent["based_on"] = str(own.number if own else 0)
    for section in outline.every:
        for part, texts in zip(
            ("label", "ask", "help", "example"),
            (section.labels, section.asks, section.helps, section.examples),
            strict=True,
        ):
            sent[f"{part}_{section.key}"] = texts.get(language, "")
        if section.is_left_out:
            sent[f"out_{section.key}"] = "y"
    return {name: value for name, value in (sent | changes).items() if value is not None}


def test_sections_are_renamed_for_one_community_and_in_one_language(app):
    _shape(_ours("why", label="How we explain it", example=""))
    section = _outline().find("why")
    assert (section.label("en"), section.label("nl"), section.label("fr")) == (
        "How we explain it",
        "Waarom het zo ging",
        "How we explain it",
    )
    assert section.ask("en") == form.shipped().find("why").ask("en")
    assert section.example("en") == ""
    assert section.example("nl")
    assert _outline("fed") == form.shipped()
    assert [row for row in own_form(world.group("psc")).sections if len(row) > 1] == [
        {"key": "why", "labels": {"en": "How we explain it"}, "examples": {"en": ""}}
    ], "only what is not ours is stored"


def test_what_is_typed_as_shipped_stores_nothing(app):
    _shape(*(_ours(section.key) for section in form.shipped().sections()))
    assert own_form(world.group("psc")) is None


def test_an_own_section_is_asked_and_shown_and_taken_along(case, client, find, viewer):
    _shape(_ours("question"), TypedSection("new_1", "Gender", "Who was at the table?", "Count.", "Two of nine."))
    assert [section.key for section in _outline().every][:2] == ["question", "own_gender"]
    page = client("dirk").get(f"/c/psc/cases/{case}/edit").text
    for text in ("section_own_gender", "Who was at the table?", "Count.", "Two of nine."):
        assert text in page, text
    sent = typed(find(case), section_own_gender="Nobody asked.")
    assert client("dirk").post(f"/c/psc/cases/{case}/edit", data=sent).status_code == 302
    page = client("rea").get(f"/c/psc/cases/{case}").text
    assert '<h2 id="own_gender">Gender</h2>' in page
    assert 'id="own_gender-1"' in page
    for part in ("/revisions/2", "/compare"):
        assert "Gender" in client("rea").get(f"/c/psc/cases/{case}{part}").text
    assert "Gender" in client("dirk").get(f"/c/psc/cases/{case}/harvest").text
    with pytest.raises(Invalid):
        writing.create(world.group("fed"), title="x", sections={"own_gender": "x"}, by=viewer("bo"))


def test_a_section_that_is_left_out_stays_where_a_case_holds_it(case, client, find, viewer):
    _shape(_ours("done", is_left_out=True), _ours("partners", is_left_out=True))
    page = client("rea").get(f"/c/psc/cases/{case}").text
    assert '<h2 id="done">What was done</h2>' in page
    assert '<h2 id="partners">Partners</h2>' in page
    assert "We asked." in client("dirk").get(f"/c/psc/cases/{case}/edit").text
    assert client("ana").post(f"/c/psc/cases/{case}/edit", data=typed(find(case), title="Newer")).status_code == 302
    assert find("newer").revision.sections["done"].startswith("We asked.")
    fresh = writing.create(world.group("psc"), title="Fresh", by=viewer("ana"))
    session().commit()
    assert "section_done" not in client("ana").get(f"/c/psc/cases/{fresh.slug}/edit").text
    with pytest.raises(Invalid):
        save(find("fresh"), viewer("ana"), sections={"done": "x"})


def test_an_order_of_ones_own(case, client):
    keys = [section.key for section in form.shipped().sections()]
    _shape(*(_ours(key) for key in reversed(keys)))
    assert [section.key for section in _outline().sections()] == keys[::-1]
    page = client("dirk").get(f"/c/psc/cases/{case}").text
    assert page.index('id="sources"') < page.index('id="done"')


@pytest.mark.parametrize(
    ("field", "sections"),
    [
        ("out_question", [_ours("question", is_left_out=True)]),
        ("out_question", [_ours(section.key, is_left_out=True) for section in form.shipped().sections()]),
        ("label_why", [_ours("why", label="誰" * 300)]),
        ("ask_why", [_ours("why", ask="a" * 301)]),
        ("example_why", [_ours("why", example="x" * 30_000)]),
        ("label_why", [_ours("why", label="WHAT helped")]),
        ("label_new_1", [TypedSection("new_1", "Question")]),
        ("label_new_1", [TypedSection("new_1", "", ask="Who?")]),
        ("label_new_2", [TypedSection("new_1", "Gender"), TypedSection("new_2", " GENDER ")]),
        ("sections", [TypedSection(f"n{n}", f"Own {n}") for n in range(40)]),
    ],
)
def test_what_cannot_be_taken_names_its_field(app, field, sections):
    with pytest.raises(Invalid) as refusal:
        _shape(*sections)
    assert refusal.value.field == field
    assert own_form(world.group("psc")) is None


def test_keys_are_never_given_twice(app):
    _shape(TypedSection("new_1", "Gender"), TypedSection("new_2", "性别"), TypedSection("new_3", "🌱"))
    _shape(TypedSection("own_gender", "Gender", is_left_out=True))
    _shape(TypedSection("new_1", "Gender"))
    own = [section for section in _outline().every if section.is_own]
    assert {section.key for section in own} == {"own_gender", "own_gender_2", "own_xing_bie", "own_section"}
    assert all(len(section.key) <= 40 for section in own)


@pytest.mark.parametrize("name", ["visitor", "bo", "rea", "ana", "dirk", "ada"])
def test_others_do_not_change_it(app, name):
    with pytest.raises(NotAllowed):
        _shape(_ours("why", label="Mine"), name=name)


def test_the_page_saves_and_the_log_knows(app, client):
    sent = _sent(form.shipped(), label_why=f"Why {BAD}", ask_why=BAD)
    page = client("cleo").post("/c/psc/form", data=sent, follow_redirects=True).text
    assert "The form is saved" in page
    assert "<script>alert" not in page
    assert _outline().find("why").label("en") == f"Why {BAD}"
    assert "form.arranged" in set(session().scalars(select(AuditEntry.what)))
    assert "changed the form of the cases" in client("cleo").get("/c/psc/audit").text


def test_hostile_words_are_shown_harmless(case, client):
    _shape(TypedSection("new_1", BAD, BAD, BAD, BAD), _ours("done", label=f"Done {BAD}"))
    for address in (f"/c/psc/cases/{case}", f"/c/psc/cases/{case}/edit", "/c/psc/form", "/c/psc/cases/new"):
        assert "<script>alert" not in client("cleo").get(address).text


@pytest.mark.parametrize("verb", ["up:why", "down:why", "add", "shipped:why", "all-shipped", "up:nothing", "preview"])
def test_moving_adding_and_looking_lose_and_save_nothing(app, client, verb):
    sent = _sent(form.shipped(), label_helped="What carried us", do=verb)
    page = client("cleo").post("/c/psc/form", data=sent)
    assert page.status_code == 200
    assert "Nothing is saved yet" in page.text
    assert ("What carried us" in page.text) == (verb != "all-shipped")
    assert own_form(world.group("psc")) is None


def test_up_and_down_move_a_section(app, client):
    page = client("cleo").post("/c/psc/form", data=_sent(form.shipped(), do="up:why")).text
    assert page.index('id="section-why" open') < page.index('id="section-happened"')


def test_what_is_refused_comes_back_with_all_that_was_typed(app, client):
    sent = _sent(form.shipped(), label_why="", label_helped="x" * 81, ask_done="Kept?")
    answer = client("cleo").post("/c/psc/form", data=sent)
    assert answer.status_code == 422
    assert "label_helped-error" in answer.text
    assert "Kept?</textarea>" in answer.text
    assert client("cleo").post("/c/psc/form", data={}).status_code == 302
    raw, kind = b"order=why&label_why=%ff%fe&ask_why=%00", "application/x-www-form-urlencoded"
    assert client("cleo").post("/c/psc/form", data=raw, content_type=kind).status_code in (302, 422)


def test_of_two_coordinators_neither_loses_anything(app, client):
    began = _sent(form.shipped())
    _shape(_ours("why", label="Theirs"), _ours("done", ask="What did they do?"))
    late = client("cleo").post("/c/psc/form", data=began | {"label_why": "Mine", "label_helped": "What carried us"})
    assert late.status_code == 409
    for text in ("Cleo saved the form", "<ins>Theirs</ins>", 'value="Mine"', "What did they do?", "What carried us"):
        assert text in late.text, text
    assert _outline().find("why").label("en") == "Theirs"
    sent = _sent(_outline(), label_why="Mine", label_helped="What carried us")
    assert client("cleo").post("/c/psc/form", data=sent).status_code == 302
    now = _outline()
    assert (now.find("why").label("en"), now.find("done").ask("en"), now.find("helped").label("en")) == (
        "Mine",
        "What did they do?",
        "What carried us",
    )


def test_back_to_what_ships(app, client):
    _shape(_ours("why", label="Own words"), TypedSection("new_1", "Gender"), _ours("sources", is_left_out=True))
    page = client("cleo").post("/c/psc/form", data=_sent(_outline(), do="all-shipped")).text
    assert "Own words" not in page
    keys = [*(section.key for section in form.shipped().sections()), "own_gender"]
    sent = _sent(form.shipped(), order=keys, label_own_gender="Gender", out_own_gender="y")
    assert client("cleo").post("/c/psc/form", data=sent).status_code == 302
    assert _outline().sections() == form.shipped().sections()
    assert _outline().find("own_gender").label("en") == "Gender"


def test_another_language_is_written_beside_the_first(app, client):
    _shape(TypedSection("new_1", "Gender", "Who?"))
    sent = _sent(_outline(), language="nl", label_own_gender="Geslacht", example_why="")
    assert client("cleo").post("/c/psc/form?language=nl", data=sent).status_code == 302
    section = _outline().find("own_gender")
    assert (section.label("nl"), section.label("en"), section.ask("nl")) == ("Geslacht", "Gender", "Who?")
    assert _outline().find("why").example("en")


def test_a_case_page_sends_no_more_queries_for_a_form_of_ones_own(case, client):
    client("dirk").get(f"/c/psc/cases/{case}")
    with count_queries() as few:
        client("dirk").get(f"/c/psc/cases/{case}")
    _shape(TypedSection("new_1", "Gender", "Who?"))
    assert "Gender" in client("dirk").get(f"/c/psc/cases/{case}").text
    with count_queries() as many:
        client("dirk").get(f"/c/psc/cases/{case}")
    assert len(few) == len(many)


def test_the_question_of_a_new_case_is_asked_in_the_communitys_words(app, client):
    _shape(_ours("question", ask="What keeps you awake?"))
    assert "What keeps you awake?" in client("ana").get("/c/psc/cases/new").text
