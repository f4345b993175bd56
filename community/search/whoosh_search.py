"""One search of a snapshot of the Whoosh index: what matches, in which order, and how many of each kind."""

from collections import Counter
from heapq import nsmallest
from math import log
from time import monotonic

from community.search.engine import Answer, Request
from community.search.grammar import Query
from community.search.whoosh_matching import TermMatcher
from community.search.whoosh_segments import Segment
from community.search.whoosh_snapshot import Snapshot
from community.search.whoosh_spelling import nearest

# How soon a word that comes back in one document stops counting (BM25's k1).
_SATURATION = 1.2


class Search:
    """One request, answered from documents that its reader may see and from nothing else."""

    def __init__(self, snapshot: Snapshot, request: Request, seconds: float) -> None:
        self._snapshot = snapshot
        self._request = request
        self._deadline = monotonic() + seconds
        self._is_late = False
        self._wanted = [TermMatcher(term, snapshot.mean_lengths, self._is_over) for term in request.query.wanted]
        self._excluded = [TermMatcher(term, snapshot.mean_lengths, self._is_over) for term in request.query.excluded]
        # "wie is onze partner" asks for a partner: stop words were not indexed, and may be missing.
        self._needed = [i for i, term in enumerate(self._wanted) if not term.is_stop_word] or range(len(self._wanted))

    def answer(self) -> Answer:
        """Find, count and order."""
        visible = self._visible()
        candidates = [self._candidates(*pair) for pair in visible]
        weights = [self._weigh(*pair) for pair in zip(self._snapshot.segments, candidates, strict=True)]
        complete = [self._having_all(*pair) for pair in zip(candidates, weights, strict=True)]
        matched = complete
        # Decided before the filters, so that a facet's count is what choosing it shows.
        is_widened = len(self._needed) > 1 and sum(map(len, complete)) < self._request.limit
        if is_widened:
            matched = [self._having_any(found) for found in weights]
            is_widened = sum(map(len, matched)) > sum(map(len, complete))
        pairs = self._tally(matched)
        return Answer(
            total=sum(pairs[pair] for pair in pairs if self._is_chosen(*pair)),
            keys=self._best(matched, complete, weights, sum(map(len, candidates))),
            facets=self._facets(pairs),
            is_partial=self._is_late or any(term.was_cut for term in (*self._wanted, *self._excluded)),
            is_widened=is_widened,
            corrections=self._corrections(weights, visible),
        )

    def _corrections(
        self, weights: list[list[dict[int, float]]], visible: list[tuple[Segment, set[int]]]
    ) -> dict[str, str]:
        """Return what was probably meant by each word that no candidate has."""
        unknown = (
            term.words[0]
            for i, term in enumerate(self._request.query.wanted)
            if len(term.words) == 1
            and not (term.is_prefix or self._wanted[i].is_stop_word)
            and not any(found[i] for found in weights)
        )
        segments, seen = [segment for segment, _ in visible], [numbers for _, numbers in visible]
        meant = {word: nearest(word, segments, seen, self._is_over) for word in unknown}
        return {word: found for word, found in meant.items() if found is not None and found != word}

    def _visible(self) -> list[tuple[Segment, set[int]]]:
        visible = self._snapshot.visible(self._request.scopes)
        if self._request.excluded:
            visible = self._snapshot.without(self._request.excluded, visible)
        return list(zip(self._snapshot.segments, visible, strict=True))

    def _candidates(self, segment: Segment, visible: set[int]) -> set[int]:
        """Return the visible documents of a segment that nothing in the query rules out."""
        if not visible or self._is_over():
            return set()
        if self._request.query.is_narrowed:
            visible = _narrowed(self._request.query, segment, visible)
        for term in self._excluded:
            visible = visible - term.match(segment, visible).keys()
        return visible

    def _weigh(self, segment: Segment, candidates: set[int]) -> list[dict[int, float]]:
        """Return for each wanted term its weight in each candidate that has it."""
        return [{} if not candidates or self._is_over() else term.match(segment, candidates) for term in self._wanted]

    def _having_all(self, candidates: set[int], weights: list[dict[int, float]]) -> set[int]:
        return candidates.intersection(*(weights[i] for i in self._needed))

    def _having_any(self, weights: list[dict[int, float]]) -> set[int]:
        return set().union(*(weights[i] for i in self._needed))

    def _is_over(self) -> bool:
        self._is_late = self._is_late or monotonic() > self._deadline
        return self._is_late

    def _is_chosen(self, kind: str, community: str) -> bool:
        kinds, communities = self._request.kinds, self._request.communities
        return (kinds is None or kind in kinds) and (communities is None or community in communities)

    def _tally(self, matched: list[set[int]]) -> Counter[tuple[str, str]]:
        """Count the matches of each kind in each community, whatever the filters."""
        pairs: Counter[tuple[str, str]] = Counter()
        for segment, numbers in zip(self._snapshot.segments, matched, strict=True):
            kinds = map(segment.kinds.__getitem__, numbers)
            pairs.update(zip(kinds, map(segment.communities.__getitem__, numbers), strict=True))
        return pairs

    def _facets(self, pairs: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
        kinds: Counter[str] = Counter()
        communities: Counter[str] = Counter()
        for (kind, community), count in pairs.items():
            if self._request.communities is None or community in self._request.communities:
                kinds[kind] += count
            if self._request.kinds is None or kind in self._request.kinds:
                communities[community] += count
        return {"kind": dict(kinds), "community": dict(communities)}

    def _best(
        self, matched: list[set[int]], complete: list[set[int]], weights: list[list[dict[int, float]]], size: int
    ) -> tuple[str, ...]:
        """Return the keys of the page asked for: what has every word first, then by score, or by age where that is asked for."""
        scarcity = [_scarcity(size, sum(len(found[i]) for found in weights)) for i in range(len(self._wanted))]
        ranks: list[tuple[bool, float, float, str]] = []
        is_filtered = self._request.kinds is not None or self._request.communities is not None
        for i, (segment, numbers) in enumerate(zip(self._snapshot.segments, matched, strict=True)):
            kept = numbers
            if is_filtered:
                kept = {n for n in numbers if self._is_chosen(segment.kinds[n], segment.communities[n])}
            scores = dict.fromkeys(kept, 0.0)
            for factor, found in zip(scarcity, weights[i], strict=True):
                for number in kept & found.keys():
                    weight = found[number]
                    scores[number] += factor * weight * (_SATURATION + 1) / (weight + _SATURATION)
            created, keys = segment.created, segment.keys
            if self._request.is_newest_first:
                ranks.extend((n not in complete[i], -created[n], -scores[n], keys[n]) for n in kept)
            else:
                ranks.extend((n not in complete[i], -scores[n], -created[n], keys[n]) for n in kept)
        start = max(0, self._request.offset)
        end = start + max(0, self._request.limit)
        return tuple(key for *_, key in nsmallest(end, ranks)[start:])


def _narrowed(query: Query, segment: Segment, visible: set[int]) -> set[int]:
    for chosen, values in (
        (query.kinds, segment.kinds),
        (query.communities, segment.communities),
        (query.languages, segment.languages),
    ):
        if chosen:
            visible = {number for number in visible if values[number] in chosen}
    for author in query.authors:
        visible = visible & segment.having("author", author.encode())
    if query.since is not None or query.until is not None:
        since = query.since.timestamp() if query.since else float("-inf")
        until = query.until.timestamp() if query.until else float("inf")
        visible = {number for number in visible if since <= segment.created[number] < until}
    return visible


def _scarcity(size: int, frequency: int) -> float:
    """Return BM25's idf among what the reader may see, so that the order doesn't tell what is rare elsewhere."""
    return log(1 + (size - frequency + 0.5) / (frequency + 0.5))
