"""Runs the migrations on the application's own engine, on SQLite by copying tables."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Column

from community.database import Model, UTCDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our own column types as what they are in the database: a migration imports nothing of the product."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any, _column: Column[Any], _metadata: Column[Any], inspected: Any, declared: Any
) -> bool | None:
    """Hold UTCDateTime equal to what it is in the database."""
    return False if isinstance(declared, UTCDateTime) else None


def run() -> None:
    """Bring the database to the revision that was asked for, in one transaction."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
