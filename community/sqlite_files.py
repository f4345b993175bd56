"""SQLite made strict, and whose turn it is to write: of all who want to, a file lets one."""

import sqlite3
import time
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event

WAITS_FOR, LOOKS_EVERY = 10, 0.001  # seconds

# Whether the transactions that are begun now are to write, so that none has to be upgraded later.
intent: ContextVar[bool] = ContextVar("intent", default=False)


@event.listens_for(Engine, "connect")
def _make_sqlite_strict(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the driver must not begin transactions of its own: see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={1000 * WAITS_FOR}",
        "synchronous=NORMAL",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        # past SQLAlchemy's execution of statements: this is said once for every page
        driver = connection.connection.driver_connection
        if intent.get():
            _take_turn(driver)
        else:
            driver.execute("BEGIN")


def _take_turn(driver: sqlite3.Connection) -> None:
    """Begin to write as soon as nobody else does: SQLite itself would look ever more seldom, so that who came late goes first."""
    driver.execute("PRAGMA busy_timeout=0")
    until = time.monotonic() + WAITS_FOR
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(LOOKS_EVERY)
    finally:
        driver.execute(f"PRAGMA busy_timeout={1000 * WAITS_FOR}")
