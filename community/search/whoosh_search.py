"""One search of a snapshot of the Whoosh index: what matches, in which order, and how many of each kind."""

from heapq import nsmallest
from time import monotonic

from community.search.cursors import Rank, pack, unpack
from community.search.engine import Answer, Request
from community.search.grammar import Query
from community.search.whoosh_facets import filtered
from community.search.whoosh_matching import TermMatcher
from community.search.whoosh_ranking import Ranking
from community.search.whoosh_segments import Segment
from community.search.whoosh_snapshot import Snapshot
from community.search.whoosh_spelling import nearest


class Search:
    """One request, answered from documents that its reader may see and from nothing else."""

    def __init__(self, snapshot: Snapshot, request: Request, seconds: float) -> None:
        self._snapshot = snapshot
        self._request = request
        self._deadline = monotonic() + seconds
        self._is_late = False
        self._seen, lengths = snapshot.seen(request.scopes, request.excluded)
        self._wanted = [TermMatcher(term, lengths, self._is_over) for term in request.query.wanted]
        self._excluded = [TermMatcher(term, lengths, self._is_over) for term in request.query.excluded]
        # "wie is onze partner" asks for a partner: stop words were not indexed, and may be missing.
        self._needed = [i for i, term in enumerate(self._wanted) if not term.is_stop_word] or range(len(self._wanted))

    def answer(self) -> Answer:
        """Find, count and order."""
        visible = list(zip(self._snapshot.segments, self._seen, strict=True))
        candidates = [self._candidates(*pair) for pair in visible]
        weights = [self._weigh(*pair) for pair in zip(self._snapshot.segments, candidates, strict=True)]
        complete = [self._having_all(*pair) for pair in zip(candidates, weights, strict=True)]
        matched = complete
        # Decided before the filters, so that a facet's count is what choosing it shows.
        is_widened = len(self._needed) > 1 and sum(map(len, complete)) < self._request.limit
        if is_widened:
            matched = [self._having_any(found) for found in weights]
            is_widened = sum(map(len, matched)) > sum(map(len, complete))
        kept, facets = filtered(self._snapshot.segments, matched, self._request.filters)
        wanted = self._each_kind(kept) if self._request.each else [kept]
        ranking = Ranking(
            self._snapshot.segments, complete, weights, candidates, is_by_age=self._request.is_newest_first
        )
        pages = [self._page(ranking.ranks(numbers)) for numbers in wanted]
        return Answer(
            total=sum(map(len, kept)),
            keys=tuple(key for page, _ in pages for *_, key in page),
            facets=facets,
            next=None if self._request.each else pages[0][1],
            is_partial=self._is_late or any(term.was_cut for term in (*self._wanted, *self._excluded)),
            is_widened=is_widened,
            corrections=self._corrections(weights, visible),
        )

    def _each_kind(self, kept: list[set[int]]) -> list[list[set[int]]]:
        """Return what is kept of each kind, one after the other."""
        kinds = [segment.facets["kind"] for segment in self._snapshot.segments]
        names = {name for values, numbers in zip(kinds, kept, strict=True) for name in map(values.__getitem__, numbers)}
        return [
            [{n for n in numbers if values[n] == name} for values, numbers in zip(kinds, kept, strict=True)]
            for name in sorted(names)
        ]

    def _page(self, ranks: list[Rank]) -> tuple[list[Rank], str | None]:
        """Return the ranks of the page asked for, and where the next one begins if there is one."""
        limit, last = max(0, self._request.each or self._request.limit), unpack(self._request.after)
        following = ranks if last is None else [rank for rank in ranks if rank > last]
        page = nsmallest(limit + 1, following)
        return page[:limit], pack(page[limit - 1]) if len(page) > limit > 0 else None

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


def _narrowed(query: Query, segment: Segment, visible: set[int]) -> set[int]:
    for facet, chosen in (("kind", query.kinds), ("community", query.communities), ("language", query.languages)):
        if chosen:
            values = segment.facets[facet]
            visible = {number for number in visible if values[number] in chosen}
    for author in query.authors:
        visible = visible & segment.having("author", author.encode())
    if query.since is not None or query.until is not None:
        since = query.since.timestamp() if query.since else float("-inf")
        until = query.until.timestamp() if query.until else float("inf")
        visible = {number for number in visible if since <= segment.created[number] < until}
    return visible
