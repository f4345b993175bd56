"""The query grammar: what is understood, and that nothing can go wrong with the rest."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.search.grammar import KINDS, MAX_LENGTH, MAX_TERMS, MIN_PREFIX, Query, Term, parse
from community.search.words import find_words, fold


def test_words_are_wanted():
    assert parse("minimum  Wage").wanted == (Term(("minimum",)), Term(("wage",)))


def test_a_phrase_keeps_its_words_together():
    assert parse('"palm oil" funds').wanted == (Term(("palm", "oil")), Term(("funds",)))


def test_typographic_quotes_are_quotes():
    assert parse("“palm oil” «minimum wage»").wanted == (Term(("palm", "oil")), Term(("minimum", "wage")))


def test_a_quote_left_open_runs_to_the_end():
    assert parse('dialogue "palm oil').wanted == (Term(("dialogue",)), Term(("palm", "oil")))


def test_a_minus_excludes():
    query = parse('oil -palm -"joint fact finding"')
    assert query.wanted == (Term(("oil",)),)
    assert query.excluded == (Term(("palm",)), Term(("joint", "fact", "finding")))


def test_a_minus_within_a_word_is_a_hyphen():
    assert parse("private-sector").wanted == (Term(("private", "sector")),)


def test_a_star_of_its_own_excludes_nothing_and_wants_nothing():
    assert parse('* - -- ** "" -"" :').is_empty


def test_a_trailing_star_asks_for_a_beginning():
    assert parse("part*").wanted == (Term(("part",), is_prefix=True),)
    assert parse("-part*").excluded == (Term(("part",), is_prefix=True),)


@pytest.mark.parametrize("text", ["a*", "ab*", "*abc", "ab*cd", "private-sec*", '"part*"'])
def test_any_other_star_is_nothing(text):
    assert not any(term.is_prefix for term in parse(text).wanted)


def test_kinds_and_communities():
    query = parse("kind:case KIND:Lesson in:psc wages")
    assert query.kinds == {"case", "lesson"}
    assert query.communities == {"psc"}
    assert query.wanted == (Term(("wages",)),)


def test_languages_authors_and_days():
    query = parse("lang:NL by:Quispe by:Ana-María after:2025-03 before:2026 after:2025 wages")
    assert query.languages == {"nl"}
    assert query.authors == {"quispe", "ana", "maria"}
    assert query.since == datetime(2025, 3, 1, tzinfo=UTC), "the later of two"
    assert query.until == datetime(2026, 1, 1, tzinfo=UTC)
    assert query.wanted == (Term(("wages",)),)


@pytest.mark.parametrize(
    "text", ["after:2025-13", "before:2025-02-30", "after:0000", "by:-", "lang:dutch", "after:soon"]
)
def test_what_names_no_day_language_or_person_narrows_nothing(text):
    assert not parse(text).is_narrowed


@pytest.mark.parametrize("text", ["kind:", "kind:person", "in:", "in:../x", "scope:7", "key:case:1", "-kind:case"])
def test_anything_else_with_a_colon_is_words(text):
    query = parse(text)
    assert not query.is_narrowed
    assert query.wanted or query.excluded


def test_no_more_than_twelve_terms():
    query = parse(" ".join(f"w{number}" for number in range(20)))
    assert len(query.wanted) == MAX_TERMS
    assert query.was_cut


def test_a_term_said_twice_counts_once():
    query = parse("wage " * 20)
    assert query.wanted == (Term(("wage",)),)
    assert not query.was_cut


def test_no_more_than_two_hundred_characters():
    assert not parse("x" * MAX_LENGTH).was_cut
    assert parse("x" * 100_000).was_cut
    assert len(parse("x " * 5_000).text) <= MAX_LENGTH


def test_nothing_asked():
    assert parse(None) == parse("") == parse(" \t\n") == Query()


@given(st.text() | st.text(alphabet='ab "-*:([{~^+|&\x00\u202e\u0301\ud800kindcasebylngfort0129', max_size=400))
def test_any_text_is_a_query(text):
    query = parse(text)
    terms = query.wanted + query.excluded
    assert len(terms) <= MAX_TERMS
    assert len(query.text) <= MAX_LENGTH
    assert query.kinds <= set(KINDS)
    assert all(term.words and all(term.words) for term in terms)
    assert all(len(term.words) == 1 and len(term.words[0]) >= MIN_PREFIX for term in terms if term.is_prefix)
    assert parse(text) == query


@given(st.text())
def test_words_stand_where_they_are_found(text):
    end = 0
    for start, stop, word in find_words(text):
        assert end <= start < stop
        assert word
        assert fold(fold(word)) == fold(word)
        end = stop


def test_words_of_other_scripts_stay_whole():
    text = "हिन्दी ภาษาไทย العَرَبِيَّة réunion"
    assert [word for _, _, word in find_words(text)] == text.split()
