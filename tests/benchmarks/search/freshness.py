"""How long it takes from a commit until it is found, while changes keep coming; and how long a search waits meanwhile."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from community.search.engine import Document, Request
from community.search.grammar import parse
from community.search.indexing import BATCH
from community.worker import PAUSE
from tests.benchmarks.search import corpus, indexes

RATE = 20  # changes a second
SECONDS = 30
_EVERYBODY = frozenset(f"{group}:community" for group in range(corpus.GROUPS))


@dataclass
class Fresh:
    """Seconds from commit to found of each change, and of each write and the search that came after it."""

    found: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    searches: list[float] = field(default_factory=list)


def measure(name: str, size: int) -> Fresh:
    """Write what has come in since the last write, then search for the last of it, as the worker and a reader would."""
    with indexes.copied(name, size) as engine:
        return _measure(engine, size)


def _measure(engine: Any, size: int) -> Fresh:
    engine.search(_request("anything"))
    seen = Fresh()
    waiting: deque[tuple[float, int]] = deque()
    changes = _changes(size)
    begun, sent = time.monotonic(), 0
    while sent < RATE * SECONDS or waiting:
        while sent < min(RATE * SECONDS, (time.monotonic() - begun) * RATE):
            waiting.append((begun + sent / RATE, next(changes)))
            sent += 1
        batch = [waiting.popleft() for _ in range(min(BATCH, len(waiting)))]
        if not batch:
            time.sleep(PAUSE / 10)
            continue
        word = f"freshword{sent}"
        documents = [_changed(number, word) for _, number in batch]
        before = time.monotonic()
        engine.write(documents, [])
        written = time.monotonic()
        if engine.search(_request(word)).total != len(batch):
            raise RuntimeError("what was written is not found")
        now = time.monotonic()
        seen.writes.append(written - before)
        seen.searches.append(now - written)
        seen.found += [now - committed for committed, _ in batch]
        time.sleep(PAUSE)
    return seen


def _changes(size: int) -> Iterator[int]:
    """Yield the numbers of what changes: now something old, now something new."""
    for n in range(10**9):
        yield size + n if n % 3 else (n * 7919) % size


def _changed(number: int, word: str) -> Document:
    document = corpus.document(number)
    return replace(document, body=f"{word} {document.body}")


def _request(text: str) -> Request:
    return Request(parse(text), _EVERYBODY)
