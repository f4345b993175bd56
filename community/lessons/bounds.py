"""Where changed words begin and end: what was marked, lined up word by word with a text in which it is likely to stand."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rapidfuzz.distance import Indel

_ROOM = 12  # words on either side of a likely place among which its bounds are sought
_CONTEXT = 10  # words of the surroundings that help to find them
_WORD = re.compile(r"\S+")
_EDGE = " .,;:!?…()[]«»“”‘’\"'—–-"


def bounds(before: str, exact: str, after: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the changed words begin and end: what was marked is lined up word by word with a likely place.

    The words around it are lined up too, so that a word that was put in the place of the first or the last one is
    theirs, and a sentence that was put before or behind them is not.
    """
    words = list(_WORD.finditer(text))
    starts = [word.start() for word in words]
    first = max(0, bisect_right(starts, start) - 1 - _ROOM)
    last = min(len(words), bisect_right(starts, max(start, end - 1)) + _ROOM)
    there = words[first:last]
    left, inside, right = (part.split() for part in (before, exact, after))
    left, right = left[-_CONTEXT:], right[:_CONTEXT]
    begin, until = _lined_up(
        keys([*left, *inside, *right]), keys([word.group() for word in there]), len(left), len(left + inside)
    )
    if begin >= until:
        return 0, 0
    return there[begin].start(), there[until - 1].end()


def keys(words: Sequence[str]) -> list[str]:
    """Return words as they are held side by side: without what stands at their edges, and in small letters."""
    return [word.strip(_EDGE).casefold() or word for word in words]


def _lined_up(old: Sequence[str], new: Sequence[str], begin: int, end: int) -> tuple[int, int]:
    """Return the bounds in the new words of what lies between two bounds in the old ones."""
    found: list[tuple[int, int]] = []
    for tag, i, i_end, j, j_end in _merged(Indel.opcodes(old, new)):
        low, high = max(i, begin), min(i_end, end)
        if low >= high:
            continue  # none of the marked words; what was merely put in at their edge is not theirs
        if tag == "equal":
            found.append((j + low - i, j + high - i))
        elif low == i and high == i_end:
            found.append((j, j_end))
        else:  # marked words and others beside them became others: so many of these as there were of those
            count = min(high - low, round((high - low) * (j_end - j) / (i_end - i)))
            found.append((j_end - count, j_end) if low > i else (j, j + count))
    kept = [(low, high) for low, high in found if low < high]
    return (kept[0][0], kept[-1][1]) if kept else (0, 0)


def _merged(opcodes: Iterable[Any]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the steps with each run of deletions and insertions as one replacement."""
    held: tuple[int, int, int, int] | None = None
    for tag, i, i_end, j, j_end in opcodes:
        if tag == "equal":
            if held:
                yield ("replace", *held)
                held = None
            yield tag, i, i_end, j, j_end
        else:
            held = (held[0], i_end, held[2], j_end) if held else (i, i_end, j, j_end)
    if held:
        yield ("replace", *held)
