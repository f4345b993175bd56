"""Which segments of the Whoosh index a commit folds into its new one, so that they stay few and large."""

from collections.abc import Callable, Iterator
from itertools import accumulate, repeat
from typing import Any

from whoosh.reading import SegmentReader

from community.search.whoosh_files import broken_files_are_torn
from community.search.whoosh_segments import blocks_of

MergePolicy = Callable[[Any, list[Any]], list[Any]]

# Every commit adds a segment and every search looks into each, so a day of single edits would slow all of them down.
# But who waits for the commit waits for the folding too, which takes ten milliseconds for each document.
_TINY = 60
_MANY = 12
_AT_ONCE = 60
# Past this many segments somebody has to wait: those of the smallest quarter, then, for some seconds.
_TOO_MANY = 64
# Quiet moments reach further, but leave the large segments be: somebody may save in the next moment, and wait.
_SMALL = 1_000
_MOSTLY = 0.75


class _BlockReader(SegmentReader):
    """A reader of postings in whole blocks; Whoosh makes a matcher for every word, which takes several times as long."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield (field, word, document, weight, encoded positions) for what is not deleted."""
        deleted = frozenset(self.segment().deleted_docs())
        for (field, word), info in self._terms.items():
            for numbers, weights, values in blocks_of(self._terms, info, self.schema[field].format):
                for number, weight, value in zip(numbers, weights, values or repeat(b""), strict=False):
                    if number not in deleted:
                        yield field, word, number, weight, value


def fold_tiny(writer: Any, segments: list[Any]) -> list[Any]:
    """Fold some tiny segments once they are many; Whoosh's own policy also rewrites large ones by day."""
    smallest = sorted(segments, key=lambda segment: segment.doc_count())
    if len(segments) > _TOO_MANY:
        return _fold(writer, segments, smallest[: _TOO_MANY // 4])
    tiny = [segment for segment in smallest if segment.doc_count() < _TINY]
    sizes = accumulate(segment.doc_count() for segment in tiny)
    few = [segment for segment, size in zip(tiny, sizes, strict=True) if size <= _AT_ONCE]
    return _fold(writer, segments, few if len(tiny) >= _MANY else [])


def fold_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Fold the segments that are small or have lost a good part of their documents, the smallest first, as many as are few."""
    found = [
        segment
        for segment in sorted(segments, key=lambda segment: segment.doc_count())
        if segment.doc_count_all() < _SMALL or segment.doc_count() < _MOSTLY * segment.doc_count_all()
    ]
    sizes = accumulate(segment.doc_count() for segment in found)
    small = [segment for segment, size in zip(found, sizes, strict=True) if size <= _SMALL]
    is_tidy = len(small) == 1 and not small[0].has_deletions()
    return _fold(writer, segments, [] if is_tidy else small)


def _fold(writer: Any, segments: list[Any], chosen: list[Any]) -> list[Any]:
    """Copy the living documents of the chosen segments into the new one; return the others that have any."""
    for segment in chosen:
        if segment.doc_count():
            with broken_files_are_torn():
                reader = _BlockReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
    return [segment for segment in segments if segment not in chosen and segment.doc_count()]
