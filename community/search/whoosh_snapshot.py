"""The state of the Whoosh index between two writes, shared by all threads that search it."""

from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from community.search.weights import TEXT_FIELDS
from community.search.whoosh_files import INDEX_NAME, ReadingStorage, broken_files_are_torn
from community.search.whoosh_segments import Segment

_KEPT_READERS = 64


class Snapshot:
    """Segments with the documents deleted from each, as one table of contents of the index lists them."""

    def __init__(self, path: Path, generation: int, parts: dict[str, tuple[Segment, frozenset[int]]]) -> None:
        self.path = path
        self.generation = generation
        self.parts = parts
        self._seen: dict[frozenset[str], tuple[list[set[int]], dict[str, float]]] = {}
        self.count = sum(segment.size - len(deleted) for segment, deleted in parts.values())

    @property
    def segments(self) -> list[Segment]:
        """The segments, in the order of `seen`."""
        return [segment for segment, _ in self.parts.values()]

    def keys(self) -> Iterator[str]:
        """Yield the keys of all documents that are not deleted."""
        for segment, deleted in self.parts.values():
            yield from (key for number, key in enumerate(segment.keys) if number not in deleted)

    def numbers_of(self, keys: Set[str]) -> dict[str, list[int]]:
        """Return by segment the numbers of the documents with these keys, as far as there are any."""
        found: dict[str, list[int]] = {}
        for name, (segment, deleted) in self.parts.items():
            numbers = [number for key in keys if (number := segment.numbers.get(key)) is not None]
            if kept := [number for number in numbers if number not in deleted]:
                found[name] = kept
        return found

    def seen(self, scopes: frozenset[str], excluded: Set[str] = frozenset()) -> tuple[list[set[int]], dict[str, float]]:
        """Return for each segment which documents stand in these scopes, and how long their texts are on the average.

        Those with the excluded keys are left out. What the reader may not see changes no score. Not to be changed by the
        caller.
        """
        found = self._seen.get(scopes)
        if found is None:
            visible = [
                set().union(*(segment.scopes.get(scope, ()) for scope in scopes)) - deleted
                for segment, deleted in self.parts.values()
            ]
            if len(self._seen) >= _KEPT_READERS:
                self._seen.clear()
            found = self._seen[scopes] = visible, _mean_lengths(self.segments, visible)
        numbers = self.numbers_of(excluded) if excluded else {}
        if not numbers:
            return found
        left = [one.difference(numbers.get(name, ())) for name, one in zip(self.parts, found[0], strict=True)]
        return left, _mean_lengths(self.segments, left)


def _mean_lengths(segments: Sequence[Segment], wanted: Sequence[set[int]]) -> dict[str, float]:
    """Return the mean length of each text of the wanted documents, in words, and at least 1."""
    size = max(1, sum(map(len, wanted)))
    return {
        name: max(1.0, sum(sum(map(segment.lengths[name].__getitem__, numbers)) for segment, numbers in pairs) / size)
        for name in TEXT_FIELDS
        for pairs in [list(zip(segments, wanted, strict=True))]
    }


def open_snapshot(path: Path, schema: Any, previous: Snapshot | None) -> Snapshot:
    """Read the newest table of contents, and those segments that the previous snapshot doesn't have yet.

    Whoosh's own `refresh` does so too, but keeps what was deleted as it was: superseded documents come back.
    """
    storage = ReadingStorage(str(path))
    known = previous.parts if previous is not None and previous.path == path else {}
    parts = {}
    with broken_files_are_torn():
        contents = TOC.read(storage, INDEX_NAME, schema=schema)
        for info in contents.segments:
            name = info.segment_id()
            segment = known[name][0] if name in known else Segment(storage, schema, info)
            parts[name] = (segment, frozenset(info.deleted_docs()))
    return Snapshot(path, contents.generation, parts)


def latest_generation(path: Path) -> int:
    """Return the number of the newest commit, or -1 when there is none."""
    return int(TOC._latest_generation(ReadingStorage(str(path)), INDEX_NAME))
