"""The anchor of a passage: the block that it stands in, and of words out of blocks their bounds in the whole text."""

from typing import NamedTuple

from community.lessons.anchoring import Quoted, Standing, find, flat
from community.lessons.highlighting import Reading

_BOUNDS = "~"


class Bounds(NamedTuple):
    """Where a passage stands in a text, by its characters."""

    start: int
    end: int


def anchor_of(block: str, start: int, end: int) -> str:
    """Return the anchor of words out of a block, or out of several of which this is the first."""
    return f"{block}{_BOUNDS}{start}-{end}"


def block_of(anchor: str | None) -> str:
    """Return the block that an anchor names; that is where a page can go to."""
    return (anchor or "").partition(_BOUNDS)[0]


def bounds_in(reading: Reading, exact: str, anchor: str | None, before: str = "", after: str = "") -> Bounds | None:
    """Return where marked words stand in the text that they were marked in."""
    words, (block, _, numbers) = flat(exact), (anchor or "").partition(_BOUNDS)
    start, _, end = numbers.partition("-")
    if start.isdigit() and end.isdigit() and reading.text[int(start) : int(end)] == words:
        return Bounds(int(start), int(end))
    stretch = reading.block(block)
    if stretch is not None and reading.text[stretch.start : stretch.end] == words:
        return Bounds(stretch.start, stretch.end)
    place = find(Quoted(words, before, after), {"": reading.text})
    return Bounds(place.start, place.end) if place.standing == Standing.EXACT else None
