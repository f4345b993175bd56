"""Excerpts: the right passage, the right words marked, nothing lost or invented."""

from hypothesis import given
from hypothesis import strategies as st

from community.search.excerpts import ELLIPSIS, excerpt
from community.search.grammar import parse
from community.search.words import find_words, find_words_from, fold

FILLER = "Nothing to see here, only some words that fill the page. "


def marked(text, query, language="en", length=240):
    return [piece.text for piece in excerpt(text, parse(query), language, length) if piece.is_match]


def shown(text, query, language="en", length=240):
    return "".join(piece.text for piece in excerpt(text, parse(query), language, length))


def test_words_are_marked_as_they_stand():
    assert marked("The Partners met their partner.", "partners") == ["Partners", "partner"]


def test_inflected_words_are_marked_in_the_language_of_the_text():
    assert marked("Zij werkten samen; de samenwerking duurt.", "samenwerken", "nl") == ["samenwerking"]
    assert marked("La coopération des réunions", "cooperation reunion", "fr") == ["coopération", "réunions"]


def test_stop_words_are_not_marked():
    assert marked("What is the wage of the worker?", "the wage") == ["wage"]


def test_words_of_a_phrase_and_of_a_prefix_are_marked():
    assert marked("Palm oil, and pensions.", '"palm oil" pens*') == ["Palm", "oil", "pensions"]


def test_words_are_marked_whatever_the_case_and_accent_of_their_first_letter():
    assert marked("Écoles, l’œuvre: éCOLE; Œuvres.", "ecole oeuvre", "fr") == ["Écoles", "œuvre", "éCOLE", "Œuvres"]
    assert marked("Los Ñandúes; über_uns, überall.", "nandu* uber", "es") == ["Ñandúes", "über"]
    assert marked("Пётр и ПЁТР; Ἀθήνα", "петр αθηνα", "ru") == ["Пётр", "ПЁТР", "Ἀθήνα"]
    assert marked("हिन्दी में न्दी", "न्दी", "hi") == ["न्दी"]


def test_excluded_words_are_not_marked():
    assert marked("Palm oil", "oil -palm") == ["oil"]


def test_the_passage_where_most_terms_meet_is_shown():
    text = "A wage. " + FILLER * 10 + "Their dialogue raised the minimum wage. " + FILLER * 10
    passage = shown(text, "minimum wage dialogue")
    assert "Their dialogue raised the minimum wage." in passage
    assert passage.startswith(ELLIPSIS + "Their")
    assert passage.endswith(ELLIPSIS)


def test_the_end_of_a_text_is_reached():
    passage = shown(FILLER * 10 + "And then the wage rose.", "wage")
    assert passage.endswith("And then the wage rose.")
    assert len(passage) > 200


def test_without_a_match_the_beginning_is_shown():
    assert shown(FILLER * 10, "wage").startswith(FILLER.strip())
    assert shown("", "wage") == ""


def test_a_short_text_is_shown_whole():
    assert shown("The wage\n\nrose.", "wage") == "The wage rose."


def test_markup_stays_text():
    assert shown("<b>wage</b> & more", "wage") == "<b>wage</b> & more"


@given(st.text(max_size=600), st.text(max_size=60), st.sampled_from(["en", "nl", "fr", "es", "sw"]))
def test_any_text_gives_an_excerpt(text, query, language):
    assert len(shown(text, query, language)) <= 240 + 2 * len(ELLIPSIS)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(20, 300))
def test_what_matches_is_shown(before, after, length):
    text = FILLER * before + "The wage rose. " + FILLER * after
    assert "wage" in marked(text, "wage", length=length)


@given(st.text(st.characters(max_codepoint=0x52F, exclude_categories=["M"]), max_size=80), st.sampled_from("aeioszдα2"))
def test_words_are_found_by_their_first_letter(text, letter):
    right = [word for word in find_words(text) if fold(word[2]).startswith(letter)]
    assert list(find_words_from(text, frozenset(letter))) == right
