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
    titles = [rank for pair in pairs if not is_over() for rank in _titles(*pair, words, beginning, is_over)]
    counts: Counter[str] = Counter()
    for segment, seen in pairs:
        if len(words[-1]) > MIN_LETTERS and not is_over():
            counts.update(dict(islice(_words(segment, seen, words[-1], is_over), _ENDINGS)))
    return Completion(
        tuple(key for *_, key in nsmallest(beginning.limit, titles)),
        tuple(word_of(spelling) for spelling, _ in counts.most_common(beginning.limit)),
    )


def _titles(
    segment: Segment, visible: set[int], words: list[str], beginning: Beginning, is_over: Callable[[], bool]
) -> Iterator[tuple[bool, int, str]]:
    """Yield (does its title begin otherwise, how old, key) of what has the words in its title, the last one begun."""
    *whole, last = words
    of_kind = segment.facets["kind"]
    having = {number for number in visible if not beginning.kinds or of_kind[number] in beginning.kinds}
    for word in whole:
        having &= segment.having("heading", word.encode())
    if whole:
        first = segment.having("heading", (FIRST + whole[0]).encode())
        having = _begun(segment, last, having, is_over)
    else:
        first = _begun(segment, FIRST + last, having, is_over)
        # Those come before all others: where they are enough, the others need not be looked for.
        having = first if len(first) >= beginning.limit else first | _begun(segment, last, having, is_over)
    for number in having:
        yield number not in first, -segment.created[number], segment.keys[number]


def _begun(segment: Segment, beginning: str, wanted: set[int], is_over: Callable[[], bool]) -> set[int]:
    """Return which of the wanted documents have a word in their title that begins so, as far as there is time."""
    found: set[int] = set()
    for _, numbers in segment.holders_from("heading", beginning, wanted):
        if is_over():
            break
        found |= numbers
    return found


def _words(
    segment: Segment, visible: set[int], beginning: str, is_over: Callable[[], bool]
) -> Iterator[tuple[str, int]]:
    """Yield each spelling that begins so and stands where the reader may look, with in how many documents."""
    for term, numbers in segment.holders_from("spelling", beginning, visible):
        if is_over():
            break
        if numbers:
            yield term, len(numbers)
