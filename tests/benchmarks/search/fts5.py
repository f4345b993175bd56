"""The yardstick SQLite FTS5: bm25, porter, the title weighted; scopes, counts, facets and excerpts by SQL."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from community.search.engine import FACETS, Answer, Document, Request
from community.search.grammar import Query, Term
from tests.benchmarks.search.yardstick import mixed

_TITLE_WEIGHT = 4.0
_COLUMNS = ("kind", "community", "language", "organisation", "year")
_MARKS = tuple(facet for facet in FACETS if facet not in _COLUMNS)
_TABLES = """
CREATE TABLE doc (id INTEGER PRIMARY KEY, key TEXT UNIQUE, scope TEXT, kind TEXT, community TEXT, language TEXT,
                  organisation TEXT, year TEXT, created_at TEXT);
CREATE TABLE mark (doc INTEGER, facet TEXT, value TEXT, PRIMARY KEY (doc, facet, value)) WITHOUT ROWID;
CREATE TABLE text (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE INDEX doc_scope ON doc (scope);
CREATE VIRTUAL TABLE fts USING fts5(title, body, content='text', content_rowid='id', tokenize='porter unicode61');
CREATE VIRTUAL TABLE spelling USING fts5(title, body, content='text', content_rowid='id', tokenize='unicode61', detail='none');
CREATE VIRTUAL TABLE word USING fts5vocab(spelling, row);
"""
_MATCHING = """
CREATE TEMP TABLE matched AS
SELECT fts.rowid AS id, bm25(fts, :weight, 1.0) AS rank FROM fts JOIN doc ON doc.id = fts.rowid
WHERE fts MATCH :match AND doc.scope IN (SELECT value FROM json_each(:scopes))
"""
_HITS = """
SELECT doc.key, snippet(fts, 0, '<', '>', '…', 20), snippet(fts, 1, '<', '>', '…', 40)
FROM fts JOIN doc ON doc.id = fts.rowid JOIN matched ON matched.id = fts.rowid
WHERE fts MATCH :match AND fts.rowid IN (SELECT id FROM matched ORDER BY rank LIMIT :limit) ORDER BY matched.rank
"""


class Fts5:
    """As much of an `Engine` as is measured."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "fts5.sqlite"
        self._database = self._open()
        self._words: dict[str, list[str]] = {}

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build the index anew."""
        self._database.close()
        self._path.unlink(missing_ok=True)
        self._database = self._open()
        self._database.executescript(_TABLES)
        self.write(documents, [])
        for table in ("fts", "spelling"):
            self._database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
        self._database.commit()

    def write(self, upserts: Iterable[Document], _removals: Iterable[str]) -> None:
        """Put documents in the place of those with the same keys."""
        with self._database as database:
            for document in upserts:
                self._remove(document.key)
                values = [document.key, document.scope, *map("".join, map(document.values, _COLUMNS))]
                values.append(document.created_at.isoformat())
                number = database.execute(
                    f"INSERT INTO doc (key, scope, {', '.join(_COLUMNS)}, created_at) VALUES (?,?,?,?,?,?,?,?)", values
                ).lastrowid
                marks = [(number, facet, value) for facet in _MARKS for value in document.values(facet)]
                database.executemany("INSERT INTO mark VALUES (?,?,?)", marks)
                text = (number, document.title, mixed(document))
                database.execute("INSERT INTO text VALUES (?,?,?)", text)
                for table in ("fts", "spelling"):
                    database.execute(f"INSERT INTO {table} (rowid, title, body) VALUES (?,?,?)", text)

    def search(self, request: Request) -> Answer:
        """Answer one request: what has all words, else what has any; always with its excerpts."""
        strict, loose = _expression(request.query, " AND "), _expression(request.query, " OR ")
        answer = self._answer(request, strict)
        if loose != strict and answer.total < request.limit:
            wider = self._answer(request, loose)
            keys = dict.fromkeys((*answer.keys, *wider.keys))
            answer = Answer(wider.total, tuple(keys)[: request.limit], wider.facets, is_widened=True)
        return answer

    def _answer(self, request: Request, match: str) -> Answer:
        scopes = "[" + ",".join(f'"{scope}"' for scope in request.scopes) + "]"
        given = {"match": match, "scopes": scopes, "weight": _TITLE_WEIGHT, "limit": request.limit}
        ask = self._database.execute
        ask("DROP TABLE IF EXISTS temp.matched")
        ask(_MATCHING, given)
        ((total,),) = ask("SELECT count(*) FROM matched")
        columns = {
            facet: dict(ask(f"SELECT {facet}, count(*) FROM doc WHERE id IN (SELECT id FROM matched) GROUP BY 1"))
            for facet in _COLUMNS
        }
        marks: dict[str, dict[str, int]] = {facet: {} for facet in _MARKS}
        for facet, value, count in ask(
            "SELECT facet, value, count(*) FROM matched CROSS JOIN mark ON mark.doc = matched.id GROUP BY 1, 2"
        ):
            marks[facet][value] = count
        hits = ask(_HITS, given).fetchall() if total else []
        return Answer(
            total, tuple(key for key, *_ in hits), columns | marks, corrections=self._corrections(request.query, total)
        )

    def _corrections(self, query: Query, total: int) -> dict[str, str]:
        """Return the nearest words of those that begin alike, for words that stand nowhere."""
        if total:
            return {}
        found = {}
        for word in (term.words[0] for term in query.wanted if len(term.words) == 1 and not term.is_prefix):
            if self._database.execute("SELECT 1 FROM word WHERE term = ?", (word,)).fetchone():
                continue
            best = process.extractOne(word, self._beginning(word[0]), scorer=OSA.distance, score_cutoff=2)
            if best:
                found[word] = best[0]
        return found

    def _beginning(self, letter: str) -> list[str]:
        if letter not in self._words:
            rows = self._database.execute(
                "SELECT term FROM word WHERE term >= ? AND term < ?", (letter, chr(ord(letter) + 1))
            )
            self._words[letter] = [term for (term,) in rows]
        return self._words[letter]

    def _remove(self, key: str) -> None:
        row = self._database.execute(
            "SELECT id, title, body FROM doc JOIN text USING (id) WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return
        for table in ("fts", "spelling"):
            self._database.execute(f"INSERT INTO {table} ({table}, rowid, title, body) VALUES ('delete',?,?,?)", row)
        for table, column in (("doc", "id"), ("text", "id"), ("mark", "doc")):
            self._database.execute(f"DELETE FROM {table} WHERE {column} = ?", row[:1])

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-64000", "temp_store=MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        return database


def _expression(query: Query, between: str) -> str:
    wanted = between.join(map(_quoted, query.wanted))
    return " NOT ".join((f"({wanted})", *map(_quoted, query.excluded)))


def _quoted(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + "*" * term.is_prefix
