"""The slow half of search: the worker brings the index up to the table."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import bindparam, select, update

from community.database import session, unit_of_work
from community.search.engine import Document, Engine, EngineBusy, EngineUnavailable
from community.search.models import SearchEntry

BATCH = 300

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
            [entry.document() for entry in pending if not entry.is_removed],
            [entry.key for entry in pending if entry.is_removed],
        )
    except EngineUnavailable:
        rebuild()
        return True
    except EngineBusy:
        return False
    _settle(written)
    return len(pending) == BATCH


def _is_made_anew() -> bool:
    """Make the index where there is none that this version can read, and say whether that was needed."""
    try:
        engine().count()
    except EngineUnavailable:
        rebuild()
        return True
    return False


def rebuild() -> None:
    """Build a new index from the whole table; the old one serves until it is ready."""
    written: list[tuple[str, datetime]] = []
    engine().rebuild(_documents(written))
    _settle(written)


def _settle(written: Sequence[tuple[str, datetime]]) -> None:
    """Let entries wait no longer, save those that changed again meanwhile."""
    if not written:
        return
    with unit_of_work():
        session().connection().execute(_DONE, [{"done": key, "as_of": moment} for key, moment in written])


def _documents(written: list[tuple[str, datetime]]) -> Iterator[Document]:
    """Yield what can be found, noting the state of every entry that was read."""
    for entry in session().scalars(select(SearchEntry).execution_options(yield_per=500)):
        written.append((entry.key, entry.changed_at))
        if not entry.is_removed:
            yield entry.document()
