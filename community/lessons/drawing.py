"""What led to what, drawn in columns from left to right: where each box stands, and how each line runs between them.

Pure: the same boxes and lines always make the same picture. No box covers another, and no line runs through one: a line
that passes a column by has room of its own there.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from community.lessons.ordering import Slot, arrange
from community.lessons.wrapping import fit

WIDTH = 1056
SIZE, SMALL = 13, 11.5
_LINE, _NOTE, _PAD, _PORT = 17, 17, 9, 20
_GAP_ACROSS, _GAP_DOWN = 64, 14
_WIDEST, ICON = 280, 19
_HEAD = 30
_PASSING = 10  # the room that a line has where it passes a column by
_BADGE = 16  # how far from its box what stands on a line is


class Node(NamedTuple):
    """A box: what it says, in which column, and where it leads. `shape` is what kind of thing it is, and its icon."""

    key: str
    column: int
    shape: str
    text: str
    note: str = ""
    address: str = ""
    language: str = ""
    lines: int = 3
    full: str = ""

    @property
    def said(self) -> str:
        """All that it says, as the name of its link."""
        return ": ".join(filter(None, (self.note, self.full or self.text)))


class Tie(NamedTuple):
    """A line from one box to another further right. `stance` is what the one does to the other; `times` how often."""

    start: str
    end: str
    stance: str = ""
    times: int = 1


class Box(NamedTuple):
    """A node where it stands; its lines of text each with where their feet are."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    note: str
    lines: tuple[tuple[str, int], ...]


class Line(NamedTuple):
    """A tie as a path, and where there is room on it for what it does."""

    tie: Tie
    path: str
    x: int
    y: int


class Picture(NamedTuple):
    """All that is drawn, and how large it is; `heads` are the names of the columns."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    heads: tuple[tuple[str, int], ...]
    width: int
    height: int


def draw(nodes: Iterable[Node], ties: Iterable[Tie], heads: Sequence[str]) -> Picture:
    """Draw boxes in their columns, the lines between them crossing as little as may be; an empty column is left out."""
    known = {node.key: node for node in nodes}
    used = sorted({node.column for node in known.values()})
    at = {column: n for n, column in enumerate(used)}
    wide = _width_of_boxes(len(used))
    texts = {node.key: fit(node.text, width=wide - 2 * _PAD, lines=node.lines, size=SIZE) for node in known.values()}
    kept = [tie for tie in dict.fromkeys(ties) if _is_forward(tie, known)]
    columns: list[list[Slot]] = [[] for _ in used]
    slots: dict[str, Slot] = {}
    for node in known.values():
        ports = max(sum(tie.start == node.key for tie in kept), sum(tie.end == node.key for tie in kept))
        high = 2 * _PAD + (_NOTE if node.note else 0) + _LINE * len(texts[node.key])
        slots[node.key] = Slot(node.key, max(high, _PORT * ports))
        columns[at[node.column]].append(slots[node.key])
    routes = [_route(tie, n, known, at, columns, slots) for n, tie in enumerate(kept)]
    height = arrange(columns, [pair for route in routes for pair in pairwise(route)], gap=_GAP_DOWN, top=_HEAD)
    boxes = tuple(
        _box(node, slots[node.key], _left(at[node.column], wide), wide, texts[node.key]) for node in known.values()
    )
    lines = _lines(kept, routes, {slot.key: n for n, column in enumerate(columns) for slot in column}, wide)
    shown = tuple((heads[column], _left(n, wide)) for column, n in at.items())
    width = _left(len(used) - 1, wide) + wide if used else 0
    return Picture(boxes, lines, shown, width, round(height))


def _box(node: Node, slot: Slot, x: int, wide: int, text: Sequence[str]) -> Box:
    note = "".join(fit(node.note, width=wide - 2 * _PAD - ICON, lines=1, size=SMALL))
    y, first = round(slot.y), _PAD + _NOTE * bool(note) + SIZE - 1
    lines = tuple((words, y + first + n * _LINE) for n, words in enumerate(text))
    return Box(node, x, y, wide, round(slot.height), note, lines)


def _width_of_boxes(columns: int) -> int:
    return min(_WIDEST, (WIDTH - (columns - 1) * _GAP_ACROSS) // max(1, columns))


def _left(column: int, wide: int) -> int:
    return column * (wide + _GAP_ACROSS)


def _is_forward(tie: Tie, known: dict[str, Node]) -> bool:
    start, end = known.get(tie.start), known.get(tie.end)
    return start is not None and end is not None and start.column < end.column


def _route(
    tie: Tie, n: int, known: dict[str, Node], at: dict[int, int], columns: list[list[Slot]], slots: dict[str, Slot]
) -> list[Slot]:
    """Return what a line goes through, with room of its own in each column that it passes by."""
    first, last = at[known[tie.start].column], at[known[tie.end].column]
    passing = []
    for column in range(first + 1, last):
        slot = Slot(f"{n}|{column}", _PASSING)
        columns[column].append(slot)
        passing.append(slot)
    return [slots[tie.start], *passing, slots[tie.end]]


def _lines(ties: Sequence[Tie], routes: Sequence[list[Slot]], column_of: dict[str, int], wide: int) -> tuple[Line, ...]:
    leaving, arriving = _ports(routes, is_end=False), _ports(routes, is_end=True)
    lines = []
    for n, (tie, route) in enumerate(zip(ties, routes, strict=True)):
        y = leaving[n]
        x = _left(column_of[route[0].key], wide) + wide
        path, badge = f"M{x} {y}", (x + _BADGE, y)
        for slot in route[1:]:
            is_last = slot is route[-1]
            left, down = _left(column_of[slot.key], wide), arriving[n] if is_last else round(slot.middle)
            path += f"C{x + _GAP_ACROSS // 2} {y} {left - _GAP_ACROSS // 2} {down} {left} {down}"
            if not is_last:
                path += f"H{left + wide}"
            x, y = left + wide, down
        lines.append(Line(tie, path, *badge))
    return tuple(lines)


def _ports(routes: Sequence[list[Slot]], *, is_end: bool) -> list[int]:
    """Return how far down each line leaves its box, or arrives: in the order of where it goes, or comes from."""
    ends: dict[str, list[int]] = {}
    for n, route in enumerate(routes):
        ends.setdefault(route[-1 if is_end else 0].key, []).append(n)
    found = [0] * len(routes)
    for numbers in ends.values():
        ordered = sorted(numbers, key=lambda n: (routes[n][-2 if is_end else 1].middle, n))
        slot = routes[numbers[0]][-1 if is_end else 0]
        for place, n in enumerate(ordered, start=1):
            found[n] = round(slot.y + slot.height * place / (len(ordered) + 1))
    return found
