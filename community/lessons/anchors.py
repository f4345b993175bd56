"""The anchor of a passage: the block that it stands in, and of words out of blocks their bounds in the whole text."""

from typing import NamedTuple

from community.lessons.anchoring import GONE, Quoted, Standing, find, flat
from community.lessons.blocks import NEIGHBOUR
from community.lessons.highlighting import Reading

_BOUNDS = "~"


class Bounds(NamedTuple):
    """Where a passage stands in a text, by its characters."""

    start: int
    end: int


class Chosen(NamedTuple):
    """Words that were chosen in a text: as they stand there, with those around them; each part with its whole block."""

    anchor: str
    exact: str
    before: str
    after: str
    parts: tuple[tuple[str, str], ...]

    def columns(self) -> dict[str, str]:
        """Return the values of a passage's columns."""
        return {"anchor": self.anchor, "exact": self.exact, "before": self.before, "after": self.after}


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


def chosen_words(reading: Reading, quoted: Quoted) -> Chosen | None:
    """Return words that stand in a text, widened to whole words; None where they do not stand there."""
    words = flat(quoted.exact)
    place = find(quoted, {quoted.section: reading.text}) if words else GONE
    if place.standing in (Standing.EXACT, Standing.MOVED):
        return _chosen(reading, place.start, place.end)
    start = reading.text.find(words) if words else -1  # begun or ended within a word
    return _chosen(reading, *_whole_words(reading.text, start, start + len(words))) if start >= 0 else None


def chosen_block(reading: Reading, anchor: str) -> Chosen | None:
    """Return a block of a text; None where there is none of this anchor."""
    block = reading.block(anchor)
    return _chosen(reading, block.start, block.end) if block else None


def _chosen(reading: Reading, start: int, end: int) -> Chosen | None:
    text, stretches = reading.text, []
    for block in reading.blocks:
        low, high = max(start, block.start), min(end, block.end)
        if low < high:
            stretches.append((block, low, high))
    if not stretches:
        return None
    (block, low, _), (last, _, high) = stretches[0], stretches[-1]
    is_whole = block is last and (low, high) == (block.start, block.end)
    return Chosen(
        block.anchor if is_whole else anchor_of(block.anchor, low, high),
        "\n\n".join(text[begin:until] for _block, begin, until in stretches),
        text[max(0, low - NEIGHBOUR) : low].strip(),
        text[high : high + NEIGHBOUR].strip(),
        tuple((text[begin:until], text[each.start : each.end]) for each, begin, until in stretches),
    )


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
