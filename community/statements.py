"""Statements that were made once, to read or to write: compiled once for each kind of database, run on the driver's own cursor.

SQLAlchemy prepares every execution for all that a statement could be. For a page that reads five times that was a fifth of
its time; what stands here takes a fifth of that.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Dialect, Executable, SelectBase, UpdateBase
from sqlalchemy.exc import DBAPIError

_Processor = Callable[[Any], Any]
_Key = tuple[Executable, str, tuple[str, ...]]
_MANY = (list, tuple, set, frozenset)


class Prepared:
    """A statement as one kind of database takes it, with what makes of its columns what their types promise."""

    def __init__(self, statement: SelectBase | UpdateBase, values: Mapping[str, Any], dialect: Dialect) -> None:
        names = list(values) if isinstance(statement, UpdateBase) else None
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        if left := [*(compiled.insert_prefetch or ()), *(compiled.update_prefetch or ())]:
            raise TypeError(f"say what is to stand in {', '.join(column.key for column in left)}")
        state = compiled.construct_expanded_state(dict(values))
        self.sql = state.statement
        self._is_positional = state.positiontup is not None
        self._names = tuple(state.positiontup or state.parameters)
        # the parameters that one of many values became have their own, all others that of their type
        processors: dict[str, _Processor | None] = {
            name: bound.type.dialect_impl(dialect).bind_processor(dialect) for name, bound in compiled.binds.items()
        } | dict(state.processors)
        self._constants = {
            name: _processed(state.parameters[name], processors.get(name)) for name in self._names if name not in values
        }
        self._processors = tuple(
            (name, processor) for name in {*self._names} & {*values} if (processor := processors.get(name)) is not None
        )
        columns = statement.exported_columns
        self._row = _row_of(tuple(column.key or "_" for column in columns)) if columns else None
        made = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._made = tuple((n, processor) for n, processor in enumerate(made) if processor is not None)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows for these values, as named tuples."""
        if not connection.in_transaction():
            connection.begin()
        found = self._fetch(connection, self._parameters(values))
        make, processors = self._row, self._made
        if make is None:
            return []
        if not processors:
            return [make(row) for row in found]
        return [make(self._processed(row)) for row in found]

    def _fetch(self, connection: Connection, parameters: Any) -> list[Any]:
        cursor, dialect = connection.connection.cursor(), connection.dialect
        try:
            cursor.execute(self.sql, parameters)
            return list(cursor.fetchall()) if self._row is not None else []
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                self.sql, parameters, error, dialect.loaded_dbapi.Error, dialect=dialect
            ) from error
        finally:
            cursor.close()

    def _parameters(self, values: Mapping[str, Any]) -> Any:
        taken = {**self._constants, **values}
        for name, processor in self._processors:
            taken[name] = processor(taken[name])
        return (
            [taken[name] for name in self._names]
            if self._is_positional
            else {name: taken[name] for name in self._names}
        )

    def _processed(self, row: Sequence[Any]) -> list[Any]:
        cells = list(row)
        for n, processor in self._made:
            cells[n] = processor(cells[n])
        return cells


@lru_cache(maxsize=1024)
def _row_of(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """Return what makes rows of columns with these names: named tuples, which are compared and hashed fast."""
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Any] = row._make
    return make


_prepared: dict[_Key, Prepared] = {}
_seen: WeakSet[Executable] = WeakSet()


def rows(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    """Return the rows that a statement finds for these values, as named tuples.

    SQLAlchemy itself runs what is no question, what asks for any of many values, which is another text each time, and a
    statement that is seen first: one that is made for a single use is not worth preparing.
    """
    prepared = _prepared.get((statement, connection.dialect.name, ()))
    if prepared is not None:
        return prepared.run(connection, values)
    if isinstance(statement, SelectBase) and not any(isinstance(value, _MANY) for value in values.values()):
        if statement in _seen:
            _prepared[statement, connection.dialect.name, ()] = Prepared(statement, values, connection.dialect)
        _seen.add(statement)
    found = connection.execute(statement, values)
    names = [column.key for column in statement.selected_columns] if isinstance(statement, SelectBase) else found.keys()
    return list(map(_row_of(tuple(name or "_" for name in names)), found))


def write(connection: Connection, statement: UpdateBase, values: Mapping[str, Any]) -> Sequence[Any]:
    """Insert or change rows by a statement that is kept for good, with a value for each column; return the rows that it asks for.

    Raise TypeError where a column would take what its model says by default: that only SQLAlchemy knows.
    """
    key = statement, connection.dialect.name, tuple(values)
    if key not in _prepared:
        _prepared[key] = Prepared(statement, values, connection.dialect)
    return _prepared[key].run(connection, values)


def _processed(value: Any, processor: _Processor | None) -> Any:
    return value if processor is None else processor(value)
