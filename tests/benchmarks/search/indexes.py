"""The indexes that are measured on: built once, kept in var/bench, and built anew when what they depend on has changed."""

import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from community import config
from community.search.engine import Document
from tests.benchmarks import processes
from tests.benchmarks.search import corpus
from tests.benchmarks.search.engines import ALL, COPIES, Measurable

FOLDER = config.ROOT / "var" / "bench"
FACTS = "built.json"
_SEARCH = config.ROOT / "community" / "search"
# What an index holds depends on these; how it is searched, on others.
_INDEXING = ("analysis.py", "engine.py", "spelling.py", "words.py")

_WRITING = {"whoosh": "whoosh_schema.py", "postgresql": "postgres_*.py"}
_SAMPLE = 100  # documents that tell whether all of them are still the same


@dataclass(frozen=True)
class Built:
    """How an index was built: documents a second, and the memory held after a tenth of them and after all, in bytes."""

    rate: float
    memory_at_tenth: int
    memory_at_end: int


def opened(name: str, size: int) -> tuple[Measurable, Built]:
    """Return an engine over so many documents, and how its index was built, now or earlier."""
    folder, digest = FOLDER / f"search-{name}-{size}", _digest(name)
    facts = _facts(folder)
    if facts.get("digest") != digest:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"Building {name} of {size:,} documents in {folder.relative_to(config.ROOT)} …", flush=True)
        engine, built = _build(name, folder, size)
        (folder / FACTS).write_text(json.dumps({"digest": digest, "built": vars(built)}))
        return engine, built
    return ALL[name](folder / "index"), Built(**facts["built"])


@contextmanager
def copied(name: str, size: int) -> Iterator[Measurable]:
    """Yield an engine over a copy of a built index, to change."""
    folder = FOLDER / f"search-{name}-{size}"
    copy = folder.with_name(f"{folder.name}-changing")
    shutil.rmtree(copy, ignore_errors=True)
    COPIES.get(name, shutil.copytree)(folder / "index", copy / "index")
    try:
        yield ALL[name](copy / "index")
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def texts(size: int) -> sqlite3.Connection:
    """Return a database with the titles and bodies of so many documents, as excerpts are made of them."""
    folder, digest = FOLDER / f"search-texts-{size}", _digest("texts")
    database = folder / "texts.sqlite"
    if _facts(folder).get("digest") != digest:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("CREATE TABLE text (key TEXT PRIMARY KEY, language TEXT, title TEXT, body TEXT)")
            rows = ((one.key, one.language, one.title, one.body) for one in corpus.documents(size))
            connection.executemany("INSERT INTO text VALUES (?,?,?,?)", rows)
        (folder / FACTS).write_text(json.dumps({"digest": digest}))
    return sqlite3.connect(database)


def _build(name: str, folder: Path, size: int) -> tuple[Measurable, Built]:
    engine = ALL[name](folder / "index")
    memory = [0]
    begun = time.monotonic()
    engine.rebuild(_watched(corpus.documents(size), size // 10, memory))
    return engine, Built(size / (time.monotonic() - begun), memory[0], processes.memory())


def _watched(documents: Iterable[Document], at: int, memory: list[int]) -> Iterator[Document]:
    for number, document in enumerate(documents):
        if number == at:
            memory[0] = processes.memory()
        yield document


def _facts(folder: Path) -> dict:
    with suppress(OSError, ValueError):
        return json.loads((folder / FACTS).read_text())
    return {}


def _digest(name: str) -> str:
    """Return a digest of all that a built index depends on: the documents, what a word is, and how the engine writes."""
    sources = [_SEARCH / file for file in _INDEXING]
    sources += sorted(_SEARCH.glob(_WRITING[name])) if name in _WRITING else []
    sources += Path(__file__).parent.glob(f"{name}*.py")
    digest = hashlib.sha256(repr([*corpus.documents(_SAMPLE)]).encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()
