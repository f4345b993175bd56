"""The best passage of a text for a query, with the words that matched marked."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from community.search.analysis import index_terms, known_language, readings
from community.search.compounds import LANGUAGE as COMPOUNDING
from community.search.compounds import SHORTEST
from community.search.grammar import Query
from community.search.words import find_words_from, fold

ELLIPSIS = "…"
# Of a very long text only the beginning is looked through.
_MAX_TEXT = 50_000
# How far back a passage reaches to begin with a sentence.
_LOOK_BACK = 60
_SENTENCE_ENDS = ".!?"
_WORDS = re.compile(r"\S+")


class Piece(NamedTuple):
    """Some plain text (never HTML), and whether it is a word that matched."""

    text: str
    is_match: bool


class _Match(NamedTuple):
    start: int
    end: int
    term: int


def excerpt(text: str, query: Query, language: str, length: int = 240) -> list[Piece]:
    """Return the passage of about `length` characters in which the most of a query's terms come together."""
    return passage(text, query, language, length)[1]


def passage(text: str, query: Query, language: str, length: int = 240) -> tuple[int, list[Piece]]:
    """Return where in a text the passage begins in which the most of a query's terms come together, and the passage.

    A word is marked when the engine would have found it: both compare what the word is indexed as.
    """
    # A little more than is looked through is enough, and composing a long text is slow.
    looked_at = unicodedata.normalize("NFC", text[:_MAX_TEXT])
    flat = " ".join(looked_at.split())
    matches = _matches(flat, query, known_language(language))
    start, end = _window(flat, matches, max(1, length))
    pieces = [Piece(ELLIPSIS, False)] if start > 0 else []
    place = start
    for match in matches:
        if start <= match.start and match.end <= end:
            pieces += [Piece(flat[place : match.start], False), Piece(flat[match.start : match.end], True)]
            place = match.end
    pieces.append(Piece(flat[place:end], False))
    if end < len(flat) or len(text) > _MAX_TEXT:
        pieces.append(Piece(ELLIPSIS, False))
    first = next((match.start for match in matches if start <= match.start < end), start)
    return _unfolded(looked_at, first), [piece for piece in pieces if piece.text]


def _unfolded(text: str, place: int) -> int:
    """Return where in a text a place stands of the same text without needless space."""
    seen = 0
    for word in _WORDS.finditer(text):
        if seen + len(word.group()) > place:
            return word.start() + place - seen
        seen += len(word.group()) + 1
    return len(text)


def _matches(text: str, query: Query, language: str) -> list[_Match]:
    """Return the words of a text that match, with the number of the term they match."""
    letters, term_of = _matcher(query, language)
    if not letters:
        return []
    return [
        _Match(start, end, term)
        for start, end, word in find_words_from(text, letters)
        if (term := term_of(word)) is not None
    ]


@lru_cache(maxsize=256)
def _matcher(query: Query, language: str) -> tuple[frozenset[str], Callable[[str], int | None]]:
    """Return the letters that a match begins with, and what says which term of a query a word matches.

    One page of hits asks for the same again.
    """
    terms: dict[str, int] = {}
    prefixes: list[tuple[str, int]] = []
    for number, term in enumerate(query.wanted):
        for reading in readings(term.words)[0]:
            terms.update((word, number) for word in reading if word not in terms)
        if term.is_prefix:
            prefixes.append((fold(term.words[0]), number))

    @lru_cache(maxsize=2_048)
    def term_of(word: str) -> int | None:
        for term in index_terms(word, language):
            if term in terms:
                return terms[term]
            for prefix, number in prefixes:
                if term.startswith(prefix):
                    return number
        return _part(fold(word)) if language == COMPOUNDING else None

    def _part(word: str) -> int | None:
        # What a compound was split into when it was indexed, a lexicon knows that takes too much room to have everywhere.
        for term, number in terms.items():
            if SHORTEST <= len(term) <= len(word) - SHORTEST and (word.startswith(term) or word.endswith(term)):
                return number
        return None

    # No stemmer changes the first letter of a word.
    return frozenset(word[0] for word in (*terms, *(prefix for prefix, _ in prefixes)) if word), term_of


def _window(text: str, matches: Sequence[_Match], length: int) -> tuple[int, int]:
    """Return where the best passage starts and ends."""
    reach = min(_LOOK_BACK, length // 3)
    start = _beginning(text, _best_start(matches, length - reach), reach)
    if len(text) - start < length:  # near the end: fill the passage with what stands before
        start = max(0, len(text) - length)
        start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), start + length)
    if end < len(text) and (cut := text.rfind(" ", start + 1, end + 1)) > 0:
        end = cut
    return start, end


def _best_start(matches: Sequence[_Match], length: int) -> int:
    """Return the start of the match from which most different terms, then most matches, follow within the length."""
    best, best_worth = 0, (0, 0)
    counts: dict[int, int] = {}
    last = 0
    for i, match in enumerate(matches):
        while last < len(matches) and matches[last].end <= match.start + length:
            counts[matches[last].term] = counts.get(matches[last].term, 0) + 1
            last += 1
        worth = (len(counts), last - i)
        if worth > best_worth:
            best, best_worth = match.start, worth
        if last == i:  # a word longer than the passage
            last = i + 1
            continue
        counts[match.term] -= 1
        if not counts[match.term]:
            del counts[match.term]
    return best


def _beginning(text: str, place: int, reach: int) -> int:
    """Return where to begin so that a place is shown: at its sentence when that is near, else some words before."""
    earliest = place - reach
    if earliest <= 0:
        return 0
    end = max(text.rfind(mark + " ", earliest, place) for mark in _SENTENCE_ENDS)
    if end >= 0:
        return end + 2
    space = text.find(" ", earliest, place)
    return space + 1 if space >= 0 else place
