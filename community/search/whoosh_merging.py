"""Which segments of the Whoosh index a commit folds into its new one, so that they stay few and large."""

from collections.abc import Callable
from typing import Any

from whoosh.reading import SegmentReader

from community.search.whoosh_files import broken_files_are_torn

MergePolicy = Callable[[Any, list[Any]], list[Any]]

# Every commit adds a segment and every search looks into each, so a day of single edits would slow all of them down.
# Folding a dozen segments this small costs a commit less than a second.
_TINY = 100
_MANY = 12
# Quiet hours reach further, but leave the large segments be: rewriting 100,000 documents takes ten minutes.
_SMALL = 5_000
_MOSTLY = 0.75


def fold_tiny(writer: Any, segments: list[Any]) -> list[Any]:
    """Fold the tiny segments once they are many; Whoosh's own policy also rewrites large ones by day."""
    tiny = [segment for segment in segments if segment.doc_count() < _TINY]
    return _fold(writer, segments, tiny if len(tiny) >= _MANY else [])


def fold_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Fold all segments that are small or have lost a good part of their documents."""
    small = [
        segment
        for segment in segments
        if segment.doc_count_all() < _SMALL or segment.doc_count() < _MOSTLY * segment.doc_count_all()
    ]
    is_tidy = len(small) == 1 and not small[0].has_deletions()
    return _fold(writer, segments, [] if is_tidy else small)


def _fold(writer: Any, segments: list[Any], chosen: list[Any]) -> list[Any]:
    """Copy the living documents of the chosen segments into the new one; return the others that have any."""
    for segment in chosen:
        if segment.doc_count():
            with broken_files_are_torn():
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
    return [segment for segment in segments if segment not in chosen and segment.doc_count()]
