"""Where permissions are tried: ten roles, four places with one of everything in each, and a copy that comes back at once.

Beside the people of `world` there are Mia, a member of the communities and of no subgroup; Sam, a member of the
subgroups, and Otto too, who is asked nothing; Eva, who facilitates Stone; Noor, who wrote what stands in Broken. Bo
coordinates the neighbouring community, Rea is a reader in Stone too, and Finn was in all subgroups and wrote there.
"""

from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient

from community.accounts import actions as accounts
from community.database import Model, db, session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Thread
from community.groups.actions import forming, members
from community.groups.actions.invitations import invite
from community.groups.queries.invitations import token_of
from community.groups.queries.visibility import viewer_of
from community.groups.viewer import Viewer
from tests import world
from tests.planting import Values, plant, refused_letter

WORD = "zebrafinch"
ROLES = {
    "visitor": "visitor", "stranger": "bo", "former member": "finn", "administrator": "ada", "reader": "rea",
    "member": "mia", "subgroup member": "sam", "facilitator": "eva", "coordinator": "cleo", "author": "ana",
}  # fmt: skip
IN_BROKEN = {"member": "ana", "facilitator": "dirk", "author": "noor"}  # this member belongs to another subgroup
PLACES = ("public", "community", "subgroup", "confidential")
BEFORE_LEAVING = ("stone", "broken")
UNCOUNTED = {"tally", "lease"}  # what counts tries is written on purpose


@dataclass
class Stage:
    """Everything that stands ready."""

    app: Flask
    database: object
    places: dict[str, Values] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def reset(self) -> None:
        """Bring back what was prepared."""
        db.session.remove()
        db.engine.dispose()
        self.database.reset("stage")

    def browser(self, name: str) -> FlaskClient:
        """Return a browser in which somebody is signed in; "visitor" is nobody."""
        browser = self.app.test_client()
        if name != "visitor":
            with browser.session_transaction() as cookie:
                cookie["_user_id"] = self.tokens[name]
        return browser


def person_for(role: str, place: str) -> str:
    """Return who has a role in a place."""
    return (IN_BROKEN if place == "confidential" else {}).get(role) or ROLES[role]


def who(name: str) -> Viewer:
    """Return somebody as a viewer."""
    return viewer_of(world.id_of(name))


def rows() -> dict[str, list[tuple]]:
    """Return all rows of all tables, as the present transaction sees them."""
    tables = [table for table in Model.metadata.sorted_tables if table.name not in UNCOUNTED]
    connection = session().connection()
    return {
        table.name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{table.name}"'))) for table in tables
    }


def build(app: Flask, database: object) -> Stage:
    """Prepare the stage and keep it as a template of its own."""
    database.reset()
    stage = Stage(app, database)
    with unit_of_work():
        _people()
        stage.places = _places()
        for name in ("bo", "finn", "ada", "rea", "mia", "sam", "eva", "cleo", "ana", "dirk", "noor"):
            stage.tokens[name] = accounts.open_sign_in(world.person(name), browser="test")
    db.session.remove()
    db.engine.dispose()
    database.keep_as("stage")
    return stage


def _people() -> None:
    for name in ("mia", "sam", "otto", "eva", "noor"):
        accounts.register(name=name.capitalize(), email=f"{name}@example.org", password=world.PASSWORD, handle=name)
    psc = world.group("psc")
    inner = forming.found_community(name="Inner circle", slug="inner", audience="community")
    for name in ("mia", "sam", "otto", "eva", "noor", "finn"):
        members.appoint(world.person(name), psc)
    for name in ("mia", "sam", "otto", "eva", "ana", "finn"):
        members.appoint(world.person(name), inner)
    members.appoint(world.person("rea"), inner, role="reader")
    members.appoint(world.person("cleo"), inner, role="coordinator")
    members.appoint(world.person("bo"), world.group("fed"), role="coordinator")
    forming.form_subgroup(psc, name="Clay", slug="clay", audience="community", by=who("cleo"))
    forming.form_subgroup(psc, name="Mud", slug="mud", audience="subgroup", by=who("cleo"))
    for slug in ("stone", "mud"):
        for name, role in (
            ("sam", "member"),
            ("otto", "member"),
            ("ana", "member"),
            ("eva", "facilitator"),
            ("rea", "reader"),
        ):
            members.appoint(world.person(name), world.group(slug), role=role)
    for name in ("sam", "otto", "noor"):
        members.appoint(world.person(name), world.group("broken"))
    for slug in BEFORE_LEAVING:
        members.appoint(world.person("finn"), world.group(slug))


def _places() -> dict[str, Values]:
    cleo, dirk, ana, noor, finn = map(who, ("cleo", "dirk", "ana", "noor", "finn"))
    say = str
    places = {
        "public": plant(world.group("psc"), say=say, audience="public", author=ana, runner=cleo),
        "community": plant(world.group("psc"), say=say, audience="community", author=ana, runner=cleo),
        "subgroup": plant(world.group("stone"), say=say, audience="subgroup", author=ana, runner=cleo),
        "confidential": plant(
            world.group("broken"), say=lambda column: f"{column} {WORD}", audience="subgroup", author=noor, runner=dirk
        ),
    }
    for (name, place), page in zip(places.items(), ("stone", "clay", "mud", "broken"), strict=True):
        community = world.group("inner" if name == "community" else "psc")
        invitation = invite(community, by=cleo, note="For Kim")
        session().flush()
        place |= {
            "place": name, "subgroup": page, "token": token_of(invitation), "invitation_id": invitation.id,
            "area": community.slug, "handle": "dirk", "letter_id": refused_letter().id,
        }  # fmt: skip
        thread, word = session().get_one(Thread, place["thread_id"]), WORD if name == "confidential" else ""
        discussions.reply(thread, text=f"Finn was here {word}", by=finn)
    for slug in ("psc", "inner"):
        members.remove_member(world.group(slug), world.person("finn"), by=cleo)
    return places
