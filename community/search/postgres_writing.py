"""How documents come into the tables of the PostgreSQL engine, and out of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from community.search.engine import Document
from community.search.postgres_vectors import digest_of, lexeme_of, row_of
from community.search.spelling import letters, spellings

_VECTOR = ("scope", "created_at", "digest", "title_length", "summary_length", "labels_length", "body_length", "marks")
_VECTOR += ("authors", "vector")
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


def write(connection: Connection, documents: Sequence[Document], *, since: int = 0) -> None:
    """Put documents into every edition from one on; what is there already as it is to be costs next to nothing.

    The order of the keys is the same for everybody who writes, so that no two wait for each other.
    """
    digests = {document.key: digest_of(document) for document in documents}
    known = connection.exec_driver_sql(_KNOWN, {"keys": list(digests), "since": since})
    unchanged = {row.key for row in known if digests[row.key] == row.digest}
    rows = [
        row_of(document, digests[document.key])
        for document in sorted(documents, key=lambda document: document.key)
        if document.key not in unchanged
    ]
    if rows:
        for statement in _UPSERTS:
            connection.exec_driver_sql(statement, [{**row._asdict(), "since": since} for row in rows])


def remove(connection: Connection, keys: Iterable[str], *, since: int = 0) -> None:
    """Take documents out of every edition from one on."""
    for statement in _REMOVALS:
        connection.exec_driver_sql(statement, {"keys": sorted(keys), "since": since})


def learn(connection: Connection, documents: Iterable[Document]) -> None:
    """Note the spellings of documents, so that slips can be mended; the worker only does so, or the numbers would not last."""
    said = {spelling for document in documents for spelling in spellings(f"{document.title}\n{document.body}")}
    initials = {lexeme_of(spelling): letters(spelling)[0] for spelling in said}
    if initials:
        known = sorted(initials)
        connection.exec_driver_sql(_LEARN, {"lexemes": known, "initials": [initials[lexeme] for lexeme in known]})


def forget(connection: Connection) -> None:
    """Forget the spellings that stand nowhere any more."""
    connection.exec_driver_sql(_FORGET)
