"""Where bytes are kept. The rest of the product knows them by key only, so that they can stand elsewhere one day."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import mkstemp
from typing import IO, Protocol

from flask import current_app

EXTENSION = "file_store"
_KEY = re.compile(r"[0-9a-f]{32}(?:-small|-large)?")


class Store(Protocol):
    """What is asked of a place for bytes."""

    def put(self, key: str, source: IO[bytes]) -> None: ...  # noqa: D102
    def path(self, key: str) -> Path: ...  # noqa: D102
    def remove(self, keys: Iterable[str]) -> None: ...  # noqa: D102
    def keys(self, *, before: datetime) -> Iterator[str]: ...  # noqa: D102


class FolderStore:
    """Keeps each file's bytes in a folder, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, source: IO[bytes]) -> None:
        """Keep bytes under a key; when this returns they outlast a loss of power."""
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, unfinished = mkstemp(dir=path.parent, prefix=".unfinished-")
        try:
            with open(descriptor, "wb") as file:
                copyfileobj(source, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())
            os.rename(unfinished, path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def path(self, key: str) -> Path:
        """Return where the bytes of a key can be read."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self._folder / key[:2] / key

    def remove(self, keys: Iterable[str]) -> None:
        """Forget the bytes of these keys, where there are any."""
        for key in keys:
            self.path(key).unlink(missing_ok=True)

    def keys(self, *, before: datetime) -> Iterator[str]:
        """Return the keys that were put before a moment; what was never finished is forgotten on the way."""
        for path in self._folder.glob("*/*"):
            try:
                is_old = datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
            except FileNotFoundError:
                continue
            if is_old and _KEY.fullmatch(path.name):
                yield path.name
            elif is_old:
                path.unlink(missing_ok=True)


def store() -> Store:
    """Return the store of this installation."""
    found: Store = current_app.extensions[EXTENSION]
    return found


def quota() -> int:
    """Return how many bytes a community's files may take in all."""
    most: int = current_app.config["FILES_QUOTA"]
    return most


def _sync(folder: Path) -> None:
    """Make a rename in a folder outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
