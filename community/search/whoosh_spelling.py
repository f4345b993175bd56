"""The word that was meant: the nearest spelling that stands somewhere in what the reader may see."""

from collections.abc import Callable, Sequence

from community.search.spelling import near, spelling_of, word_of
from community.search.whoosh_segments import Segment

FIELD = "spelling"


def nearest(
    word: str, segments: Sequence[Segment], visible: Sequence[set[int]], is_over: Callable[[], bool]
) -> str | None:
    """Return the commonest of the nearest visible spellings that begin alike; None where none is near."""
    asked = spelling_of(word)
    if asked is None:
        return None
    found: dict[str, int] = {}
    for segment in segments:
        if is_over():
            return None
        found.update(near(asked, segment.spellings(asked[0])))
    for distance in sorted(set(found.values())):
        count, best = max((_count(one, segments, visible), one) for one in found if found[one] == distance)
        if count:
            return word_of(best)
    return None


def _count(spelling: str, segments: Sequence[Segment], visible: Sequence[set[int]]) -> int:
    """Return in how many documents that the reader may see a word stands."""
    pairs = zip(segments, visible, strict=True)
    return sum(len(segment.having(FIELD, spelling.encode()) & seen) for segment, seen in pairs)
