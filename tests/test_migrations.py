"""The migrations that ship make exactly the tables that the models describe."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select

from community.accounts import actions as accounts
from community.accounts.models import Person, SignIn
from community.database import Model, db, session, unit_of_work
from community.discussions.models import Post
from community.groups.actions import invitations, joining
from community.groups.actions.introductions import introduce
from community.groups.actions.inviting import invite_all
from community.groups.addressees import read
from community.groups.admissions import Invitation
from community.groups.models import Introduction, Membership
from community.groups.queries.visibility import viewer_of
from community.plenaries.cards import Theme
from community.plenaries.voices import Draft
from tests import world
from tests.plenaries.practice import agree_on

pytestmark = pytest.mark.postgresql


def test_a_migrated_database_has_what_the_models_say(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Model.metadata) == []


def test_there_is_one_latest_migration(app):
    directory = app.extensions["migrate"].migrate.directory
    assert len(ScriptDirectory(directory).get_heads()) == 1


def test_what_people_are_and_belong_to_survives_both_ways(app):
    """To copy and drop a table on SQLite would delete what refers to it."""
    with unit_of_work():
        world.person("ana").present(
            name="Ána Ñ", organisation=accounts.name_organisation("Kadé"), language="en", time_zone="UTC"
        )
        introduce(world.group("psc"), by=viewer_of(world.id_of("ana")), seek="Façades")
        accounts.open_sign_in(world.person("ana"), browser="")
    kept = [Membership, SignIn, Person, Post]
    before = [session().query(model).count() for model in kept]
    db.session.remove()
    downgrade(revision="0004")
    upgrade()
    assert [session().query(model).count() for model in kept] == before
    assert world.person("ana").folded == "ana n"
    assert world.person("ana").organisation.folded == "kade"
    assert "facades" in session().query(Introduction).one().folded
    assert session().query(SignIn).one().seen_at == session().query(SignIn).one().started_at


def test_migrations_go_back_and_forth(app):
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    assert set(Model.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_invitations_keep_what_became_of_them(app):
    cleo, psc = viewer_of(world.id_of("cleo")), world.group("psc")
    with unit_of_work():
        used, closed, _open = (invitations.invite(psc, by=cleo, note=note) for note in ("used", "closed", "open"))
        invite_all(psc, read("noor@example.org"), by=cleo)
        joining.accept(used, world.person("bo"))
        invitations.revoke(closed, by=cleo)
    members = _count(Membership)
    db.session.remove()
    downgrade(revision="0004")
    upgrade()
    found = {row.note: row.state for row in session().execute(select(Invitation.note, Invitation.state))}
    assert found == {"used": "joined", "closed": "revoked", "open": "link", "noor@example.org": "link"}
    assert _count(Membership) == members, "a table that others refer to is not copied"
    assert world.group("psc").door == "invitation"


def test_a_draft_that_was_made_of_a_theme_is_before_its_plenary_both_ways(app):
    (draft,) = agree_on()
    before = (draft.plenary_id, draft.lesson_id)
    db.session.remove()
    downgrade(revision="0031")
    upgrade()
    kept = session().query(Draft).one()
    assert (kept.plenary_id, kept.lesson_id, kept.asked_revision, kept.verdict) == (*before, 1, None)
    assert _count(Theme) == 1


def _count(model) -> int:
    return session().scalar(select(func.count()).select_from(model))
