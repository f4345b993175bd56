"""Small charts as the path of an inline SVG: one bar a week."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 10, 40
_GAP = 2


class Chart(NamedTuple):
    """What is drawn, how wide it is, and the numbers in it."""

    name: str
    counts: Sequence[int]
    path: str
    width: int

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self.counts)


def draw(name: str, counts: Sequence[int]) -> Chart:
    """Draw numbers as bars: the highest as high as there is room, none as a line on the ground."""
    most = max(counts, default=0) or 1
    bars = []
    for n, count in enumerate(counts):
        high = max(1, round(count * HEIGHT / most)) if count else 1
        bars.append(f"M{n * WIDTH} {HEIGHT - high}h{WIDTH - _GAP}v{high}h-{WIDTH - _GAP}z")
    return Chart(name, counts, "".join(bars), len(counts) * WIDTH - _GAP)
