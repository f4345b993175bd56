"""The database: one declarative base, times in UTC, and the unit of work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import g, has_app_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Executable,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UpdateBase,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached, registry
from sqlalchemy.orm.attributes import instance_dict, manager_of_class
from sqlalchemy.sql.functions import FunctionElement

from community import sqlite_files, statements

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive values on the way in, answers aware UTC ones on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive value; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: say its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Make what SQLite returns naive aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """What every table is made of."""

    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UTCDateTime()})


class gathered(FunctionElement[str]):
    """The texts of many rows as one, with a separator: what SQLAlchemy has for it is compiled anew for every execution."""

    type = Text()
    inherit_cache = True


@compiles(gathered)
def _gather(element: Any, compiler: Any, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)})"


@compiles(gathered, "postgresql")
def _gather_there(element: Any, compiler: Any, **options: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)})"


def constant(word: str) -> ColumnElement[str]:
    """Return a word of the program as SQL: a parameter would cost every statement a little more. Never what somebody typed."""
    if "'" in word:
        raise ValueError(f"not a word of the program: {word!r}")
    return literal_column(f"'{word}'", String)


class _Session(FlaskSession):
    """A session that reads where everything else of a reading request does."""

    def get_bind(self, *given: Any, **named: Any) -> Engine | Connection:
        """Return the connection of a reading request, or else what Flask-SQLAlchemy would."""
        return _reading_connection() or super().get_bind(*given, **named)


_Stored = TypeVar("_Stored", bound=Model)

db = SQLAlchemy(model_class=Model, session_options={"class_": _Session})


def session() -> Session:
    """Return the session of this request or command."""
    return db.session()


def read(statement: Executable, **values: Any) -> Sequence[Any]:
    """Return the rows of columns that a statement, made once, finds for these values.

    It takes a tenth of the time of the session's `execute`, which prepares to make objects of every row.
    """
    connection = _reading_connection()
    if connection is None:
        present = session()
        present.flush()
        connection = present.connection()
    return statements.rows(connection, statement, values)


def write(statement: UpdateBase, **values: Any) -> Sequence[Any]:
    """Insert or change rows by a statement made once, past the object layer; return the rows that it asks for.

    It takes a tenth of the time of the session, and each moment in which a database file is locked is everybody's.
    """
    present = session()
    present.flush()
    return statements.write(present.connection(), statement, values)


def stored(model: type[_Stored], **columns: Any) -> _Stored:
    """Return the object of a row that was just written, as if the session had loaded it."""
    made: _Stored = manager_of_class(model).new_instance()
    instance_dict(made).update(columns)
    make_transient_to_detached(made)
    session().add(made)
    return made


def begin_reading() -> None:
    """Let this request, which writes nothing, read from one connection; most pages then never need a session."""
    if db.session.registry.has():
        db.session.rollback()
    g.reading = None


def end_reading() -> None:
    """Give the connection of a reading request back; what follows may write."""
    if connection := g.pop("reading", None):
        db.session.remove()
        connection.close()


def _reading_connection() -> Connection | None:
    if not has_app_context():
        return None
    present = g._get_current_object()  # asked for by every statement: the proxy would look it up each time
    if "reading" not in present:
        return None
    if present.reading is None:
        present.reading = db.engine.connect()
    found: Connection = present.reading
    return found


@contextmanager
def write_intent() -> Iterator[None]:
    """Let transactions begun in the block take SQLite's write lock at once, so that none has to be upgraded later."""
    token = sqlite_files.intent.set(True)
    try:
        yield
    finally:
        sqlite_files.intent.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Begin the transaction that writes: what was read until here is forgotten, so that the block decides on what is true now.

    Where the present transaction has the intent to write already, it goes on.
    """
    if sqlite_files.intent.get():
        yield
        return
    db.session.rollback()
    with write_intent():
        yield


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Commit what the block wrote, or nothing of it. For commands, the worker, and what must outlive a refused request."""
    end_reading()
    db.session.rollback()
    with write_intent():
        try:
            yield session()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
