"""How good an order is: nDCG and success, as evaluations of search define them."""

from collections.abc import Mapping, Sequence
from math import log2


def ndcg(keys: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the discounted gain of the first hits, as a share of what the best order would have."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(key, 0) for key in keys[:depth]]) / best if best else 0.0


def success(keys: Sequence[str], grades: Mapping[str, int], depth: int = 5) -> float:
    """Return 1 where one of the first hits answers as well as any document does, else 0."""
    best = max(grades.values(), default=0)
    return float(any(best and grades.get(key) == best for key in keys[:depth]))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
