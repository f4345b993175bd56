"""The difference of two texts: what it marks, and that neither text is lost in it."""

import random

import pytest

from community.cases.difference import Mark, compare, compare_texts


def _marked(before, after):
    """Return the difference as one string: [-removed-] and {+added+}, paragraphs divided by a bar."""
    signs = {Mark.SAME: "{}", Mark.ADDED: "{{+{}+}}", Mark.REMOVED: "[-{}-]"}
    return " | ".join(
        "".join(signs[p.mark].format(p.text) for p in paragraph) for paragraph in compare_texts(before, after)
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("One two three.", "One 2 three.", "One [-two -]{+2 +}three."),
        ("One.", "One.\n\nTwo.", "One. | {+Two.+}"),
        ("One.\n\nTwo.", "Two.", "[-One.-] | Two."),
        ("", "All new here.", "{+All new here.+}"),
        ("All gone now.", "", "[-All gone now.-]"),
        ("Cats sleep all day.", "Prices rose in March!", "[-Cats sleep all day.-] | {+Prices rose in March!+}"),
        ("A b c d.\n\nStays.", "New one.\n\nA b x d.\n\nStays.", "{+New one.+} | A b [-c -]{+x +}d. | Stays."),
        ("- one\n- two", "- one\n- two\n- three", "- one\n- two\n{+- three+}"),
        ("<b>bold</b>", "<i>bold</i>", "<[-b-]{+i+}>bold</[-b-]{+i+}>"),
    ],
)
def test_words_are_marked_within_paragraphs(before, after, said):
    assert _marked(before, after) == said


def test_both_texts_can_be_read_from_the_difference():
    chance = random.Random(7)
    for _ in range(200):
        one, other = (
            " ".join(chance.choices(["a", "b", "c", "dd", "e.", "\n\n"], k=chance.randrange(40))) for _ in range(2)
        )
        pieces = [piece for paragraph in compare_texts(one, other) for piece in paragraph]
        assert "".join("".join(p.text for p in pieces if p.mark != Mark.ADDED).split()) == "".join(one.split())
        assert "".join("".join(p.text for p in pieces if p.mark != Mark.REMOVED).split()) == "".join(other.split())


def test_sections_that_are_equal_are_left_out():
    found = compare(
        {"a": "same", "b": "old", "c": "gone"}, {"a": "same", "b": "new", "d": "fresh"}, ["a", "b", "c", "d"]
    )
    assert [(d.key, d.is_new, d.is_gone) for d in found] == [
        ("b", False, False),
        ("c", False, True),
        ("d", True, False),
    ]


_WORDS = [f"w{n}" for n in range(12_000)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" ".join(_WORDS), " ".join(reversed(_WORDS))),
        ("a " * 32_000, "b " + "a " * 32_000 + "c"),
        ("a\n\n" * 21_000, "b\n\n" * 21_000),
        ("a b\n\nb a\n\n" * 6_000, "b\n\n" + "b a\n\na b\n\n" * 6_000 + "c"),
        ("x" * 65_536, "y" * 65_536),
        (" " * 65_536, "\n" * 65_536),
    ],
)
def test_a_text_of_64_kb_is_compared_whatever_it_holds_and_nothing_of_it_is_lost(before, after):
    pieces = [piece for block in compare_texts(before, after) for piece in block]
    assert "".join("".join(p.text for p in pieces if p.mark != Mark.ADDED).split()) == "".join(before.split())
    assert "".join("".join(p.text for p in pieces if p.mark != Mark.REMOVED).split()) == "".join(after.split())
