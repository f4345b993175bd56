"""The order of things in the columns of a picture, and how far down each stands, so that lines cross and bend little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

_SWEEPS = 6
_COUNTED = 150  # lines between two columns among which crossings are counted; with more, the last order stands


@dataclass(eq=False, slots=True)
class Slot:
    """The place of a box in its column, or of a line that passes the column by."""

    key: str
    height: float
    y: float = 0.0

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return self.y + self.height / 2


Columns = list[list[Slot]]
Neighbours = Mapping[Slot, Sequence[Slot]]


def arrange(columns: Columns, pairs: Sequence[tuple[Slot, Slot]], *, gap: float, top: float) -> float:
    """Give every slot its place; pairs are of neighbouring columns, left and right. Return how far down it all goes."""
    before: dict[Slot, list[Slot]] = {}
    after: dict[Slot, list[Slot]] = {}
    for left, right in pairs:
        after.setdefault(left, []).append(right)
        before.setdefault(right, []).append(left)
    _put_in_order(columns, before, after)
    for column in columns:
        _spread(column, [0.0] * len(column), gap)
    for forward in (True, False) * (_SWEEPS // 2):
        for column, neighbours in _swept(columns, before, after, forward=forward):
            wanted = [_mean([other.middle for other in neighbours.get(slot, ())], slot.middle) for slot in column]
            _spread(column, wanted, gap)
    rise = top - min((slot.y for column in columns for slot in column), default=top)
    for column in columns:
        for slot in column:
            slot.y += rise
    return max((slot.y + slot.height for column in columns for slot in column), default=top)


def _swept(
    columns: Columns, before: Neighbours, after: Neighbours, *, forward: bool
) -> list[tuple[list[Slot], Neighbours]]:
    """Return the columns in the order of a sweep, each with those that it is to follow."""
    return [(column, before) for column in columns[1:]] if forward else [(column, after) for column in columns[-2::-1]]


def _put_in_order(columns: Columns, before: Neighbours, after: Neighbours) -> None:
    """Order each column after the mean place of its neighbours, back and forth; keep the order that crosses least."""
    best, fewest = [list(column) for column in columns], _crossings(columns, after)
    for sweep in range(_SWEEPS):
        for column, neighbours in _swept(columns, before, after, forward=sweep % 2 == 0):
            places = {slot: n for other in columns for n, slot in enumerate(other)}
            column.sort(key=lambda slot: _mean([places[other] for other in neighbours.get(slot, ())], places[slot]))  # noqa: B023
        if (crossing := _crossings(columns, after)) < fewest:
            best, fewest = [list(column) for column in columns], crossing
    for column, ordered in zip(columns, best, strict=True):
        column[:] = ordered


def _crossings(columns: Columns, after: Neighbours) -> int:
    found = 0
    for left, right in pairwise(columns):
        places = {slot: n for n, slot in enumerate(right)}
        lines = [(n, places[end]) for n, slot in enumerate(left) for end in after.get(slot, ())]
        if len(lines) <= _COUNTED:
            found += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(lines, 2))
    return found


def _spread(column: Sequence[Slot], wanted: Sequence[float], gap: float) -> None:
    """Place slots below one another, their middles as near to what is wanted as can be: neighbours in each other's way share."""
    blocks: list[list[float]] = []  # of slots that touch: how far up the first of them would be, and how many they are
    offsets, offset = [], 0.0
    for slot, middle in zip(column, wanted, strict=True):
        offsets.append(offset)
        blocks.append([middle - slot.height / 2 - offset, 1])
        offset += slot.height + gap
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, few), (other, more) = blocks[-2:]
            blocks[-2:] = [[(one * few + other * more) / (few + more), few + more]]
    starts = [start for start, number in blocks for _ in range(int(number))]
    for slot, start, down in zip(column, starts, offsets, strict=True):
        slot.y = start + down


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
