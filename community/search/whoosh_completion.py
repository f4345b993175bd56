"""How what was typed may go on: titles that have its words, and words that begin like its last one."""

from collections import Counter
from collections.abc import Callable, Iterator
from heapq import nsmallest
from itertools import islice

from community.search.engine import Beginning, Completion
from community.search.spelling import word_of
from community.search.whoosh_schema import FIRST
from community.search.whoosh_segments import Segment
from community.search.whoosh_snapshot import Snapshot
from community.search.words import find_words, fold

MIN_LETTERS = 2  # of a word in a title; words of texts are many, and take a letter more
_ENDINGS = 200  # words that begin alike, of which the commonest are offered


def complete(snapshot: Snapshot, beginning: Beginning, is_over: Callable[[], bool]) -> Completion:
    """Return the newest of the titles that have every word typed, those that begin so first, and the commonest words."""
    words = [fold(word) for _, _, word in find_words(beginning.text)]
    if not words or len(words[-1]) < MIN_LETTERS:
        return Completion()
    visible, _ = snapshot.seen(beginning.scopes, beginning.excluded)
    pairs = list(zip(snapshot.segments, visible, strict=True))
    titles = [rank for pair in pairs if not is_over() for rank in _titles(*pair, words, beginning.kinds)]
    counts: Counter[str] = Counter()
    for segment, seen in pairs:
        if len(words[-1]) > MIN_LETTERS and not is_over():
            counts.update(dict(islice(_words(segment, seen, words[-1]), _ENDINGS)))
    return Completion(
        tuple(key for *_, key in nsmallest(beginning.limit, titles)),
        tuple(word_of(spelling) for spelling, _ in counts.most_common(beginning.limit)),
    )


def _titles(
    segment: Segment, visible: set[int], words: list[str], kinds: frozenset[str]
) -> Iterator[tuple[bool, int, str]]:
    """Yield (does its title begin otherwise, how old, key) of what has the words in its title, the last one begun."""
    *whole, last = words
    having = set(visible)
    for word in whole:
        having &= segment.having("heading", word.encode())
    having &= _begun(segment, last)
    first = segment.having("heading", (FIRST + whole[0]).encode()) if whole else _begun(segment, FIRST + last)
    of_kind = segment.facets["kind"]
    for number in having:
        if not kinds or of_kind[number] in kinds:
            yield number not in first, -segment.created[number], segment.keys[number]


def _begun(segment: Segment, beginning: str) -> set[int]:
    """Return the documents with a word of their title that begins so, whoever may see them."""
    return set().union(*(segment.having("heading", term.encode()) for term in segment.begun("heading", beginning)))


def _words(segment: Segment, visible: set[int], beginning: str) -> Iterator[tuple[str, int]]:
    """Yield each spelling that begins so and stands where the reader may look, with in how many documents."""
    for term in segment.begun("spelling", beginning):
        if count := len(visible & segment.having("spelling", term.encode())):
            yield term, count
