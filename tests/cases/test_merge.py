"""Two edits of one text: what each changed is kept, what touches is a clash, and nothing takes long."""

import random

import pytest

from community.cases.merge import Clash, Kept, merge, merge_rows, merge_texts, text_of
from community.cases.state import State


def _said(was, mine, theirs):
    """Return the pieces as one string: a clash as <was|mine|theirs>, lines divided by a slash."""
    shown = []
    for piece in merge_texts(was, mine, theirs):
        if isinstance(piece, Clash):
            shown.append("<" + "|".join("/".join(side) for side in piece) + ">")
        elif piece.items:
            shown.append("/".join(piece.items))
    return "/".join(shown)


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "said"),
    [
        ("A\n\nB", "A2\n\nB", "A\n\nB2", "A2//B2"),
        ("A\n\nB", "A2\n\nB", "A2\n\nB", "A2//B"),
        ("A\n\nB", "A\n\nB", "A\n\nB2", "A//B2"),
        ("A\n\nB\n\nC", "B\n\nC", "A\n\nB\n\nC2", "B//C2"),
        ("A\n\nB", "A\n\nX\n\nB", "A2\n\nB", "A2//X//B"),
        ("A", "A\n\nmine", "A\n\ntheirs", "A/<|/mine|/theirs>"),
        ("a\nb\nc", "x\nb\nc", "a\ny\nc", "<a/b|x/b|a/y>/c"),
        ("A\n\nB\n\nC", "A\n\nC", "A\n\nB2\n\nC", "A//<B/||B2/>/C"),
        ("", "mine", "theirs", "<|mine|theirs>"),
        ("", "", "theirs", "theirs"),
        ("A\n\nB\n\nC", "X\n\nY\n\nZ", "A\n\nB2\n\nC", "<A//B//C|X//Y//Z|A//B2//C>"),
    ],
)
def test_changes_apart_are_brought_together_and_those_that_touch_clash(was, mine, theirs, said):
    assert _said(was, mine, theirs) == said


def test_a_blank_line_lines_nothing_up_by_itself():
    (clash,) = (p for p in merge_texts("A\n\nB", "X\n\nY", "A\n\nB2") if isinstance(p, Clash))
    assert clash.mine == ("X", "", "Y")


def test_the_sides_change_places_without_a_difference_and_each_can_be_had_whole():
    chance = random.Random(5)
    for _ in range(2000):
        was, mine, theirs = (
            "\n".join(chance.choices(["a", "b", "c", "d", ""], k=chance.randrange(1, 9))) for _ in range(3)
        )
        pieces, turned = merge_texts(was, mine, theirs), merge_texts(was, theirs, mine)
        assert [p if isinstance(p, Kept) else (p.was, p.theirs, p.mine) for p in turned] == [
            p if isinstance(p, Kept) else tuple(p) for p in pieces
        ]
        for line in set(mine.split("\n")) - set(was.split("\n")) - {""}:
            assert line in text_of(pieces)


ROW = {"name": "A union", "role": "broker"}


@pytest.mark.parametrize(
    ("mine", "theirs", "clashes", "rows"),
    [
        ([ROW | {"role": "guide"}, {"name": "M"}], [ROW, {"name": "T"}], 0, ["A union guide", "T", "M"]),
        ([], [ROW, {"name": "T"}], 0, ["T"]),
        ([ROW | {"role": "guide"}], [ROW | {"role": "funder"}], 1, ["A union guide"]),
        ([], [ROW | {"role": "funder"}], 1, []),
        ([ROW, ROW], [ROW, {"name": "T"}], 0, ["A union broker", "T", "A union broker"]),
    ],
)
def test_partners_are_merged_row_by_row(mine, theirs, clashes, rows):
    pieces = merge_rows([ROW], mine, theirs)
    assert sum(isinstance(piece, Clash) for piece in pieces) == clashes
    kept = [row for piece in pieces for row in (piece.mine if isinstance(piece, Clash) else piece.items)]
    assert [" ".join(row.values()) for row in kept] == rows


def test_what_was_chosen_is_merged_as_a_set():
    was, mine, theirs = (State("T", {}, [], {"themes": keys}) for keys in (["a", "b"], ["b", "c"], ["a", "b", "d"]))
    assert merge(was, mine, theirs).state.choices == {"themes": ["b", "c", "d"]}


_LINES = [f"l{n}" for n in range(9_000)]
_SHUFFLED = [random.Random(n).sample(_LINES, len(_LINES)) for n in range(2)]


@pytest.mark.parametrize(
    "texts",
    [
        (" \n" * 32_768, "\n" * 65_536, "\n" * 65_535),
        ("a\nb\n" * 16_000, "b\na\n" * 16_000, "a\na\nb\n" * 10_000),
        ("\n".join(_LINES), *("\n".join(lines) for lines in _SHUFFLED)),
        (
            "\n".join(_LINES),
            "\n".join(line if n % 2 else "x" for n, line in enumerate(_LINES)),
            "\n".join(_LINES[::-1]),
        ),
    ],
)
def test_a_text_of_64_kb_is_merged_whatever_it_holds(texts):
    was, mine, theirs = texts
    pieces = merge_texts(was, mine, theirs)
    for line in set(mine.split("\n")) - set(was.split("\n")):
        assert any(line in (p.mine if isinstance(p, Clash) else p.items) for p in pieces)
