"""The search engine on Whoosh 2.7.4: one directory, one writer, any number of readers."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex, LockError

from community.search.engine import (
    Answer,
    Beginning,
    Completion,
    Document,
    EngineBusy,
    EngineUnavailable,
    Likeness,
    Request,
)
from community.search.whoosh_completion import complete
from community.search.whoosh_files import INDEX_NAME, IndexDirectory, PlainPostings, TornIndex
from community.search.whoosh_merging import MergePolicy, fold_small, fold_tiny
from community.search.whoosh_schema import fields_of, make_schema
from community.search.whoosh_search import Search
from community.search.whoosh_similar import similar
from community.search.whoosh_snapshot import Snapshot, latest_generation, open_snapshot

_ATTEMPTS = 20
_PAUSE = 0.05
_TYPING = 0.05  # seconds after which somebody who types has gone on


class WhooshEngine:
    """An `Engine`; make one per process and share it among its threads."""

    def __init__(self, directory: Path, time_limit: float = 1.0) -> None:
        self._directory = IndexDirectory(directory)
        self._time_limit = time_limit
        self._schema = make_schema()
        self._snapshot: Snapshot | None = None
        self._opening = threading.Lock()

    def search(self, request: Request) -> Answer:
        """Answer one request; raise EngineUnavailable when there is no usable index."""
        snapshot = self._latest()
        with self._giving_up(snapshot.path):
            return Search(snapshot, request, self._time_limit).answer()

    def similar(self, likeness: Likeness) -> tuple[str, ...]:
        """Return the keys of what says the most of what a text says, best first."""
        snapshot = self._latest()
        with self._giving_up(snapshot.path):
            return similar(snapshot, likeness, _over_in(self._time_limit))

    def complete(self, beginning: Beginning) -> Completion:
        """Return how what was typed may go on."""
        snapshot = self._latest()
        with self._giving_up(snapshot.path):
            return complete(snapshot, beginning, _over_in(_TYPING))

    def count(self) -> int:
        """Return how many documents can be found."""
        return self._latest().count

    def keys(self) -> Iterator[str]:
        """Yield the keys of all documents that can be found."""
        return self._latest().keys()

    def write(self, upserts: Iterable[Document], removals: Iterable[str]) -> None:
        """Put documents in the place of those with the same keys, and take out the removed keys."""
        documents = {document.key: document for document in upserts}
        with self._directory.exclusive():
            snapshot = self._latest()
            outdated = snapshot.numbers_of(documents.keys() | set(removals))
            if not documents and not outdated:
                return
            with self._writer(snapshot.path, fold_tiny) as writer:
                for segment in writer.segments:
                    for number in outdated.get(segment.segment_id(), ()):
                        segment.delete_document(number)
                for document in documents.values():
                    writer.add_document(**fields_of(document))

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a new index aside, from documents with distinct keys, and swap it in when it is whole."""
        with self._directory.exclusive(), self._directory.created() as path:
            FileIndex.create(FileStorage(str(path)), self._schema, INDEX_NAME)
            with self._writer(path, fold_tiny) as writer:
                for document in documents:
                    writer.add_document(**fields_of(document))

    def clear(self) -> None:
        """Swap in an empty index."""
        self.rebuild(())

    def merge(self) -> None:
        """Fold the small and the half-empty segments into one; searches go on meanwhile."""
        with self._directory.exclusive(), self._writer(self._latest().path, fold_small):
            pass

    def _latest(self) -> Snapshot:
        """Return the newest state of the index, opened anew when somebody has written since."""
        snapshot = self._snapshot
        path = self._directory.current()
        if snapshot is None or snapshot.path != path or snapshot.generation != latest_generation(path):
            with self._opening:
                # The old one is not closed: other threads may be searching it, and the last of them lets go of it.
                snapshot = self._snapshot = self._open()
        return snapshot

    def _open(self) -> Snapshot:
        for _ in range(_ATTEMPTS):
            path = self._directory.current()
            with self._giving_up(path), suppress(FileNotFoundError, EmptyIndexError):
                return open_snapshot(path, self._schema, self._snapshot)
            # The writer may have removed a file between our reading its name and opening it: look again.
            sleep(_PAUSE)
        self._directory.discard(path)
        raise EngineUnavailable("files of the search index are missing")

    @contextmanager
    def _giving_up(self, path: Path) -> Iterator[None]:
        """Turn what goes wrong in reading into EngineUnavailable, and give up an index that is torn."""
        try:
            yield
        except TornIndex as error:
            self._directory.discard(path)
            raise EngineUnavailable("the search index is torn") from error
        except OSError as error:
            raise EngineUnavailable("the search index cannot be read") from error

    @contextmanager
    def _writer(self, path: Path, policy: MergePolicy) -> Iterator[Any]:
        """Yield a writer whose changes are committed together, or not at all."""
        try:
            # Compound segments would be copied into the memory of everyone who opens them.
            index = FileIndex(FileStorage(str(path)), self._schema, INDEX_NAME)
            writer = index.writer(codec=PlainPostings(), compound=False, limitmb=64)
        except LockError:
            raise EngineBusy("another process is writing to the search index") from None
        try:
            yield writer
            writer.commit(mergetype=policy)
        except BaseException as error:
            with suppress(Exception):
                writer.cancel()
            if isinstance(error, TornIndex | FileNotFoundError):
                self._directory.discard(path)
                raise EngineUnavailable("the search index is torn") from error
            raise


def _over_in(seconds: float) -> Callable[[], bool]:
    deadline = monotonic() + seconds
    return lambda: monotonic() > deadline
