"""What PostgreSQL holds of a document: vectors made here, of our own terms, because its text search knows other ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from community.search.analysis import PLAIN, analyse
from community.search.engine import FACETS, Document
from community.search.postgres_tables import VERSION
from community.search.spelling import letters, spellings, word_of
from community.search.weights import TEXT_FIELDS
from community.search.words import find_words, fold

# What PostgreSQL takes: 2,046 bytes a lexeme, 16,383 positions and a megabyte a vector, 255 positions of a lexeme.
_LEXEME_BYTES = 1_000
_SHORT = 200
_LAST_POSITION = 16_382
_VECTOR_BYTES = 900_000
_OVERHEAD = 12  # of a lexeme, beside its letters and positions
_MOST_POSITIONS = 255

_LETTERS = dict(zip(TEXT_FIELDS, "ABCD", strict=True))
_GAP = 10  # between two fields, so that no phrase reaches from one into the other
_HEADING_LENGTH = 400

# Before a lexeme of a wording, for what it is: a word of the title, or a spelling with its accents behind the letters.
TITLE, SPELLING, _BETWEEN = "#", "=", "\x1f"


class VectorRow(NamedTuple):
    """What a document is searched by."""

    key: str
    digest: int
    scope: str
    created_at: datetime
    title_length: int
    summary_length: int
    labels_length: int
    body_length: int
    marks: list[str]
    authors: list[str]
    vector: str


class WordingRow(NamedTuple):
    """What a document is worded like."""

    key: str
    digest: int
    scope: str
    created_at: datetime
    kind: str
    heading: str
    words: str


def vector_of(document: Document) -> VectorRow:
    """Return what a document is searched by; who wrote it is found in its body, as plain words."""
    names = analyse(f"{document.author} {document.organisation}", PLAIN)
    fields = {
        "title": analyse(document.title, document.language),
        "summary": analyse(document.summary, document.language),
        "labels": [terms for language, words in document.labels for terms in analyse(words, language)],
        "body": analyse(document.body, document.language) + names,
    }
    return VectorRow(
        key=document.key,
        digest=digest_of(document),
        scope=document.scope,
        created_at=document.created_at,
        title_length=len(fields["title"]),
        summary_length=len(fields["summary"]),
        labels_length=len(fields["labels"]),
        body_length=len(fields["body"]),
        marks=[mark(facet, value) for facet in FACETS for value in dict.fromkeys(document.values(facet)) if value],
        authors=sorted({clean(term) for terms in names for term in terms}),
        vector=_vector(fields),
    )


def wording_of(document: Document) -> tuple[WordingRow, list[str]]:
    """Return what a document is worded like, and the lexemes of its spellings."""
    heading = [fold(word) for _, _, word in find_words(document.title)]
    said = sorted(map(lexeme_of, spellings(f"{document.title}\n{document.body}")))
    row = WordingRow(
        key=document.key,
        digest=digest_of(document),
        scope=document.scope,
        created_at=document.created_at,
        kind=document.kind,
        heading=clean(" ".join(heading)[:_HEADING_LENGTH]),
        words=_bounded((quoted(word), word) for word in sorted({TITLE + word for word in heading}) + said),
    )
    return row, said


def digest_of(document: Document) -> int:
    """Return a number that changes with everything that is held of a document."""
    said = repr((VERSION, document)).encode(errors="backslashreplace")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), signed=True)


def mark(facet: str, value: str) -> str:
    """Return how a value of a facet is held."""
    return clean(f"{facet}:{value}")


def lexeme_of(spelling: str) -> str:
    """Return the lexeme of a spelling: it begins with the letters without accents."""
    plain, word = letters(spelling), word_of(spelling)
    return SPELLING + (word if plain == word else plain + _BETWEEN + word)


def word_in(lexeme: str) -> str:
    """Return the word of the lexeme of a spelling."""
    return lexeme.removeprefix(SPELLING).rpartition(_BETWEEN)[2]


def quoted(lexeme: str) -> str:
    """Return a lexeme as vectors and queries are written: between quotation marks nothing has a meaning."""
    if len(lexeme) < _SHORT and lexeme.isalnum():
        return f"'{lexeme}'"
    cut = clean(lexeme).encode()[:_LEXEME_BYTES].decode(errors="ignore")
    return "'" + cut.replace("\\", "\\\\").replace("'", "''") + "'"


def clean(text: str) -> str:
    """Return a text without what PostgreSQL cannot hold."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def _vector(fields: dict[str, list[Sequence[str]]]) -> str:
    """Return the vector of all fields, one after the other: a text that is too long is found by its beginning."""
    places: dict[str, list[str]] = defaultdict(list)
    position = 1
    for name in TEXT_FIELDS:
        letter = _LETTERS[name] if name != "body" else ""
        for terms in fields[name]:
            place = f"{position}{letter}" if position < _LAST_POSITION else ""
            for term in terms:
                if len(places[term]) < _MOST_POSITIONS and place:
                    places[term].append(place)
            position += 1
        position += _GAP
    return _bounded(
        (f"{quoted(term)}:{','.join(held)}" if held else quoted(term), term) for term, held in places.items()
    )


def _bounded(lexemes: Iterable[tuple[str, str]]) -> str:
    """Return as many lexemes as a vector takes, each given as it is written and as it is."""
    return " ".join(_as_many(lexemes))


def _as_many(lexemes: Iterable[tuple[str, str]]) -> Iterator[str]:
    size = 0
    for written, lexeme in lexemes:
        size += len(lexeme) * (1 if lexeme.isascii() else 4) + _OVERHEAD + 2 * written.count(",")
        if size > _VECTOR_BYTES:
            return
        yield written
