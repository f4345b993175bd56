"""How far a case has been told, in a sentence."""

import pytest

from community.cases import form
from community.cases.completeness import completeness_of
from community.database import unit_of_work
from tests.cases.conftest import save

EVERY = [section.key for section in form.shipped().sections()]


def _said(*written, partners=(), outline=None):
    return completeness_of(outline or form.shipped(), dict.fromkeys(written, "x"), partners, "en")


@pytest.mark.parametrize(
    ("written", "sentence", "following"),
    [
        ((), "There is a title; nobody has asked its question yet.", "question"),
        (("question",), "The question is asked; nobody has told it in short yet.", "summary"),
        (("question", "summary"), "One section says what happened; nobody has said what was done yet.", "done"),
        (
            ("question", "summary", "context", "done", "happened"),
            "Four sections say what happened; nobody has said why yet.",
            "why",
        ),
        (("question", "sources"), "One section is written; nobody has told it in short yet.", "summary"),
    ],
)
def test_it_says_what_there_is_and_asks_for_what_comes_next(app, written, sentence, following):
    found = _said(*written)
    assert (found.sentence, found.next_key) == (sentence, following)


def test_partners_in_rows_count_as_said(app):
    assert _said(*(key for key in EVERY if key != "partners"), partners=[{"name": "A mill"}]).next_key == ""


def test_a_whole_case_is_read_once_more(app):
    assert "somebody who was not there" in _said(*EVERY).sentence
    assert _said(*EVERY).next_key == ""


def test_a_section_in_other_words_is_called_by_its_name(app):
    own = form.arranged([{"key": "why", "labels": {"en": "Power"}}, {"key": "own_x", "labels": {"en": "Gender"}}])
    ours = [key for key in EVERY if key != "why"]
    assert "nobody has written “Power” yet" in _said(*ours, outline=own).sentence
    assert "nobody has written “Gender” yet" in _said(*EVERY, outline=own).sentence


def test_who_may_write_reads_it_and_is_led_to_the_first_open_section(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("ana"), sections={"question": "Who?", "summary": "Us.", "done": "We asked."})
    page = client("dirk").get(f"/c/psc/cases/{case}").text
    assert "Three sections say what happened; nobody has said what came of it yet." in page
    assert f'/c/psc/cases/{case}/edit#section_happened">Write what you know' in page
    assert 'href="#section_happened">Write' in client("dirk").get(f"/c/psc/cases/{case}/edit").text
    for name in ("rea", "visitor", "bo"):
        assert "sections say what happened" not in client(name).get(f"/c/psc/cases/{case}").text
    assert "%" not in page.split("Three sections")[1][:200]
