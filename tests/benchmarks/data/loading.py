"""Rows into the database in bulk: gathered, then inserted parents first."""

import sys
from typing import Any

from sqlalchemy import Connection, insert

from community.database import Model

ROWS_AT_ONCE = 8_000
TOLD = (("person", "members"), ("case", "cases"), ("post", "posts"), ("lesson", "lessons"))


class Loader:
    """Gathers rows of any table and inserts them in chunks; says now and then how far it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._gathered = 0
        self._counts: dict[str, int] = {}

    def add(self, model: type[Model], **row: Any) -> int:
        """Take a row; where it names no id it gets the next one. Return the id."""
        name = model.__tablename__
        self._counts[name] = self._counts.get(name, 0) + 1
        if "id" in model.__table__.columns:
            row.setdefault("id", self._counts[name])
        self._waiting.setdefault(name, []).append(row)
        self._gathered += 1
        if self._gathered >= ROWS_AT_ONCE:
            self.flush()
        return row.get("id", 0)

    def flush(self) -> None:
        """Insert what was gathered and commit it."""
        for table in Model.metadata.sorted_tables:
            if rows := self._waiting.pop(table.name, None):
                self._connection.execute(insert(table), rows)
        self._connection.commit()
        self._gathered = 0
        if sys.stdout.isatty():
            print(f"\r{self._told()} …", end="", flush=True)

    def finish(self) -> None:
        """Insert the rest, and say how much there is."""
        self.flush()
        print(("\r" if sys.stdout.isatty() else "") + self._told() + "  ")

    def _told(self) -> str:
        return "  " + ", ".join(f"{self._counts.get(name, 0):,} {word}" for name, word in TOLD)
