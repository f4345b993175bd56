"""A prepared database that every test gets a copy of, and the people who live in it."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from argon2 import PasswordHasher, profiles
from flask import Flask
from flask.testing import FlaskClient

from community import create_app, worker
from community.accounts import passwords
from community.database import db
from community.groups.queries.visibility import viewer_of
from tests import canaries, databases, routes, world
from tests import stage as stages
from tests.client import Client
from tests.planting import Values
from tests.stage import Stage

IS_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"


gc.set_threshold(200_000, 50, 100)  # what tests leave behind is little beside what they hold: a twelfth less time


# What takes seconds to prepare is prepared in one process: all tests that ask for it go there.
PREPARED = ("stage", "places_kept", "practice", "demo")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, the tests that do not ask for it; keep together those that share what is prepared."""
    if IS_POSTGRESQL:
        config.hook.pytest_deselected(items=[item for item in items if not item.get_closest_marker("postgresql")])
        items[:] = [item for item in items if item.get_closest_marker("postgresql")]
    for item in items:
        for name in {*PREPARED} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Let argon2 run as it does, with little work: `accounts/test_password` says how much there is outside the tests."""
    passwords._hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    passwords._nobody = passwords._hasher.hash("the password of nobody at all")


def _var(app: Flask, folder: str) -> Path:
    return Path(app.config["VAR"]) / folder


def _forget(app: Flask) -> None:
    """Throw away the index and the letters of the last test."""
    for folder in ("search", "mail"):
        shutil.rmtree(_var(app, folder), ignore_errors=True)


def _worked_off(app: Flask, database: object, name: str, folder: Path) -> Path:
    """Let the worker do all there is to do, keep it under a name, and return where a copy of the index stands."""
    _forget(app)
    worker.drain(app, app.extensions[worker.JOBS])
    databases.keep(database, name)
    _var(app, "search").mkdir(exist_ok=True)  # where the index is in the database there is none
    return Path(shutil.copytree(_var(app, "search"), folder / "search"))


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
        if IS_POSTGRESQL:
            app.extensions["search_engine"].clear()
        databases.keep(database)
    return app


@pytest.fixture
def app(prepared, database) -> Flask:
    """The application on a fresh copy of the prepared database."""
    with prepared.app_context():
        databases.bring_back(database)
        _forget(prepared)
        yield prepared
        db.session.remove()


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
        db.session.remove()


@pytest.fixture(scope="session")
def places_kept(prepared, database) -> dict[str, Values]:
    """A canary in every private field, planted once."""
    with prepared.app_context():
        databases.bring_back(database)
        places = canaries.prepare(prepared)
        canaries.fill(places, *canaries.LAYERS)
        databases.keep(database, "canaries")
    return places


@pytest.fixture(scope="session")
def told_kept(places_kept, prepared, database, tmp_path_factory) -> Path:
    """What the worker makes of the canaries, once: rows and an index; the folder that the index is kept in."""
    with prepared.app_context():
        databases.bring_back(database, "canaries")
        return _worked_off(prepared, database, "told", tmp_path_factory.mktemp("told"))


@pytest.fixture
def places(places_kept, told_kept, app, database) -> dict[str, Values]:
    """A fresh copy of all canaries, told and indexed; what the addresses are made of, by layer."""
    databases.bring_back(database, "told")
    shutil.copytree(told_kept, _var(app, "search"))
    return places_kept


@pytest.fixture(scope="session")
def practice_kept(prepared, database, tmp_path_factory) -> tuple[dict[str, list[Values]], Path]:
    """Something to show on every page, written and indexed once: the values of every page's addresses, and the index."""
    with prepared.app_context():
        databases.bring_back(database)
        examples = routes.build()
        return examples, _worked_off(prepared, database, "practice", tmp_path_factory.mktemp("practice"))


@pytest.fixture
def practice(practice_kept, app, database) -> dict[str, list[Values]]:
    """The values of every page's addresses, on a fresh copy of what each has to show."""
    examples, index = practice_kept
    databases.bring_back(database, "practice")
    shutil.copytree(index, _var(app, "search"))
    return examples


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
