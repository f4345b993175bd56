"""In which order matches stand: BM25F, among what the reader may see."""

from collections.abc import Sequence

from community.search.cursors import Rank
from community.search.weights import KIND_MATTERS, SATURATION, STATUS_MATTERS, scarcity
from community.search.whoosh_segments import Segment

Weights = Sequence[dict[int, float]]  # of each term, by document


class Ranking:
    """The order of what one search matched: segment by segment, what has every word, and the weights of each word."""

    def __init__(
        self,
        segments: Sequence[Segment],
        complete: Sequence[set[int]],
        weights: Sequence[Weights],
        candidates: Sequence[set[int]],
        *,
        is_by_age: bool = False,
    ) -> None:
        self._segments, self._complete, self._weights, self._is_by_age = segments, complete, weights, is_by_age
        size = sum(map(len, candidates))
        self._scarcity = [scarcity(size, sum(map(len, found))) for found in zip(*weights, strict=True)]

    def ranks(self, wanted: Sequence[set[int]]) -> list[Rank]:
        """Return the rank of all that is wanted: what has every word first, then by score, or by age."""
        ranks: list[Rank] = []
        for i, (segment, numbers) in enumerate(zip(self._segments, wanted, strict=True)):
            scores, complete = self._scores(i, numbers), self._complete[i]
            created, keys = segment.created, segment.keys
            if self._is_by_age:
                ranks.extend((n not in complete, -created[n], -scores[n], keys[n]) for n in numbers)
            else:
                ranks.extend((n not in complete, -scores[n], -created[n], keys[n]) for n in numbers)
        return ranks

    def _scores(self, segment: int, numbers: set[int]) -> dict[int, float]:
        scores = dict.fromkeys(numbers, 0.0)
        for factor, found in zip(self._scarcity, self._weights[segment], strict=True):
            for number in numbers & found.keys():
                weight = found[number]
                scores[number] += factor * weight * (SATURATION + 1) / (weight + SATURATION)
        facets = self._segments[segment].facets
        kinds, statuses = facets["kind"], facets["status"]
        return {
            number: score * KIND_MATTERS.get(kinds[number], 1.0) * STATUS_MATTERS.get(statuses[number], 1.0)
            for number, score in scores.items()
        }
