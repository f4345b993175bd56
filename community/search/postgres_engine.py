"""The search engine on PostgreSQL: tables beside the others, written in the transaction of the change."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy
from psycopg.errors import LockNotAvailable, QueryCanceled
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from community.search import postgres_editions as editions
from community.search import postgres_writing as writing
from community.search.engine import (
    FACETS,
    Answer,
    Beginning,
    Completion,
    Document,
    EngineBusy,
    EngineUnavailable,
    Likeness,
    Request,
)
from community.search.postgres_completion import complete
from community.search.postgres_search import Run, Search
from community.search.postgres_similar import similar
from community.search.postgres_spelling import Spellings
from community.search.postgres_tables import VERSION

_TYPING = 0.05  # seconds after which somebody who types has gone on
_AT_ONCE = 200  # documents in one transaction of a new edition

# Plans are made for what is asked, and not compiled: that would take longer than the search.
_BEGIN = (
    "SELECT set_config('statement_timeout', %(limit)s, true), set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('jit', 'off', true), set_config('work_mem', '32MB', true), (SELECT version FROM search_edition WHERE is_serving)"
)
_SERVING = "SELECT version FROM search_edition WHERE is_serving"
# The worker waits for who writes the same thing less long than it takes PostgreSQL to see a deadlock, and to end it.
_YIELD = "SET LOCAL lock_timeout = '300ms'"
_OURS = "search_vector WHERE edition = (SELECT number FROM search_edition WHERE is_serving)"
_COUNT = f"SELECT count(*) FROM {_OURS}"
_KEYS = f"SELECT key FROM {_OURS} AND key > %(last)s ORDER BY key LIMIT 1000"
_TIDY = "VACUUM (ANALYZE) search_vector, search_wording, search_spelling"

Found = TypeVar("Found")


class PostgresEngine:
    """An `Engine`; make one per process and share it among its threads."""

    def __init__(self, database: Callable[[], sqlalchemy.Engine], time_limit: float = 1.0) -> None:
        self._database = database
        self._time_limit = time_limit
        self._spellings = Spellings()

    def search(self, request: Request) -> Answer:
        """Answer one request; raise EngineUnavailable when there is no usable index."""
        search = Search(request)
        found = self._ask(self._time_limit, search.answer)
        if found is None:
            found = self._ask(self._time_limit, lambda run: search.answer(run, is_hasty=True))
        if found is None:
            return Answer(0, (), {facet: {} for facet in FACETS}, is_partial=True)
        answer, unknown = found
        return replace(answer, corrections=self._corrections(unknown, request)) if unknown else answer

    def similar(self, likeness: Likeness) -> tuple[str, ...]:
        """Return the keys of what says the most of what a text says, best first."""
        return self._ask(self._time_limit, lambda run: similar(likeness, run)) or ()

    def complete(self, beginning: Beginning) -> Completion:
        """Return how what was typed may go on."""
        return self._ask(_TYPING, lambda run: complete(beginning, run)) or Completion()

    def count(self) -> int:
        """Return how many documents can be found."""
        with self._serving() as connection:
            return int(connection.exec_driver_sql(_COUNT).scalar_one())

    def keys(self) -> Iterator[str]:
        """Yield the keys of all documents that can be found."""
        last = ""
        while True:
            with self._serving() as connection:
                found = connection.exec_driver_sql(_KEYS, {"last": last}).scalars().all()
            if not found:
                return
            yield from found
            last = found[-1]

    def write(self, upserts: Iterable[Document], removals: Iterable[str]) -> None:
        """Put documents in the place of those with the same keys, and take out the removed keys."""
        documents = {document.key: document for document in upserts}
        try:
            with self._serving() as connection, connection.begin():
                connection.exec_driver_sql(_YIELD)
                editions.share(connection)
                writing.remove(connection, set(removals) - documents.keys())
                writing.write(connection, list(documents.values()))
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                raise EngineBusy("somebody is writing the same") from None
            raise

    def write_within(self, connection: Connection, document: Document) -> None:
        """Put a document in the place of that with the same key, as part of the transaction of a change.

        How it is worded, to mend and complete what is typed, waits for the worker: a page need not.
        """
        writing.write_vector(connection, document)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a new edition beside the one that serves, from documents with distinct keys, and let it serve when it is whole.

        Where that is broken off, the next time goes on with what is there.
        """
        waiting = iter(documents)
        with self._database().connect() as connection, editions.alone(connection):
            with connection.begin():
                number, former = editions.begin(connection)
            while batch := list(islice(waiting, _AT_ONCE)):
                with connection.begin():
                    writing.write(connection, batch, since=number)
                former.difference_update(document.key for document in batch)
            with connection.begin():
                writing.remove(connection, former, since=number)
                editions.serve(connection, number)
                writing.forget(connection)
        self.merge()

    def clear(self) -> None:
        """Swap in an empty index."""
        self.rebuild(())

    def merge(self) -> None:
        """Tidy up what many small writes left behind, and let PostgreSQL count anew what it plans by."""
        with self._database().connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(_TIDY)

    def _corrections(self, unknown: list[str], request: Request) -> dict[str, str]:
        def nearest(run: Run) -> dict[str, str]:
            meant = {
                word: self._spellings.nearest(word, request.scopes, request.excluded, run)
                for word in dict.fromkeys(unknown)
            }
            return {word: found for word, found in meant.items() if found is not None and found != word}

        return self._ask(self._time_limit, nearest) or {}

    def _ask(self, seconds: float, asked: Callable[[Run], Found]) -> Found | None:
        """Return what is asked of one state of the index; None where time runs out."""
        with self._database().connect() as connection:
            *_, version = connection.exec_driver_sql(_BEGIN, {"limit": str(int(seconds * 1000))}).one()
            _check(version)

            def run(statement: str, values: dict[str, Any]) -> Any:
                return connection.exec_driver_sql(statement, values).all()

            try:
                return asked(run)
            except OperationalError as error:
                if isinstance(error.orig, QueryCanceled):
                    return None
                raise

    @contextmanager
    def _serving(self) -> Iterator[Connection]:
        """Yield a connection, where there is an edition that this version of the product can read."""
        with self._database().connect() as connection:
            _check(connection.exec_driver_sql(_SERVING).scalar())
            connection.rollback()
            yield connection


def _check(version: int | None) -> None:
    if version != VERSION:
        raise EngineUnavailable("there is no search index that this version of the product can read")
