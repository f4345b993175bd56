"""The picture of what speaks for a lesson and against it: a square for each case, a circle for each discussion.

What supports is filled, what qualifies half filled, what contradicts is empty and crossed out: no colour tells them apart.
"""

from typing import NamedTuple

from community.lessons.models import Stance

SIZE, STEP, HEIGHT = 10, 14, 16
MOST = 12  # marks in a row; the words beside it say how many there are

_OUTLINES = {"case": "M{x} 3h10v10h-10z", "discussion": "M{x} 8a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"}
_HALVES = {"case": "M{x} 8h10v5h-10z", "discussion": "M{x} 8a5 5 0 1 0 10 0z"}
_CROSS = "M{left} 5.5l5 5m0-5l-5 5"


class Picture(NamedTuple):
    """A row of marks: their outlines as one path, and what is filled of them as another."""

    width: int
    outline: str
    filled: str


def draw(stance: Stance, cases: int, discussions: int) -> Picture:
    """Return the row of marks of one stance."""
    marks = (["case"] * cases + ["discussion"] * discussions)[:MOST]
    outline, filled = "", ""
    for n, mark in enumerate(marks):
        x = 1 + n * STEP
        outline += _OUTLINES[mark].format(x=x)
        if stance == Stance.CONTRADICTS:
            outline += _CROSS.format(left=x + 2.5)
        else:
            filled += (_OUTLINES if stance == Stance.SUPPORTS else _HALVES)[mark].format(x=x)
    return Picture(max(1, len(marks)) * STEP - (STEP - SIZE) + 2, outline, filled)
