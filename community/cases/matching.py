"""Which items of two sequences stayed, found within a budget: what is beyond it counts as replaced, whatever was sent.

First the items that stand once in both are lined up; what lies between two of them is looked at again, and where nothing
stands once any more, `difflib` looks for the longest runs in common.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

EFFORT = 1_000_000  # items and pairs of equal items looked at in one comparison; it takes well under a second


class Budget:
    """The work that one comparison may still do, so that hostile texts compare as fast as honest ones."""

    def __init__(self, effort: int = EFFORT) -> None:
        self.left = effort

    def spend(self, effort: int) -> bool:
        """Count some work; say whether it may be done."""
        self.left -= effort
        return self.left >= 0

    def affords_runs(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Say whether the longest runs in common may be looked for, and count the work where they may.

        Each run that is found costs another look at what is left, and there can be as many as there are items.
        """
        counts = Counter(old)
        effort = min(len(old), len(new)) * (len(old) + sum(counts[item] for item in new) // max(1, len(new)) + 1)
        if effort > self.left:
            return False
        self.left -= effort
        return True


class Run(NamedTuple):
    """A piece of both sequences, each by its bounds: equal on both sides, or replaced as a whole."""

    i: int
    i_end: int
    j: int
    j_end: int
    is_equal: bool


def runs(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Run]:
    """Yield the runs that both sequences fall into, in order. An item that is blank lines nothing up by itself."""
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        if is_kept := i_end < 0:  # a run in common that was found before what lies in front of it was looked at
            i_end, j_end = ~i_end, ~j_end
        else:
            head = _common(old, new, i, i_end, j, j_end)
            if head:
                yield Run(i, i + head, j, j + head, True)
                i, j = i + head, j + head
            tail = _common(old[i:i_end][::-1], new[j:j_end][::-1], 0, i_end - i, 0, j_end - j)
            if tail:
                waiting.append((i_end - tail, ~i_end, j_end - tail, ~j_end))
                i_end, j_end = i_end - tail, j_end - tail
        if is_kept:
            yield Run(i, i_end, j, j_end, True)
        elif i == i_end or j == j_end:
            if i < i_end or j < j_end:
                yield Run(i, i_end, j, j_end, False)
        elif not budget.spend(i_end - i + j_end - j):
            yield Run(i, i_end, j, j_end, False)
        elif anchors := _anchors(old[i:i_end], new[j:j_end]):
            parts, at, beside = [], i, j
            for one, other in anchors:
                parts.append((at, i + one, beside, j + other))
                at, beside = i + one, j + other
            waiting += reversed([*parts, (at, i_end, beside, j_end)])
        elif budget.affords_runs(old[i:i_end], new[j:j_end]):
            matcher = SequenceMatcher(_is_blank, old[i:i_end], new[j:j_end], autojunk=False)
            for tag, a, a_end, b, b_end in matcher.get_opcodes():
                yield Run(i + a, i + a_end, j + b, j + b_end, tag == "equal")
        else:
            yield Run(i, i_end, j, j_end, False)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of items that stand once in both, as many as are in the same order."""
    once, twin = Counter(old), Counter(new)
    places = {item: n for n, item in enumerate(old) if once[item] == 1 and not _is_blank(item)}
    pairs = [(places[item], n) for n, item in enumerate(new) if twin[item] == 1 and item in places]
    ends: list[int] = []  # the smallest place in which an ascending row of each length ends, and which pair that is
    last: list[int] = []
    before: list[int] = []
    for n, (place, _other) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [n]
    found = []
    n = last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _common(one: Sequence[str], other: Sequence[str], i: int, i_end: int, j: int, j_end: int) -> int:
    most, n = min(i_end - i, j_end - j), 0
    while n < most and one[i + n] == other[j + n]:
        n += 1
    return n


def _is_blank(item: str) -> bool:
    return not item or item.isspace()
