"""The databases that are measured on: built once for each size, kept in var/bench, and copied for each run."""

import hashlib
import json
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from flask_migrate import upgrade

from community import config, create_app
from community.database import db, unit_of_work
from community.search import indexing
from community.vocabularies.actions import load_shipped
from tests.benchmarks.data.entries import add_entries
from tests.benchmarks.data.everything import Sights, fill
from tests.benchmarks.data.loading import Loader

FOLDER = config.ROOT / "var" / "bench"
SECRET = "this signs the cookies of a benchmark and of nothing else"
DATABASE, FACTS = "bench.sqlite", "built.json"
SEARCHABLE_SIZE = 1


@dataclass(frozen=True)
class Copy:
    """A copy of a built database, for one run to change."""

    size: int
    folder: Path
    sights: Sights
    has_worker: bool

    @property
    def environment(self) -> dict[str, str]:
        """Return what the product must be told to serve it."""
        return environment(self.folder, has_worker=self.has_worker)


def environment(folder: Path, *, has_worker: bool = True) -> dict[str, str]:
    """Return the settings of a product that lives in a folder; without the worker nothing is indexed."""
    return {
        "PLENARY_SECRET_KEY": SECRET,
        "PLENARY_VAR": str(folder),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / DATABASE}",
        "PLENARY_DEMO": "0",
        "PLENARY_WORKER": "process" if has_worker else "none",
        "BASE_URL": "http://127.0.0.1",
    }


def take_copy(size: int, *, has_worker: bool) -> Copy:
    """Return a fresh copy of the database of a size, built now where it has not been or was built otherwise."""
    built, folder = FOLDER / f"size-{size}", FOLDER / f"run-{size}"
    digest = _digest(size)
    if _digest_of(built) != digest:
        shutil.rmtree(built, ignore_errors=True)
        _build(built, size, digest)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built, folder)
    return Copy(size, folder, Sights(**json.loads((folder / FACTS).read_text())["sights"]), has_worker)


def drop(copy: Copy) -> None:
    """Remove a copy."""
    shutil.rmtree(copy.folder, ignore_errors=True)


def _build(folder: Path, size: int, digest: str) -> None:
    print(f"Building the database of size {size} in {folder.relative_to(config.ROOT)} …")
    begun = time.monotonic()
    app = create_app(config.from_environment(environment(folder)))
    with app.app_context():
        upgrade()
        with unit_of_work():
            load_shipped()
        with db.engine.connect() as connection:
            sights = fill(Loader(connection), size)
            if size <= SEARCHABLE_SIZE:
                print("  search entries …")
                add_entries(connection)
        if size <= SEARCHABLE_SIZE:
            print("  search index …")
            indexing.rebuild()
        _settle()
    facts = {"digest": digest, "sights": asdict(sights)}
    (folder / FACTS).write_text(json.dumps(facts))
    print(f"  built in {time.monotonic() - begun:.0f} s")


def _settle() -> None:
    """Bring everything into the one file that is copied."""
    with db.engine.connect() as connection:
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.session.remove()
    db.engine.dispose()


def _digest_of(folder: Path) -> str:
    with suppress(OSError, ValueError, KeyError):
        return json.loads((folder / FACTS).read_text())["digest"]
    return ""


def _digest(size: int) -> str:
    """Return a digest of all that a built database depends on: its schema, the data's code, and how search indexes."""
    sources = [*(config.ROOT / "migrations" / "versions").glob("*.py"), *(Path(__file__).parent / "data").glob("*.py")]
    if size <= SEARCHABLE_SIZE:
        sources += (config.ROOT / "community" / "search").glob("*.py")
    digest = hashlib.sha256(str(size).encode())
    for path in sorted([*sources, Path(__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
