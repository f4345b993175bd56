"""Editions of the PostgreSQL index: the one that answers, the one that is being built, and who may write to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from community.search.engine import EngineBusy
from community.search.postgres_tables import VERSION

# One number for this index: the worker holds it together with others, who builds anew holds it alone.
_LOCK = 5_041_177

_BUILDING = "SELECT max(number) FROM search_edition WHERE NOT is_serving AND version = %(version)s"
_BEGIN = (
    "INSERT INTO search_edition (number, version, is_serving)"
    " SELECT coalesce(max(number), 0) + 1, %(version)s, false FROM search_edition RETURNING number"
)
_SERVE = "UPDATE search_edition SET is_serving = (number = %(number)s)"
_LEAVE = tuple(
    f"DELETE FROM {table} WHERE {column} < %(number)s"
    for table, column in (("search_edition", "number"), ("search_vector", "edition"), ("search_wording", "edition"))
)
_KEYS = "SELECT key FROM search_vector WHERE edition = %(number)s"


def share(connection: Connection) -> None:
    """Let nobody build anew until this transaction has ended; raise EngineBusy where somebody does."""
    if not connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock_shared({_LOCK})").scalar():
        raise EngineBusy("the search index is being built anew")


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Let nobody else write meanwhile, over several transactions; raise EngineBusy where somebody does."""
    with connection.begin():
        is_alone = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_LOCK})").scalar()
    if not is_alone:
        raise EngineBusy("another process is writing to the search index")
    try:
        yield
    finally:
        connection.rollback()
        with connection.begin():
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")


def begin(connection: Connection) -> tuple[int, set[str]]:
    """Return the number of the edition to build, and the keys that are in it already: what was broken off goes on."""
    values = {"version": VERSION}
    number = connection.exec_driver_sql(_BUILDING, values).scalar()
    if number is None:
        number = connection.exec_driver_sql(_BEGIN, values).scalar_one()
    return number, set(connection.exec_driver_sql(_KEYS, {"number": number}).scalars())


def serve(connection: Connection, number: int) -> None:
    """Let an edition answer from now on, and take out those before it."""
    for statement in (_SERVE, *_LEAVE):
        connection.exec_driver_sql(statement, {"number": number} if "%" in statement else {})
