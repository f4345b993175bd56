"""How documents come into the tables of the PostgreSQL engine, and out of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from community.search.engine import Document
from community.search.postgres_vectors import SPELLING, VectorRow, WordingRow, digest_of, vector_of, wording_of


def _upsert(table: str, fields: Sequence[str]) -> str:
    columns = [name for name in fields if name != "key"]
    held = ", ".join(f"%({name})s" + ("::tsvector" if name in ("vector", "words") else "") for name in columns)
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return (
        f"INSERT INTO {table} (key, edition, {', '.join(columns)}) SELECT %(key)s, number, {held} FROM search_edition"
        f" WHERE number >= %(since)s ON CONFLICT (key, edition) DO UPDATE SET {changed}"
        f" WHERE {table}.digest <> excluded.digest"
    )


_PUT_VECTOR = _upsert("search_vector", VectorRow._fields)
_PUT_WORDING = _upsert("search_wording", WordingRow._fields)
_REMOVALS = (
    "DELETE FROM search_vector WHERE key = ANY(%(keys)s::text[]) AND edition >= %(since)s",
    "DELETE FROM search_wording WHERE key = ANY(%(keys)s::text[]) AND edition >= %(since)s",
)
_KNOWN = (
    "SELECT key, digest FROM search_vector JOIN search_wording USING (key, edition, digest)"
    " WHERE key = ANY(%(keys)s::text[]) AND edition >= %(since)s"
    " GROUP BY key, digest HAVING count(*) = (SELECT count(*) FROM search_edition WHERE number >= %(since)s)"
)
_LEARN = (
    "INSERT INTO search_spelling (lexeme, initial, number)"
    " SELECT said.lexeme, said.initial, coalesce((SELECT max(number) FROM search_spelling), 0) + said.place"
    " FROM unnest(%(lexemes)s::text[], %(initials)s::text[]) WITH ORDINALITY AS said (lexeme, initial, place)"
    " WHERE NOT EXISTS (SELECT FROM search_spelling WHERE search_spelling.lexeme = said.lexeme) ON CONFLICT DO NOTHING"
)
# Spellings hold letters only: between quotation marks they are queries.
_FORGET = (
    "DELETE FROM search_spelling WHERE NOT EXISTS"
    " (SELECT FROM search_wording WHERE words @@ quote_literal(search_spelling.lexeme)::tsquery)"
)


def write_vector(connection: Connection, document: Document) -> None:
    """Let a document be found by what it says, in every edition; the rest of it may wait for the worker."""
    connection.exec_driver_sql(_PUT_VECTOR, {**vector_of(document)._asdict(), "since": 0})


def write(connection: Connection, documents: Sequence[Document], *, since: int = 0) -> None:
    """Put documents into every edition from one on, in the order of their keys, and note their spellings.

    Only one process at a time does so, or the numbers of spellings would not last.
    """
    digests = {document.key: digest_of(document) for document in documents}
    known = connection.exec_driver_sql(_KNOWN, {"keys": list(digests), "since": since})
    unchanged = {row.key for row in known if digests[row.key] == row.digest}
    changed = sorted((one for one in documents if one.key not in unchanged), key=lambda document: document.key)
    if not changed:
        return
    vectors, wordings = map(vector_of, changed), [wording_of(document) for document in changed]
    _put(connection, _PUT_VECTOR, vectors, since)
    _put(connection, _PUT_WORDING, (row for row, _ in wordings), since)
    said = sorted(set().union(*(lexemes for _, lexemes in wordings)))
    initials = [lexeme.removeprefix(SPELLING)[0] for lexeme in said]
    connection.exec_driver_sql(_LEARN, {"lexemes": said, "initials": initials})


def _put(connection: Connection, statement: str, rows: Iterable[VectorRow | WordingRow], since: int) -> None:
    connection.exec_driver_sql(statement, [{**row._asdict(), "since": since} for row in rows])


def remove(connection: Connection, keys: Iterable[str], *, since: int = 0) -> None:
    """Take documents out of every edition from one on."""
    for statement in _REMOVALS:
        connection.exec_driver_sql(statement, {"keys": sorted(keys), "since": since})


def forget(connection: Connection) -> None:
    """Forget the spellings that stand nowhere any more."""
    connection.exec_driver_sql(_FORGET)
