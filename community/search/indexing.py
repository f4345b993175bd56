"""The slow half of search: the worker brings the index up to the table."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import SQLAlchemyError

from community import clock
from community.database import session, unit_of_work
from community.search.documents import documents_of
from community.search.engine import Document, Engine, EngineBusy, EngineError, EngineUnavailable, TransactionalEngine
from community.search.models import SearchEntry

BATCH = 300
QUIET = timedelta(seconds=30)
_WRITTEN = "plenary_search_written_at"
_TOLD = 500  # entries after which somebody who waits is told how far it is

log = logging.getLogger(__name__)

_DONE = (
    update(SearchEntry)
    .where(
        SearchEntry.key == bindparam("done"),
        SearchEntry.changed_at == bindparam("as_of", type_=SearchEntry.changed_at.type),
    )
    .values(is_pending=False)
)


def engine() -> Engine:
    """Return the search engine of this process."""
    found: Engine = current_app.extensions["search_engine"]
    return found


def index_at_once(key: str) -> None:
    """Write an entry into the index as part of its change, where the engine can; it waits for the worker all the same.

    What goes wrong must not undo the change: the worker tries again.
    """
    found = engine()
    if not isinstance(found, TransactionalEngine):
        return
    entry = session().get_one(SearchEntry, key, populate_existing=True)
    connection = session().connection()
    try:
        with connection.begin_nested():
            found.write_within(connection, documents_of([entry])[0])
    except SQLAlchemyError:
        log.exception("%s was not indexed at once; the worker tries again", key)


def index_pending() -> bool:
    """Write one batch of changed entries into the index; rebuild it where there is none. Say whether more may be waiting.

    What comes while a batch is written waits for the next round: a few entries cost as much to write as a hundred.
    """
    pending = (
        session()
        .scalars(
            select(SearchEntry).where(SearchEntry.is_pending.is_(True)).order_by(SearchEntry.changed_at).limit(BATCH)
        )
        .all()
    )
    if not pending:
        return _is_made_anew()
    written = [(entry.key, entry.changed_at) for entry in pending]
    try:
        engine().write(
            documents_of([entry for entry in pending if not entry.is_removed]),
            [entry.key for entry in pending if entry.is_removed],
        )
    except EngineUnavailable:
        rebuild()
        return True
    except EngineBusy:
        return False
    _settle(written)
    current_app.extensions[_WRITTEN] = clock.now()
    return len(pending) == BATCH


def tidy_when_quiet() -> bool:
    """Tidy the index up once nothing was written to it for a while; there is never more to do at once."""
    written = current_app.extensions.get(_WRITTEN)
    if written is not None and clock.now() - written > QUIET:
        current_app.extensions.pop(_WRITTEN)
        with suppress(EngineError):
            engine().merge()
    return False


def check() -> tuple[int, int]:
    """Compare the index with the table and mend it; return how many things it lacked, and how many it had too much."""
    wanted = set(session().scalars(select(SearchEntry.key).where(SearchEntry.is_removed.is_(False))))
    try:
        held = set(engine().keys())
    except EngineUnavailable:
        rebuild()
        return len(wanted), 0
    missing, needless = wanted - held, held - wanted
    if needless:
        engine().write([], needless)
    for start in range(0, len(missing), BATCH):
        part = sorted(missing)[start : start + BATCH]
        engine().write(documents_of(session().scalars(select(SearchEntry).where(SearchEntry.key.in_(part))).all()), [])
    return len(missing), len(needless)


def _is_made_anew() -> bool:
    """Make the index where there is none that this version can read, and say whether that was needed."""
    try:
        next(iter(engine().keys()), None)  # to count them would take longer, and is asked several times a second
    except EngineUnavailable:
        rebuild()
        return True
    return False


def rebuild(*, tell: Callable[[int], None] = lambda _: None) -> None:
    """Build a new index from the whole table, telling how far it is; the old one serves until it is ready."""
    written: list[tuple[str, datetime]] = []
    engine().rebuild(_documents(written, tell))
    _settle(written)


def _settle(written: Sequence[tuple[str, datetime]]) -> None:
    """Let entries wait no longer, save those that changed again meanwhile."""
    if not written:
        return
    with unit_of_work():
        session().connection().execute(_DONE, [{"done": key, "as_of": moment} for key, moment in written])


def _documents(written: list[tuple[str, datetime]], tell: Callable[[int], None]) -> Iterator[Document]:
    """Yield what can be found, noting the state of every entry that was read."""
    entries = session().scalars(select(SearchEntry).execution_options(yield_per=_TOLD))
    for part in entries.partitions():
        written.extend((entry.key, entry.changed_at) for entry in part)
        yield from documents_of([entry for entry in part if not entry.is_removed])
        tell(len(written))
