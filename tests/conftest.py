"""A prepared database that every test gets a copy of, and the people who live in it."""

import os
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from community import create_app, worker
from community.database import db
from community.groups.queries.visibility import viewer_of
from tests import canaries, databases, world
from tests import stage as stages
from tests.client import Client
from tests.planting import Values
from tests.stage import Stage

# What these promise is the words and the manners of pages; `test_routes` opens every page on both databases.
OF_PAGES = re.compile(r"test_(.*pages|forms|web|requirements|sign_ins?|password|email|profile|page_weight|reading)")
IS_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what has run already: tests that touch no database, and those for which one will do."""
    if IS_POSTGRESQL:
        touching, others = [], []
        for item in items:
            is_touching = "database" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("once")
            is_touching = is_touching and not OF_PAGES.fullmatch(item.path.stem)
            (touching if is_touching else others).append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = touching


def _let_go() -> None:
    """Close every connection, so that the database can be replaced."""
    db.session.remove()
    db.engine.dispose()


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """The server or folder that test databases live in: SQLite, or PostgreSQL where TEST_DATABASE says so."""
    folder = tmp_path_factory.mktemp("database")
    kind = databases.PostgreSQL if IS_POSTGRESQL else databases.SQLite
    with kind(folder) as server:
        yield server


@pytest.fixture(scope="session")
def prepared(database, tmp_path_factory) -> Flask:
    """The application on a database that holds the people and groups of `world`, kept as a template."""
    var = tmp_path_factory.mktemp("var")
    app = create_app(databases.settings(database.uri, var))
    app.test_client_class = Client
    database.create()
    with app.app_context():
        databases.migrate()
        world.build()
        _let_go()
    database.keep_as()
    return app


@pytest.fixture
def app(prepared, database) -> Flask:
    """The application on a fresh copy of the prepared database."""
    with prepared.app_context():
        _let_go()
    database.reset()
    for folder in ("search", "mail"):
        shutil.rmtree(Path(prepared.config["VAR"]) / folder, ignore_errors=True)
    with prepared.app_context():
        yield prepared
        _let_go()


@pytest.fixture(scope="session")
def stage_kept(prepared, database) -> Stage:
    """What permissions are tried on, prepared once."""
    with prepared.app_context():
        return stages.build(prepared, database)


@pytest.fixture
def stage(stage_kept) -> Stage:
    """A fresh copy of what permissions are tried on."""
    with stage_kept.app.app_context():
        stage_kept.reset()
        yield stage_kept
        _let_go()


@pytest.fixture(scope="session")
def places_kept(prepared, database) -> dict[str, Values]:
    """A canary in every private field, planted once."""
    with prepared.app_context():
        _let_go()
        database.reset()
        places = canaries.prepare(prepared)
        canaries.fill(places, *canaries.LAYERS)
        _let_go()
        database.keep_as("canaries")
        return places


@pytest.fixture
def places(places_kept, app, database) -> dict[str, Values]:
    """A fresh copy of all canaries, indexed; what the addresses are made of, by layer."""
    _let_go()
    database.reset("canaries")
    worker.drain(app, app.extensions[worker.JOBS])
    return places_kept


@pytest.fixture
def viewer(app):
    """A function from a name to that person as a viewer; "visitor" is nobody."""
    return lambda name: viewer_of(world.id_of(name))


@pytest.fixture
def client(app):
    """A function from a name to a browser in which that person is signed in; "visitor" is nobody."""

    def sign_in(name: str) -> FlaskClient:
        browser = app.test_client()
        if name != "visitor":
            world.sign_in(browser, name)
        return browser

    return sign_in
