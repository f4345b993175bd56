"""One segment of the Whoosh index: its columns kept in memory, its postings read in whole blocks."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, repeat
from sys import intern
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.structfile import BufferFile
from whoosh.reading import TermNotFound

from community.search.engine import FACETS
from community.search.weights import TEXT_FIELDS
from community.search.whoosh_files import ReadingStorage, broken_files_are_torn

# (document numbers, weights, encoded positions) of up to 128 postings
Block = tuple[Sequence[int], Sequence[float], Sequence[bytes]]


class _Postings(W3LeafMatcher):
    """The postings of one term; Whoosh steps from one to the next, which takes ten times as long as whole blocks."""

    def blocks(self) -> Iterator[Block]:
        while not self._atend:
            self._read_data()
            gaps, weights, values = self._data
            if not isinstance(weights, tuple):  # one weight for the whole block, or none, which means 1
                weights = repeat(1.0 if weights is None else weights, len(gaps))
            yield tuple(accumulate(gaps)), weights, values
            self._next_block()


def blocks_of(terms: Any, info: Any, format_: Any) -> Iterator[Block]:
    """Yield the blocks of the postings that what is known of a term points at."""
    offset, (length,) = info.extent()  # Whoosh forgets to unpack the length, which it doesn't use itself
    # A buffer of its own for each reader of a list: stepping through it moves a position.
    buffer = BufferFile(terms._postfile.get(offset, length))
    yield from _Postings(buffer, 0, length, format_).blocks()


class Segment:
    """What one segment holds, which never changes; which of its documents are deleted, its snapshot knows."""

    def __init__(self, storage: ReadingStorage, schema: Any, info: Any) -> None:
        codec = info.codec()
        self._schema = schema
        self._terms = codec.terms_reader(storage, info)
        # Everything is read or opened now: the writer may delete the files while this segment is still searched.
        columns = codec.per_document_reader(storage, info)
        self.size: int = info.doc_count_all()
        self.keys = _strings(columns, schema, "key")
        self.facets = {facet: _strings(columns, schema, facet) for facet in FACETS}
        created = _column(columns, schema, "created")
        self.created: list[int] = [created[number] for number in range(self.size)]
        self.lengths = {
            name: [columns.doc_field_length(number, name, 0) or 0 for number in range(self.size)]
            for name in TEXT_FIELDS
        }
        by_scope: dict[str, list[int]] = defaultdict(list)
        for number, scope in enumerate(_strings(columns, schema, "scope")):
            by_scope[scope].append(number)
        self.scopes = {scope: frozenset(numbers) for scope, numbers in by_scope.items()}
        self._spellings: dict[str, tuple[str, ...]] = {}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each document by its key; the writer asks, and a search that leaves documents out."""
        return {key: number for number, key in enumerate(self.keys)}

    def postings(self, field: str, term: bytes, info: Any = None) -> Iterator[Block]:
        """Yield the blocks of a term's postings, deleted documents among them; faster with what `terms_from` says of it."""
        with broken_files_are_torn():
            try:
                info = info or self._terms.term_info(field, term)
            except TermNotFound:
                return
            yield from blocks_of(self._terms, info, self._schema[field].format)

    def frequency(self, field: str, term: bytes) -> int:
        """Return how many documents have a term in a field."""
        with broken_files_are_torn():
            try:
                return int(self._terms.doc_frequency(field, term))
            except KeyError:
                return 0

    def having(self, field: str, term: bytes) -> set[int]:
        """Return the numbers of the documents that have a term in a field, deleted ones among them."""
        return {number for numbers, _, _ in self.postings(field, term) for number in numbers}

    def positions(self, field: str, term: bytes, wanted: Container[int]) -> dict[int, list[int]]:
        """Return where a term stands in each wanted document that has it."""
        decode = self._schema[field].format.decode_positions
        with broken_files_are_torn():
            return {
                number: decode(value)
                for numbers, _, values in self.postings(field, term)
                for number, value in zip(numbers, values, strict=True)
                if number in wanted
            }

    def spellings(self, beginning: str) -> tuple[str, ...]:
        """Return the spellings that begin alike, whoever may see them: what is shown of them, the caller decides."""
        known = self._spellings.get(beginning)
        if known is None:
            known = self._spellings[beginning] = tuple(self.begun("spelling", beginning))
        return known

    def begun(self, field: str, beginning: str) -> Iterator[str]:
        """Yield each term of a field that begins so, whoever may see it."""
        for term, _ in self._terms_from(field, beginning.encode()):
            yield term.decode()

    def terms_from(self, field: str, prefix: bytes, wanted: set[int]) -> Iterator[tuple[bytes, Any, bool]]:
        """Yield each term of a field that begins with a prefix, what is known of it, and whether a wanted document has it."""
        for term, info in self._terms_from(field, prefix):
            yield term, info, self._has(field, term, info, wanted)

    def holders_from(self, field: str, beginning: str, wanted: set[int]) -> Iterator[tuple[str, set[int]]]:
        """Yield each term of a field that begins so, with which of the wanted documents have it."""
        for term, info in self._terms_from(field, beginning.encode()):
            if info.doc_frequency() <= 2:  # those two are known without reading the postings
                yield term.decode(), {info.min_id(), info.max_id()} & wanted
            else:
                blocks = self.postings(field, term, info)
                yield term.decode(), set().union(*(wanted.intersection(numbers) for numbers, _, _ in blocks))

    def _terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[bytes, Any]]:
        with broken_files_are_torn():
            for (name, term), info in self._terms.items_from(field, prefix):
                if name != field or not term.startswith(prefix):
                    return
                yield term, info

    def _has(self, field: str, term: bytes, info: Any, wanted: set[int]) -> bool:
        if info.min_id() in wanted or info.max_id() in wanted:
            return True
        # Most terms stand in no more than these two documents: their postings need not be read.
        return info.doc_frequency() > 2 and any(
            not wanted.isdisjoint(numbers) for numbers, _, _ in self.postings(field, term, info)
        )


def _column(columns: Any, schema: Any, name: str) -> Any:
    return columns.column_reader(name, schema[name].column_type)


def _strings(columns: Any, schema: Any, name: str) -> list[str]:
    # Documents share the few values of most columns: kept once, they take no room.
    return [intern(value.decode()) for value in _column(columns, schema, name)]
