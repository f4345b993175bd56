"""How documents come into the tables of the PostgreSQL engine, and out of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from community.search.engine import Document
from community.search.postgres_vectors import SPELLING, Row, digest_of, row_of, spelled

_VECTOR = (
    *("scope", "created_at", "digest", "title_length", "summary_length", "labels_length", "body_length"),
    *("marks", "authors", "vector"),
)
_WORDING = ("scope", "kind", "created_at", "heading", "words")


def _upsert(table: str, columns: Sequence[str]) -> str:
    held = ", ".join(f"%({name})s" + ("::tsvector" if name in ("vector", "words") else "") for name in columns)
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return (
        f"INSERT INTO {table} (key, edition, {', '.join(columns)}) SELECT %(key)s, number, {held} FROM search_edition"
        f" WHERE number >= %(since)s ON CONFLICT (key, edition) DO UPDATE SET {changed}"
    )


_UPSERTS = (_upsert("search_vector", _VECTOR), _upsert("search_wording", _WORDING))
_REMOVALS = (
    "DELETE FROM search_vector WHERE key = ANY(%(keys)s::text[]) AND edition >= %(since)s",
    "DELETE FROM search_wording WHERE key = ANY(%(keys)s::text[]) AND edition >= %(since)s",
)
_KNOWN = (
    "SELECT key, digest FROM search_vector WHERE key = ANY(%(keys)s::text[]) AND edition >= %(since)s"
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


def write(connection: Connection, documents: Sequence[Document]) -> None:
    """Put documents into every edition, in the order of their keys, which is the same for everybody who writes."""
    rows, _ = _compared(connection, documents, 0)
    _put(connection, rows, 0)


def write_and_learn(connection: Connection, documents: Sequence[Document], *, since: int = 0) -> None:
    """Put documents so, and note their spellings; only one process at a time does so, or the numbers would not last."""
    rows, unchanged = _compared(connection, documents, since)
    _put(connection, rows, since)
    said = sorted({lexeme for row in rows for lexeme in row.said}.union(*map(spelled, unchanged)))
    if said:
        initials = [lexeme.removeprefix(SPELLING)[0] for lexeme in said]
        connection.exec_driver_sql(_LEARN, {"lexemes": said, "initials": initials})


def _compared(connection: Connection, documents: Sequence[Document], since: int) -> tuple[list[Row], list[Document]]:
    """Return the rows to be written, and the documents that are there already as they are to be."""
    digests = {document.key: digest_of(document) for document in documents}
    known = connection.exec_driver_sql(_KNOWN, {"keys": list(digests), "since": since})
    unchanged = {row.key for row in known if digests[row.key] == row.digest}
    ordered = sorted(documents, key=lambda document: document.key)
    rows = [row_of(document, digests[document.key]) for document in ordered if document.key not in unchanged]
    return rows, [document for document in ordered if document.key in unchanged]


def _put(connection: Connection, rows: Sequence[Row], since: int) -> None:
    if rows:
        for statement in _UPSERTS:
            connection.exec_driver_sql(statement, [{**row._asdict(), "since": since} for row in rows])


def remove(connection: Connection, keys: Iterable[str], *, since: int = 0) -> None:
    """Take documents out of every edition from one on."""
    for statement in _REMOVALS:
        connection.exec_driver_sql(statement, {"keys": sorted(keys), "since": since})


def forget(connection: Connection) -> None:
    """Forget the spellings that stand nowhere any more."""
    connection.exec_driver_sql(_FORGET)
