"""What is looked for, as PostgreSQL is asked it: queries made of our own terms, never of what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.search.analysis import readings
from community.search.grammar import Term
from community.search.postgres_vectors import quoted
from community.search.words import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A lexeme, or (a prefix) all that begin with it."""

    lexeme: str
    is_prefix: bool = False

    def within(self, weights: str = "") -> str:
        """Return the query for it, in the fields of some weights where they are named."""
        flags = ("*" if self.is_prefix else "") + weights
        return quoted(self.lexeme) + (f":{flags}" if flags else "")


class Sought:
    """One term of a query: single words, and words in a row, any of which will do."""

    def __init__(self, term: Term) -> None:
        found, self.is_stop_word = readings(term.words)
        self.term = term
        self.phrases = tuple(reading for reading in found if len(reading) > 1)
        singles = dict.fromkeys(reading[0] for reading in found if len(reading) == 1)
        prefix = fold(term.words[0]) if term.is_prefix else None
        self.words = tuple(Word(word) for word in singles if prefix is None or not word.startswith(prefix))
        if prefix is not None:
            self.words += (Word(prefix, is_prefix=True),)

    @property
    def is_plain_word(self) -> bool:
        """Whether it is one whole word that may be misspelt."""
        return len(self.term.words) == 1 and not (self.term.is_prefix or self.is_stop_word)

    @property
    def text(self) -> str:
        """The query for any of it."""
        return any_of([*(word.within() for word in self.words), *map(in_a_row, self.phrases)])


def in_a_row(reading: Iterable[str], weights: str = "") -> str:
    """Return the query for words that stand in a row."""
    return "(" + " <-> ".join(Word(word).within(weights) for word in reading) + ")"


def any_of(queries: Iterable[str]) -> str:
    """Return the query for any of some."""
    return "(" + " | ".join(queries) + ")"
