"""What the tests of search share: an engine of each sort, and short ways to write documents and to ask."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from community.database import db
from community.search.engine import Answer, Document, Engine, Request
from community.search.grammar import parse
from community.search.postgres_engine import PostgresEngine
from community.search.whoosh_engine import WhooshEngine

SOMEBODY = frozenset({"1:community"})


if os.environ.get("TEST_SEARCH") == "postgresql":

    @pytest.fixture
    def engine(prepared: Flask) -> Iterator[Engine]:
        """An empty engine; the tests that use it say what any engine must do."""
        with prepared.app_context():
            database = db.engine
        engine = PostgresEngine(lambda: database)
        engine.clear()
        yield engine

else:

    @pytest.fixture
    def engine(tmp_path: Path) -> Engine:
        """An empty engine; the tests that use it say what any engine must do."""
        engine = WhooshEngine(tmp_path / "index")
        engine.clear()
        return engine


@pytest.fixture
def document() -> Callable[..., Document]:
    """Make a document of which only the interesting parts are named; each is an hour younger than the one before."""
    made = 0

    def make(key: str, body: str = "", **parts: Any) -> Document:
        nonlocal made
        made += 1
        values = {
            "kind": key.partition(":")[0],
            "scope": "1:community",
            "community": "psc",
            "language": "en",
            "title": "",
            "author": "Ana Lopez",
            "organisation": "Rikolto",
            "created_at": datetime(2026, 11, 3, tzinfo=UTC) + timedelta(hours=made),
        }
        return Document(key=key, body=body, **{**values, **parts})

    return make


@pytest.fixture
def library(engine: Engine, document: Callable[..., Document]) -> Engine:
    """Fill an engine with documents of several groups, kinds, communities and languages."""
    engine.write(
        [
            document("case:1", "The dialogue on the minimum wage in the garment sector.", title="A fair wage"),
            document("case:2", "De samenwerking met de vakbond over lonen.", language="nl", title="Een eerlijk loon"),
            document("lesson:1", "Ask partners early. The wage comes later.", scope="2:community", community="fed"),
            document("post:1", "A secret about the wage and palm oil.", scope="3:subgroup"),
            document("post:2", "La coopération avec les réunions des partenaires.", language="fr"),
            document("post:3", "La cooperación con las organizaciones.", language="es", community="fed"),
        ],
        [],
    )
    return engine


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """Ask an engine in the query grammar, as somebody who may see one scope unless others are named."""

    def ask(engine: Engine, text: str, scopes: frozenset[str] | set[str] = SOMEBODY, **options: Any) -> Answer:
        return engine.search(Request(parse(text), frozenset(scopes), **options))

    return ask


@pytest.fixture
def found(ask: Callable[..., Answer]) -> Callable[..., set[str]]:
    """Ask an engine and return only the keys."""

    def found(*args: Any, **options: Any) -> set[str]:
        return set(ask(*args, **options).keys)

    return found
