"""The people of the tests, who keep their names, and the two communities they live in.

Ana: practitioner, member of the subgroup Stone. Bo: a stranger to the community, member of its neighbour. Cleo: its
coordinator. Dirk: facilitator of the confidential subgroup Broken. Rea: a reader. Finn: a former member. Ada: administrator.
"""

from flask.testing import FlaskClient
from sqlalchemy import delete, select

from community.accounts import actions as accounts
from community.accounts.models import Person
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.groups.actions import forming, members
from community.groups.models import Group
from community.groups.queries.visibility import viewer_of
from community.groups.viewer import Viewer

PASSWORD = "learn-together"
NAMES = ("ana", "bo", "cleo", "dirk", "rea", "finn", "ada")


def build() -> None:
    """Make the people and groups."""
    with unit_of_work():
        people = {
            name: accounts.register(
                name=name.capitalize(),
                email=f"{name}@example.org",
                password=PASSWORD,
                handle=name,
                is_administrator=name == "ada",
            )
            for name in NAMES
        }
        psc = forming.found_community(name="Private sector cooperation", slug="psc", audience="public", step="describe")
        fed = forming.found_community(name="Fair economic development", slug="fed", audience="community")
        for name, role in (
            ("ana", "member"),
            ("cleo", "coordinator"),
            ("dirk", "member"),
            ("rea", "reader"),
            ("finn", "member"),
        ):
            members.appoint(people[name], psc, role=role)
        members.appoint(people["bo"], fed, role="member")
        cleo = viewer_of(people["cleo"].id)
        stone = forming.form_subgroup(psc, name="Stone", slug="stone", audience="public", by=cleo)
        broken = forming.form_subgroup(
            psc, name="Broken", slug="broken", audience="subgroup", is_confidential=True, by=cleo
        )
        members.appoint(people["ana"], stone)
        members.appoint(people["dirk"], broken, role="facilitator")
        members.remove_member(psc, people["finn"], by=cleo)
        session().execute(delete(AuditEntry))  # how the world came to be is no part of what happens in it


def id_of(name: str) -> int | None:
    """Return the id of a person; None for the visitor."""
    return session().scalar(select(Person.id).where(Person.handle == name))


def viewer(name: str) -> Viewer:
    """Return a person as who asks and does."""
    return viewer_of(id_of(name) or 0)


def person(name: str) -> Person:
    """Return a person of the world."""
    return session().scalars(select(Person).where(Person.handle == name)).one()


def group(slug: str) -> Group:
    """Return a group of the world: psc, fed, stone or broken."""
    return session().scalars(select(Group).where(Group.slug == slug)).one()


def sign_in(browser: FlaskClient, name: str) -> None:
    """Sign somebody in without the form."""
    with unit_of_work():
        token = accounts.open_sign_in(person(name), browser="test")
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
