"""The floor: the least that a page can cost in Flask, Jinja and SQLAlchemy, to measure the product's pages against.

GET /<n> reads one row and renders a page of n bytes (±2 %); POST /row inserts one row and redirects.
"""

import os
import sqlite3
from functools import lru_cache
from typing import Any

from flask import Flask, redirect, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.orm import Mapped, mapped_column

TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ row.title }}</title></head>
<body>
<h1>{{ row.title }}</h1>
{% for paragraph in paragraphs %}<p>{{ paragraph }}</p>
{% endfor %}</body>
</html>"""
TITLE = "A row of the floor"
AROUND = len(TEMPLATE.split("{% for")[0] + "</body>\n</html>") - 2 * len("{{ row.title }}") + 2 * len(TITLE)
PARAGRAPH = "Filler of a plain page, as long as a paragraph that somebody wrote in a hurry between two meetings. " * 4

db = SQLAlchemy()


class Row(db.Model):  # type: ignore[name-defined,misc]
    """The one table."""

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


@event.listens_for(Engine, "connect")
def _as_the_product_does(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        for pragma in ("journal_mode=WAL", "busy_timeout=10000", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")


@lru_cache(maxsize=64)
def paragraphs(size: int) -> list[str]:
    """Return paragraphs that fill a page up to a size."""
    per_paragraph = len(PARAGRAPH) + len("<p></p>\n")
    whole, rest = divmod(max(0, size - AROUND), per_paragraph)
    return [PARAGRAPH] * whole + ([PARAGRAPH[: rest - len("<p></p>\n")]] if rest > len("<p></p>\n") else [])


def create_app() -> Flask:
    """Make the floor on the database that FLOOR_DATABASE names."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["FLOOR_DATABASE"]
    db.init_app(app)

    template = app.jinja_env.from_string(TEMPLATE)  # compiled once, as a file of templates would be

    @app.get("/<int:size>")
    def page(size: int) -> str:
        return render_template(template, row=db.session.get(Row, 1), paragraphs=paragraphs(size))

    @app.post("/row")
    def row() -> Any:
        db.session.add(Row(title=TITLE))
        db.session.commit()
        return redirect("/1000")

    with app.app_context():
        db.create_all()
        if db.session.get(Row, 1) is None:
            db.session.add(Row(title=TITLE))
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return app
