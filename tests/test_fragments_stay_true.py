"""Whatever changes in the database, a page with kept parts says what the same page says when it is made anew.

Each column that these pages read is changed by itself: that finds what a kept part shows and does not know of.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from flask import url_for
from flask.testing import FlaskClient
from sqlalchemy import JSON, Boolean, Column, Connection, Engine, String, event

from community import fragments
from community.database import Model, UTCDateTime, db

PAGES = ("cases.case", "discussions.thread", "lessons.lesson")
OF_THE_VISIT = ("sign_in", "tally")
CHANGED = (
    (Boolean, '1 - "{0}"'),
    (String, """"{0}" || 'Z'"""),
    (JSON, """replace("{0}", ': "', ': "Z')"""),
    (UTCDateTime, """coalesce(datetime("{0}", '-1 day'), '2026-10-01 10:00:00') || '.000000'"""),
)


@pytest.fixture
def pages(app, client, practice):
    """A function that returns what a coordinator is shown, but for the token, which is another one each time."""
    browser = client("cleo")
    with app.test_request_context():
        addresses = [url_for(name, **practice[name][0]) for name in PAGES]

    def shown() -> list[str]:
        return [_told(browser, address) for address in addresses]

    return shown


def _told(browser: FlaskClient, address: str) -> str:
    try:
        answer = browser.get(address)
    except Exception as error:  # not even the page that says so could be made of what was changed
        return repr(error)
    return f"{answer.status} " + re.sub('(name="csrf_token" value=)"[^"]+"', r"\1", answer.text)


@contextmanager
def _tracing() -> Iterator[list[str]]:
    """Yield a list that every statement is added to which SQLite runs meanwhile."""
    statements: list[str] = []

    def trace(connection: Connection) -> None:
        connection.connection.driver_connection.set_trace_callback(statements.append)

    event.listen(Engine, "begin", trace)
    try:
        yield statements
    finally:
        event.remove(Engine, "begin", trace)


def _columns_in(statements: str) -> Iterator[tuple[Column, str]]:
    """Yield what some statements may read, each with an expression that makes something else of it."""
    for table in Model.metadata.sorted_tables:
        if table.name in OF_THE_VISIT or not re.search(rf'(FROM|JOIN) "?{table.name}\b', statements):
            continue
        for column in table.columns:
            kinds = [change for kind, change in CHANGED if isinstance(column.type, kind)]
            if kinds and not column.primary_key:
                yield column, kinds[0].format(column.name)


def test_what_is_kept_is_never_out_of_date(app, pages):
    kept, path = app.extensions[fragments._EXTENSION].fragments, db.engine.url.database
    kept.clear()
    with _tracing() as statements:
        before = pages()
    assert all(page.startswith("200") for page in before)
    said, seen, stale = " ".join(statements), set(), []
    app.logger.disabled = True
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for column, changed in _columns_in(said):
                table, name = column.table.name, column.name
                former = database.execute(f'SELECT "{name}", rowid FROM "{table}"').fetchall()
                try:
                    database.execute(f'UPDATE "{table}" SET "{name}" = {changed}')
                except sqlite3.IntegrityError:
                    continue
                now = pages()
                kept.clear()
                if now != before:
                    seen.add(str(column))
                if now != pages():
                    stale.append(str(column))
                database.execute("BEGIN")
                database.executemany(f'UPDATE "{table}" SET "{name}" = ? WHERE rowid = ?', former)
                database.execute("COMMIT")
    finally:
        app.logger.disabled = False
    assert pages() == before
    assert {"case_revision.html", "case.title", "post_revision.html", "person.name", "lesson.title"} <= seen
    assert not stale
