"""The files of the Whoosh index: where the current one stands, how they are read, who may write."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import EmptyIndexError
from whoosh.util.filelock import FileLock

from community.search.engine import EngineBusy, EngineUnavailable
from community.search.whoosh_schema import VERSION

INDEX_NAME = "MAIN"


class PlainPostings(W3Codec):
    """Postings as Whoosh writes them, in larger blocks, not compressed, and without the lengths that its own scoring needs.

    Whole lists are read here, and documents weighed by lengths kept in memory. Whoosh reads either sort by itself.
    """

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=1024, compression=0)


class TornIndex(Exception):
    """A file of the index holds something else than Whoosh wrote there."""


@contextmanager
def broken_files_are_torn() -> Iterator[None]:
    """Turn what Whoosh raises over broken files, which is nearly everything there is, into TornIndex.

    Wrapped around its reading alone, so that no mistake elsewhere costs a good index. A disk that fails (OSError) may
    be well again in a moment.
    """
    try:
        yield
    except (OSError, MemoryError, EmptyIndexError):
        raise
    except Exception as error:
        raise TornIndex("the search index is torn") from error


class ThreadSafeFile(StructFile):
    """A file that many threads may read at once, each naming the position it reads from.

    Whoosh moves one shared file position to and fro. A memory map would do as well, but ends the process when the file
    is cut short under it.
    """

    def get(self, position: int, length: int) -> bytes:
        """Return some bytes, leaving the position of the file alone."""
        return os.pread(self.file.fileno(), length, position)

    def __del__(self) -> None:
        # Whoever still searches an old state of the index holds on to its files; the last one to go closes them.
        self.file.close()


class ReadingStorage(FileStorage):
    """The files of an index for a reader: terms and postings stay on disk, the small rest is read into memory."""

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file that stays readable after the writer has deleted it."""
        path = Path(self.folder, name)
        if path.suffix in (".trm", ".pst"):
            return ThreadSafeFile(path.open("rb"), name=name, **options)
        return BufferFile(path.read_bytes(), name=name, **options)


class IndexDirectory:
    """A directory that holds indexes and a small file that names the current one.

    So a new index is built aside and swapped in by replacing that file.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "current"

    def current(self) -> Path:
        """Return where the current index stands."""
        try:
            name = self._pointer.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            raise EngineUnavailable("there is no search index") from None
        if not name.startswith(f"v{VERSION}-") or not name[1:].replace("-", "").isalnum():
            raise EngineUnavailable("the search index is of another version")
        return self.root / name

    @contextmanager
    def created(self) -> Iterator[Path]:
        """Yield an empty directory for a new index, which becomes the current one unless building it fails."""
        path = self.root / f"v{VERSION}-{uuid4().hex}"
        path.mkdir(parents=True)
        try:
            yield path
            self._swap_in(path)
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise

    def _swap_in(self, path: Path) -> None:
        temporary = self.root / "current.new"
        temporary.write_text(path.name, encoding="ascii")
        temporary.replace(self._pointer)
        # The one before, and what a killed rebuild left; whoever reads them keeps reading.
        for other in self.root.iterdir():
            if other.is_dir() and other.name != path.name:
                shutil.rmtree(other, ignore_errors=True)

    def discard(self, path: Path) -> None:
        """Give up a torn index: the next to write learns that it must be rebuilt."""
        try:
            is_current = self.current() == path
        except EngineUnavailable:
            return
        if is_current:
            self._pointer.unlink(missing_ok=True)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Let nobody else write meanwhile, in this process or another; a lock file left over holds nothing."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.root / "writer.lock"))
        if not lock.acquire(blocking=False):
            raise EngineBusy("another process is writing to the search index")
        try:
            yield
        finally:
            lock.release()
