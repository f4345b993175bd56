"""Spellings: the words of a text as they can be suggested, behind their letters without accents."""

from collections.abc import Sequence
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from community.search.analysis import MAX_WORDS
from community.search.words import find_words, fold

MIN_LENGTH = 4
LONG = 8  # letters from which on two slips are forgiven
_MOST = 20  # spellings at one distance of which the commonest is sought
_BETWEEN = "\0"


def spelling_of(word: str) -> str | None:
    """Return how a lower-case word is kept, so that it is looked up by what people type; None where it is not suggested."""
    is_word = len(word) >= MIN_LENGTH and word.isalpha()
    return f"{fold(word)}{_BETWEEN}{word}" if is_word else None


def spellings(text: str) -> set[str]:
    """Return the spellings of a text."""
    words = {word for _, _, word in islice(find_words(text), MAX_WORDS)}
    return {spelling for word in words if (spelling := spelling_of(word))}


def letters(spelling: str) -> str:
    """Return the letters of a spelling, without accents."""
    return spelling.partition(_BETWEEN)[0]


def word_of(spelling: str) -> str:
    """Return the word of a spelling, with its accents."""
    return spelling.partition(_BETWEEN)[2]


def near(asked: str, known: Sequence[str]) -> dict[str, int]:
    """Return the nearest of the known spellings, with their distance: a letter more, less, other, or two changed places.

    They should begin alike: the first letter is seldom wrong.
    """
    cutoff = 2 if len(letters(asked)) >= LONG else 1
    found = process.extract(asked, known, processor=letters, scorer=OSA.distance, score_cutoff=cutoff, limit=_MOST)
    return {spelling: int(distance) for spelling, distance, _ in found}
