"""Counting the SQL statements that a block sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from sqlalchemy import event

from community.database import db
from community.statements import Prepared

NOT_READING = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """Collect the statements that are sent inside the block, whoever sends them: `with count_queries() as sent`."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        if not statement.startswith(NOT_READING):
            sent.append(statement)

    def run(prepared, connection, values):
        sent.append(prepared.sql)
        return run_prepared(prepared, connection, values)

    run_prepared = Prepared.run
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with patch.object(Prepared, "run", run):
            yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
