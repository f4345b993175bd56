"""A case taken along as Markdown, and brought in again: the same case, helpful words about what is wrong, nothing executed."""

import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.cases import form, queries, state, taking
from community.cases.actions import writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.errors import Invalid
from community.languages import speaking
from tests import world
from tests.cases.conftest import PARTNERS, TEXTS, save

KNOWN = {section.key: section.labels.values() for section in form.shipped().sections()}
NOTHING_CHOSEN = {name: frozenset() for name in (*state.VOCABULARIES, state.KINDS, state.ROLES)}
SOURCE = {"title": "No: 3", "publisher": "yes", "year": "2024", "url": "https://example.org/?a=1#b"}


def _written(held, **more):
    named = {section.key: section.label("en") for section in form.shipped().sections_with(held.sections)}
    return taking.write(
        title=held.title, language="en", partners=held.partners, choices=held.choices, source=None, told={},
        sections=[(key, named[key], text) for key, text in held.sections.items()], **more,
    )  # fmt: skip


_lines = st.text(max_size=60) | st.sampled_from(
    ["---", "## What was done", "## Anything", r"\## What was done {#done}", "# x", "- a", "", "title: x", "## {#why}"]
)
_texts = st.lists(_lines, max_size=6).map("\n".join)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    title=st.text(min_size=1, max_size=80),
    sections=st.dictionaries(st.sampled_from(sorted(KNOWN)), _texts, max_size=5),
    partners=st.lists(
        st.fixed_dictionaries({"name": st.text(max_size=30), "contribution": st.text(max_size=40)}), max_size=3
    ),
    places=st.lists(st.sampled_from(["NO", "IN", "NL", "BE"]), max_size=3),
)
def test_what_was_taken_along_is_read_again_as_it_was(title, sections, partners, places):
    def take(**parts):
        return state.take(known=NOTHING_CHOSEN, **parts)

    with speaking("en", "UTC"):
        try:
            held = take(title=title, sections=sections, partners=partners, choices={"places": places})
        except Invalid:
            return  # no case holds that
        taken = taking.read(_written(held), known_sections=KNOWN)
        assert take(title=taken.title, sections=taken.sections, partners=taken.partners, choices=taken.choices) == held
        assert not taken.notes


@pytest.fixture
def full(case, find, viewer):
    """Ana's case with a source and more sections; its slug."""
    with unit_of_work():
        found = find(case)
        found.source = SOURCE
        texts = TEXTS | {"why": "- one\n- two\n\n## What was done\n\nNot a section.", "partners": "Nobody else."}
        save(found, viewer("ana"), sections=texts)
    return case


def _send(browser, text="", **more):
    sent = {"text": text, "group": world.group("psc").id, "audience": "community", **more}
    return browser.post("/c/psc/cases/import", data=sent)


def test_a_case_goes_out_and_comes_in_as_an_equal_one(full, client, find):
    file = client("rea").get(f"/c/psc/cases/{full}.md")
    assert file.headers["Content-Disposition"] == 'attachment; filename="stone-dialogue.md"'
    assert file.mimetype == "text/markdown"
    looked = _send(client("dirk"), file.text)
    assert looked.status_code == 200
    assert "Make this case" in looked.text
    assert session().query(Case).count() == 1, "looking makes nothing"
    made = _send(client("dirk"), file.text, makes="1")
    assert made.status_code == 302
    one, other = find(full), find(made.headers["Location"].rpartition("/")[2])
    parts = ("title", "sections", "partners", "choices")
    assert [getattr(one.revision, part) for part in parts] == [getattr(other.revision, part) for part in parts]
    assert (one.source, one.language) == (other.source, other.language)
    assert other.owner_id == world.id_of("dirk")
    assert other.status == "sketched"


def test_its_front_says_where_it_comes_from(full, client):
    text = client("rea").get(f"/c/psc/cases/{full}.md").text
    for line in (
        "title: Stone dialogue",
        "owner: Ana",
        "community: Private sector cooperation",
        "revision: '2'",
        "- IN",
    ):
        assert line in text
    assert re.search(r"^address: http.*/c/psc/cases/stone-dialogue$", text, re.M)
    assert "## What was done {#done}" in text


