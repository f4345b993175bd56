"""What was probably meant: near, visible to who asks, and a word as somebody wrote it."""

import pytest

from community.search.grammar import MAX_LENGTH
from community.search.spelling import letters, spelling_of, spellings, word_of

HIDDEN = "9:subgroup"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dialgue", "dialogue"),  # a letter less
        ("dialoogue", "dialogue"),  # one more
        ("dialigue", "dialogue"),  # another
        ("dailogue", "dialogue"),  # two that changed places
        ("dialouge wagge", "dialogue wage"),
        ("cooparacion", "cooperación"),
        ("samenwrekin", "samenwerking"),
    ],
)
def test_a_slip_is_mended(library, ask, typed, meant):
    corrections = ask(library, typed, {"1:community", "2:community"}).corrections
    assert " ".join(corrections.get(word, word) for word in typed.split()) == meant


@pytest.mark.parametrize(
    "typed", ["wage", "dialogue", "wages", "xyzzy", "wag", "dial*", '"dialgue wage"', "-dialgue", "2o26", "*"]
)
def test_what_is_found_short_quoted_or_far_is_left_alone(library, ask, typed):
    assert ask(library, typed).corrections == {}


def test_the_commonest_of_the_nearest_is_meant(engine, document, ask):
    engine.write([document("case:1", "forest"), document("case:2", "forget"), document("case:3", "forget")], [])
    assert ask(engine, "foreet").corrections == {"foreet": "forget"}


def test_what_the_reader_may_not_see_is_never_meant(engine, document, ask):
    hidden = [document(f"post:{n}", "quarrystone", scope=HIDDEN) for n in range(3)]
    engine.write([*hidden, document("case:1", "A quarry.")], [])
    assert ask(engine, "quarrystome").corrections == {}
    assert ask(engine, "quarrystome", {HIDDEN}).corrections == {"quarrystome": "quarrystone"}
    engine.write([document("case:2", "quarrystore")], [])
    assert ask(engine, "quarrystome").corrections == {"quarrystome": "quarrystore"}


def test_what_is_known_elsewhere_only_is_as_unknown_as_anything(engine, document, ask):
    """Whether a word stands somewhere out of sight must not show in what is suggested instead."""
    engine.write([document("case:1", "quarry")], [])
    before = ask(engine, "quarrx").corrections
    engine.write([document("post:1", "quarrx", scope=HIDDEN)], [])
    assert ask(engine, "quarrx").corrections == before == {"quarrx": "quarry"}


def test_a_removed_document_suggests_nothing(engine, document, ask):
    engine.write([document("case:1", "quarry")], [])
    engine.write([], ["case:1"])
    assert ask(engine, "quarrx").corrections == {}


def test_a_word_is_looked_up_without_its_accents_and_shown_with_them():
    spelling = spelling_of("coöperatie")
    assert (letters(spelling), word_of(spelling)) == ("cooperatie", "coöperatie")
    assert [word_of(spelling) for spelling in spellings("De éne; 12345 x2y3 ÉÉN")] == []


def test_any_query_is_answered_in_time(library, ask):
    for typed in (
        "q" * MAX_LENGTH,
        " ".join(f"qq{chr(97 + n)}x" for n in range(26)),
        "\u0301" * 100,
        "عربية",
        "кварри",
    ):
        assert not ask(library, typed).is_partial
