"""Which documents of one segment match one term of a query, and how well: BM25F before its idf."""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from community.search.analysis import readings
from community.search.grammar import Term
from community.search.weights import LENGTH_MATTERS, TEXT_FIELDS, WEIGHTS
from community.search.whoosh_segments import Segment
from community.search.words import fold

MAX_ENDINGS = 100


class TermMatcher:
    """One term of a query, looked up in segment after segment.

    Whoosh's own matchers step through the postings of all terms side by side, document by document. Here the postings
    of one term after the other are read in blocks and kept only where the reader may look. That is several times as
    fast, counts every match for the facets by the way, and lets a word weigh by how rare it is among visible documents.
    """

    def __init__(self, term: Term, mean_lengths: dict[str, float], is_over: Callable[[], bool]) -> None:
        self._readings, self.is_stop_word = readings(term.words)
        self._prefix = fold(term.words[0]).encode() if term.is_prefix else None
        self._mean_lengths = mean_lengths
        self._is_over = is_over
        self.was_cut = False

    def match(self, segment: Segment, visible: set[int]) -> dict[int, float]:
        """Return the weight of this term in each visible document that has it."""
        found: dict[int, float] = {}
        for field in TEXT_FIELDS:
            words: dict[bytes, Any] = {reading[0].encode(): None for reading in self._readings if len(reading) == 1}
            if self._prefix is not None:
                words.update(self._endings(segment, field, self._prefix, visible))
            for word, info in sorted(words.items(), key=itemgetter(0)):
                add_word(found, segment, field, word, visible, self._mean_lengths, info)
            for reading in self._readings:
                if len(reading) > 1:
                    self._add_phrase(found, segment, field, reading, visible)
        return found

    def _endings(self, segment: Segment, field: str, prefix: bytes, visible: set[int]) -> list[tuple[bytes, Any]]:
        """Return the words with this beginning, as many as are looked at; a word that the reader cannot see is none."""
        endings: list[tuple[bytes, Any]] = []
        for word, info, is_visible in segment.terms_from(field, prefix, visible):
            if self._is_over():
                break
            if is_visible:
                if len(endings) == MAX_ENDINGS:
                    self.was_cut = True
                    break
                endings.append((word, info))
        return endings

    def _add_phrase(
        self, found: dict[int, float], segment: Segment, field: str, reading: tuple[str, ...], visible: set[int]
    ) -> None:
        lengths, weight = segment.lengths[field], WEIGHTS[field]
        fixed, by_length = _normalisation(field, self._mean_lengths)
        for number, frequency in _phrase_counts(segment, field, reading, visible).items():
            share = frequency * weight / (fixed + by_length * lengths[number])
            found[number] = found.get(number, 0.0) + share


def add_word(
    found: dict[int, float],
    segment: Segment,
    field: str,
    word: bytes,
    visible: set[int],
    mean_lengths: Mapping[str, float],
    info: Any = None,
) -> None:
    """Add what a word of a field weighs in each visible document that has it there."""
    lengths, weight = segment.lengths[field], WEIGHTS[field]
    fixed, by_length = _normalisation(field, mean_lengths)
    for numbers, frequencies, _ in segment.postings(field, word, info):
        for number, frequency in zip(numbers, frequencies, strict=False):
            if number in visible:
                share = frequency * weight / (fixed + by_length * lengths[number])
                found[number] = found.get(number, 0.0) + share


def _normalisation(field: str, mean_lengths: Mapping[str, float]) -> tuple[float, float]:
    matters = LENGTH_MATTERS[field]
    return 1 - matters, matters / mean_lengths[field]


def _phrase_counts(segment: Segment, field: str, reading: tuple[str, ...], visible: set[int]) -> dict[int, int]:
    """Return how often words stand in a row in each visible document where they do."""
    terms = [word.encode() for word in reading]
    # The rarest word first: the positions of the others are read only where it stands.
    by_rarity = sorted(dict.fromkeys(terms), key=lambda term: segment.frequency(field, term))
    if not segment.frequency(field, by_rarity[0]):
        return {}
    places: dict[bytes, dict[int, list[int]]] = {}
    left: set[int] | dict[int, list[int]] = visible
    for term in by_rarity:
        places[term] = left = segment.positions(field, term, left)
    counts = {}
    for number in left:
        starts = set(places[terms[0]][number])
        for distance, term in enumerate(terms[1:], start=1):
            starts &= {place - distance for place in places[term][number]}
        if starts:
            counts[number] = len(starts)
    return counts
