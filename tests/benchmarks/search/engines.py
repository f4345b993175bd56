"""What is measured: our engines, each in one line, and the yardsticks beside them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from community.search.engine import Answer, Document, Request
from community.search.whoosh_engine import WhooshEngine
from tests.benchmarks.search import postgresql
from tests.benchmarks.search.fts5 import Fts5
from tests.benchmarks.search.tantivy_index import Tantivy

FTS5 = "fts5"


class Measurable(Protocol):
    """As much of an engine as all of them have."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build the index anew."""

    def search(self, request: Request) -> Answer:
        """Answer one request."""


# by name: an engine whose index stands in a folder
OURS: dict[str, Callable[[Path], Measurable]] = {
    "whoosh": lambda folder: WhooshEngine(folder, time_limit=60.0),
    "postgresql": postgresql.make,
}
YARDSTICKS: dict[str, Callable[[Path], Measurable]] = {FTS5: Fts5, "tantivy": Tantivy}
ALL = OURS | YARDSTICKS
# how a whole index is copied, where its folder does not hold it
COPIES: dict[str, Callable[[Path, Path], object]] = {"postgresql": postgresql.copy}
