"""Counting the SQL statements that a block sends."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from community.database import db

NOT_READING = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """Collect the statements that are sent inside the block, whoever sends them: `with count_queries() as sent`."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        if not statement.startswith(NOT_READING):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
