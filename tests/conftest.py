"""A prepared database that every test gets a copy of, and the people who live in it."""

import os
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from community import create_app
from community.database import db
from community.groups.queries.visibility import viewer_of
from tests import databases, world
from tests.client import Client

IS_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, the tests that touch no database: they have run already."""
    if IS_POSTGRESQL:
        touching, others = [], []
        for item in items:
            (touching if "database" in getattr(item, "fixturenames", ()) else others).append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = touching


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
        db.session.remove()
        db.engine.dispose()
    database.keep_as_template()
    return app


@pytest.fixture
def app(prepared, database) -> Flask:
    """The application on a fresh copy of the prepared database."""
    with prepared.app_context():
        db.session.remove()
        db.engine.dispose()
    database.reset()
    shutil.rmtree(Path(prepared.config["VAR"]) / "search", ignore_errors=True)
    with prepared.app_context():
        yield prepared
        db.session.remove()
        db.engine.dispose()


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