def test_many_go_along_in_one_archive_as_far_as_they_may_be_read(case, hidden, client, viewer):
    with unit_of_work():
        writing.create(world.group("psc"), title="Another", by=viewer("ana"), language="nl")
    names = {name: _names(client(name).get("/c/psc/cases/cases.zip")) for name in ("rea", "visitor", "dirk")}
    assert names["rea"] == {"stone-dialogue.md", "another.md"}
    assert names["visitor"] == set()
    assert names["dirk"] == names["rea"] | {f"{hidden}.md"}
    assert _names(client("rea").get("/c/psc/cases/cases.zip?language=nl")) == {"another.md"}


def _names(answer):
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        return set(files.namelist())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste the text of a case"),
        ("---\ntitle: x\n", "no second --- ends them"),
        ("---\ntitle: [a\n---\n", "Line 2: the facts can"),
        ("---\ntitle: [a, b]\n---\n", "Line 2: “title” is one line of text"),
        ("---\n\npartners: none\n  of: them\n---\n", "Line 4"),
        ("---\ntitle: x\npartners:\n- {kind: company}\n---\n", "Line 3: Name each partner"),
        ("---\n- a\n---\n", "each fact needs a name"),
        ("---\na: &x [1]\nb: *x\n---\n", "Line 3: the facts can"),
        ("---\nlanguage: en\n---\n", "Give the case a title"),
        ("---\ntitle: x\n---\n\n## Question\n\n" + "a" * 70_000, "Line 5: A section can have at most"),
        ("---\ntitle: x\nsource: {url: 'javascript:alert(1)'}\n---\n", "Line 3: The address of a source"),
        ("---\n" + "[" * 5_000 + "\n---\n", "Line 2"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(vocabularies, client, text, said):
    answer = _send(client("ana"), text)
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'").replace("&#34;", '"')
    assert session().query(Case).count() == 0


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("---\ntitle: x\nmood: good\n---\n", "Line 3: a case has no “mood”; it is left out."),
        ("---\ntitle: x\npurposes: [access, nonsense]\n---\n", "Line 3: “nonsense” is not in the list"),
        ("---\ntitle: x\n---\n\nHello\n", "Line 5: this text stands under no section"),
        ("---\ntitle: x\n---\n\n## Done\n## Nowhere {#nowhere}\nText\n", "Line 6: there is no section “Nowhere” here"),
        ("---\ntitle: x\nlanguage: Klingon\n---\n", "“Klingon” is no code of a language."),
        ("---\ntitle: x\npartners:\n- {name: A, kind: nonsense}\n---\n", "“nonsense” is not in the list"),
    ],
)
def test_what_does_not_come_along_is_named(vocabularies, client, text, note):
    answer = _send(client("ana"), text)
    assert answer.status_code == 200
    assert note in answer.text


def test_sections_are_known_by_key_and_by_name_in_any_language():
    text = "## Wat er gedaan is\n\nOne\n\n## why\n\nTwo\n\n## Anything {#ask}\n\nThree\n\n## Unknown\n\nFour"
    assert taking.read(text, known_sections=KNOWN).sections == {
        "done": "One",
        "why": "Two",
        "ask": "Three\n\n## Unknown\n\nFour",
    }


def test_a_file_takes_the_place_of_the_text(vocabularies, client):
    file = (io.BytesIO("\ufeff---\r\ntitle: Ünï\r\n---\r\n".encode()), "case.md")
    assert "Ünï" in _send(client("ana"), "Old", file=file).text
    bad = (io.BytesIO(b"\xff\xfe\x00"), "case.md")
    answer = _send(client("ana"), "Kept", file=bad)
    assert "This file is not text in UTF-8" in answer.text
    assert "Kept" in answer.text


def test_who_may_not_write_brings_nothing_in(case, client):
    assert client("rea").get("/c/psc/cases/import").status_code == 403
    assert client("bo").get("/c/psc/cases/import").status_code == 403
    assert client("visitor").get("/c/psc/cases/import").status_code == 302
    text = "---\ntitle: x\n---\n"
    assert _send(client("ana"), text, makes="1", group=world.group("broken").id).status_code == 422


def test_long_lines_are_read_at_once():
    with speaking("en", "UTC"):
        taken = taking.read("## a" + " " * 200_000 + "b\n" + "\\" * 200_000, known_sections=KNOWN)
    assert not taken.partners and not taken.choices


def test_partners_come_along_whole(full, client):
    text = client("rea").get(f"/c/psc/cases/{full}.md").text
    assert taking.read(text, known_sections=KNOWN).partners == PARTNERS
    assert queries.find_case(world.group("psc"), full, viewer=world.viewer("ana")).revision.partners == PARTNERS
