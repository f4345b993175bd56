"""The word that was meant: the nearest spelling that stands somewhere in what the reader may see."""

from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from community.search.spelling import letters, spelling_of, word_of
from community.search.whoosh_segments import Segment

FIELD = "spelling"
LONG = 8  # letters from which on two slips are forgiven
_MOST = 20  # spellings at one distance of which the commonest is sought


def nearest(
    word: str, segments: Sequence[Segment], visible: Sequence[set[int]], is_over: Callable[[], bool]
) -> str | None:
    """Return the commonest of the nearest visible spellings that begin alike; None where none is near.

    Nearness is the distance of optimal string alignment: a letter more, less, other, or two that changed places.
    """
    asked = spelling_of(word)
    if asked is None:
        return None
    near: dict[str, int] = {}
    for segment in segments:
        if is_over():
            return None
        for found, distance, _ in process.extract(
            asked,
            segment.spellings(asked[0]),
            processor=letters,
            scorer=OSA.distance,
            score_cutoff=2 if len(letters(asked)) >= LONG else 1,
            limit=_MOST,
        ):
            near[found] = int(distance)
    for distance in sorted(set(near.values())):
        count, best = max((_count(found, segments, visible), found) for found in near if near[found] == distance)
        if count:
            return word_of(best)
    return None


def _count(spelling: str, segments: Sequence[Segment], visible: Sequence[set[int]]) -> int:
    """Return in how many documents that the reader may see a word stands."""
    pairs = zip(segments, visible, strict=True)
    return sum(len(segment.having(FIELD, spelling.encode()) & seen) for segment, seen in pairs)
