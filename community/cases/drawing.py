"""Where and when cases happened, drawn: dots on a map of the world, bars along the years."""

import csv
import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from community.cases.period import span_of
from community.config import ROOT

MAP_WIDTH, MAP_HEIGHT = 1000, 432
_SMALLEST, _LARGEST = 11.0, 26.0  # of a dot, on the whole map
_AROUND = 90  # what shows of the map beyond the outermost dots
_NARROWEST = 380
_TRIES = 40
_CENTRES = ROOT / "content" / "places" / "centres.csv"

LINE_WIDTH, ROW, HEAD = 1000, 30, 26
_LEAST = 6.0
_TICKS = 8


class Dot(NamedTuple):
    """A country with cases, about where it stands on the map, as large as it has many."""

    code: str
    number: int
    x: float
    y: float
    radius: float


class World(NamedTuple):
    """The dots, the part of the map that shows them all, and how much larger than the whole map it is drawn."""

    dots: tuple[Dot, ...]
    box: tuple[int, int, int, int]
    scale: float


class Bar(NamedTuple):
    """A case along the years; an open end is drawn to the present."""

    case: Any
    x: float
    y: int
    width: float
    is_open: bool


class Years(NamedTuple):
    """The bars of all cases, the years that stand above them, and how high it all is."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]
    height: int


@cache
def centres() -> dict[str, tuple[int, int]]:
    """Return where each country stands on the map."""
    lines = [line for line in _CENTRES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["code"]: (int(row["x"]), int(row["y"])) for row in csv.DictReader(lines)}


def draw_map(numbers: Iterable[tuple[str, int]]) -> World:
    """Draw how many cases there are by country; dots of neighbours stand beside each other."""
    known = sorted(((code, number) for code, number in numbers if code in centres()), key=lambda row: (-row[1], row[0]))
    box = _part([centres()[code] for code, _number in known])
    scale = MAP_WIDTH / box[2]
    most = max((number for _code, number in known), default=1)
    dots = [[*map(float, centres()[code]), _size(number / most) / scale] for code, number in known]
    for _try in range(_TRIES):
        if not _push_apart(dots):
            break
    placed = (Dot(*row, *(round(value, 1) for value in dot)) for row, dot in zip(known, dots, strict=True))
    return World(tuple(placed), box, round(scale, 2))


def _part(points: Sequence[tuple[int, int]]) -> tuple[int, int, int, int]:
    """Return the part of the map that shows these points, as wide for its height as the whole."""
    if not points:
        return (0, 0, MAP_WIDTH, MAP_HEIGHT)
    xs, ys = zip(*points, strict=True)
    across, down = max(xs) - min(xs) + 2 * _AROUND, max(ys) - min(ys) + 2 * _AROUND
    width = min(MAP_WIDTH, max(across, down * MAP_WIDTH // MAP_HEIGHT, _NARROWEST))
    height = width * MAP_HEIGHT // MAP_WIDTH
    left = min(max(0, (max(xs) + min(xs) - width) // 2), MAP_WIDTH - width)
    top = min(max(0, (max(ys) + min(ys) - height) // 2), MAP_HEIGHT - height)
    return (left, top, width, height)


def _push_apart(dots: list[list[float]]) -> bool:
    """Move dots that cover each other a little from each other; say whether there were any."""
    moved = False
    for n, one in enumerate(dots):
        for other in dots[n + 1 :]:
            x, y = other[0] - one[0], other[1] - one[1]
            far, near = math.hypot(x, y), one[2] + other[2]
            if far < near - 0.1:
                x, y = (x / far, y / far) if far else (1.0, 0.0)
                push, moved = (near - far) / 2, True
                one[0], one[1], other[0], other[1] = (
                    one[0] - x * push,
                    one[1] - y * push,
                    other[0] + x * push,
                    other[1] + y * push,
                )
    return moved


def _size(share: float) -> float:
    """Return the radius of a dot: its area grows with what it stands for."""
    return max(_SMALLEST, _LARGEST * math.sqrt(share))


def draw_years(cases: Sequence[tuple[Any, Sequence[str]]], *, now: float) -> Years:
    """Draw cases, each with its period, along the years; whose period makes no sense is left out."""
    known = [(case, period) for case, said in cases if (period := span_of(said))]
    if not known:
        return Years((), (), 0)
    first = math.floor(min(period.begins for _case, period in known))
    last = math.ceil(max(period.ends or max(now, period.begins) for _case, period in known))
    last = max(last, first + 1)
    scale = LINE_WIDTH / (last - first)
    bars = []
    for n, (case, period) in enumerate(known):
        end = period.ends if period.ends is not None else max(now, period.begins)
        x, width = (period.begins - first) * scale, max(_LEAST, (end - period.begins) * scale)
        x = min(x, LINE_WIDTH - width)
        bars.append(Bar(case, round(x, 1), HEAD + n * ROW, round(width, 1), period.ends is None))
    step = max(1, math.ceil((last - first) / _TICKS))
    ticks = tuple((year, round((year - first) * scale, 1)) for year in range(first, last, step))
    return Years(tuple(bars), ticks, HEAD + len(known) * ROW)
