"""The migrations that ship make exactly the tables that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from community.database import Model, db


def test_a_migrated_database_has_what_the_models_say(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Model.metadata) == []


def test_there_is_one_latest_migration(app):
    directory = app.extensions["migrate"].migrate.directory
    assert len(ScriptDirectory(directory).get_heads()) == 1


def test_migrations_go_back_and_forth(app):
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    assert set(Model.metadata.tables) <= set(inspect(db.engine).get_table_names())
