"""What says the most of what a text says: its rarest words, looked for among what the reader may see."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice

from community.search.analysis import analyse
from community.search.engine import Likeness
from community.search.weights import TEXT_FIELDS, scarcity
from community.search.whoosh_matching import add_word
from community.search.whoosh_ranking import Ranking, Weights
from community.search.whoosh_segments import Segment
from community.search.whoosh_snapshot import Snapshot

# Of the words of a text, the commonest in it are looked up, and by the most telling of them others are compared.
_ASKED_ABOUT = 120
_LOOKED_UP = 40
_COMPARED = 14
# One shared word is chance, save where there is hardly a word to share.
_SHARED = 2
# A word that so many documents have tells little, and takes long to read.
_COMMON = 1_000


def similar(snapshot: Snapshot, likeness: Likeness, is_over: Callable[[], bool]) -> tuple[str, ...]:
    """Return the keys of what shares the most and the rarest words with a text, best first."""
    segments = snapshot.segments
    visible, lengths = snapshot.seen(likeness.scopes, likeness.excluded)
    if likeness.kinds:
        visible = [
            _of_kinds(segment, numbers, likeness.kinds) for segment, numbers in zip(segments, visible, strict=True)
        ]
    size = sum(map(len, visible))
    said = Counter(terms[0] for terms in analyse(likeness.text, likeness.language))
    weighed: list[tuple[float, list[dict[int, float]]]] = []
    for word, times in islice(_telling(segments, said), _LOOKED_UP):
        if is_over():
            break
        term = word.encode()
        found = [_weigh(*pair, term, lengths) for pair in zip(segments, visible, strict=True)]
        if frequency := sum(map(len, found)):
            weighed.append((times**0.5 * scarcity(size, frequency), found))
    weighed.sort(key=lambda item: -item[0])
    chosen = [found for _, found in weighed[:_COMPARED]]
    if not chosen:
        return ()
    weights: list[Weights] = [list(found) for found in zip(*chosen, strict=True)]
    shared = [_sharing(found, min(_SHARED, len(said))) for found in weights]
    ranks = Ranking(segments, shared, weights, visible).ranks(shared)
    return tuple(key for *_, key in nsmallest(likeness.limit, ranks))


def _telling(segments: Sequence[Segment], said: Counter[str]) -> Iterator[tuple[str, int]]:
    """Yield the words that are not everywhere, those that the text says most often first."""
    for word, times in said.most_common(_ASKED_ABOUT):
        if sum(segment.frequency("body", word.encode()) for segment in segments) <= _COMMON:
            yield word, times


def _of_kinds(segment: Segment, numbers: set[int], kinds: frozenset[str]) -> set[int]:
    values = segment.facets["kind"]
    return {number for number in numbers if values[number] in kinds}


def _weigh(segment: Segment, visible: set[int], term: bytes, lengths: Mapping[str, float]) -> dict[int, float]:
    found: dict[int, float] = {}
    for field in TEXT_FIELDS:
        add_word(found, segment, field, term, visible, lengths)
    return found


def _sharing(weights: Weights, least: int) -> set[int]:
    """Return what has enough of the words."""
    counts = Counter(number for found in weights for number in found)
    return {number for number, count in counts.items() if count >= least}
