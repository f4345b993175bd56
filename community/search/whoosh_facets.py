"""How many of what matches stand under each value of each facet, and what the filters leave of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from community.search.engine import FACETS
from community.search.whoosh_schema import BETWEEN
from community.search.whoosh_segments import Segment

Numbers = Sequence[set[int]]


def filtered(
    segments: Sequence[Segment], matched: Numbers, filters: Mapping[str, frozenset[str]]
) -> tuple[list[set[int]], dict[str, dict[str, int]]]:
    """Return what every filter lets through, and the counts, each by all filters but its own."""
    passing = {
        facet: [_passing(*pair, facet, chosen) for pair in zip(segments, matched, strict=True)]
        for facet, chosen in filters.items()
    }
    facets = {
        facet: _count(segments, _meet(matched, [passing[other] for other in passing if other != facet]), facet)
        for facet in FACETS
    }
    return _meet(matched, list(passing.values())), facets


def _passing(segment: Segment, numbers: set[int], facet: str, chosen: frozenset[str]) -> set[int]:
    values = segment.facets[facet]
    # Many documents share the same values: each combination is judged once.
    right = {
        value for value in set(map(values.__getitem__, numbers)) if chosen.intersection(value.split(BETWEEN)) - {""}
    }
    return {number for number in numbers if values[number] in right}


def _meet(matched: Numbers, passing: Sequence[Numbers]) -> list[set[int]]:
    if not passing:
        return list(matched)
    return [set.intersection(*parts) for parts in zip(*passing, strict=True)]


def _count(segments: Sequence[Segment], numbers: Numbers, facet: str) -> dict[str, int]:
    together: Counter[str] = Counter()
    for segment, kept in zip(segments, numbers, strict=True):
        together.update(map(segment.facets[facet].__getitem__, kept))
    counts: Counter[str] = Counter()
    for values, count in together.items():
        for value in values.split(BETWEEN):
            if value:
                counts[value] += count
    return dict(counts)
