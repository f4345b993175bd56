"""The verb by which two spellings of one organisation become one: for the members of a community, by who runs it."""

import secrets
from typing import Any

from slugify import slugify
from sqlalchemy import ColumnElement, delete, exists, func, select, update

from community import slugs
from community.accounts.models import Organisation, Person
from community.accounts.queries import find_organisation
from community.audit import actions as audit
from community.database import session
from community.errors import Invalid, NotAllowed
from community.groups import rules
from community.groups.models import Group, Membership
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lines import clean_line

NAME_LENGTH = 120
KIND = "organisation"


def rename(community: Group, organisation: Organisation, *, name: str, by: Viewer) -> Organisation:
    """Let the members of a community work at an organisation of this name: at the one that has it already, or under a new one.

    Their cases follow them. Who is in other communities alone is left where they said they work.
    """
    if not rules.can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator renames organisations."))
    session().refresh(organisation, with_for_update=True)
    wanted, former = clean_line(name), organisation.name
    if not wanted:
        raise Invalid("name", gettext("Give the organisation a name."))
    if len(wanted) > NAME_LENGTH:
        raise Invalid("name", gettext("Write at most %(n)d characters here.", n=NAME_LENGTH))
    if wanted == former:
        raise Invalid("name", gettext("This is its name already."))
    found = find_organisation(wanted)
    if found is None or found is organisation:
        if not _works_elsewhere(organisation, community):
            organisation.name = wanted
            session().flush()
            _record(community, by, was=former, becomes=wanted, count=0)
            return organisation
        found = _make(wanted, country=organisation.country)
    moved = _move(organisation, found, community)
    slugs.remember(KIND, community.id, organisation.slug, found.id)
    _record(community, by, was=former, becomes=found.name, count=moved)
    session().execute(delete(Organisation).where(Organisation.id == organisation.id, ~_is_anybodys(organisation)))
    return found


def _members(community: Group) -> Any:
    return select(Membership.person_id).where(Membership.group_id == community.id)


def _works_elsewhere(organisation: Organisation, community: Group) -> bool:
    """Say whether somebody works at an organisation who is not in the community."""
    others = (Person.organisation_id == organisation.id, Person.id.not_in(_members(community)))
    return bool(session().scalar(select(func.count()).where(*others)))


def _make(name: str, *, country: str | None) -> Organisation:
    made = Organisation(name=name, slug=slugify(name, max_length=60) + "-" + secrets.token_hex(3), country=country)
    session().add(made)
    session().flush()
    return made


def _move(organisation: Organisation, to: Organisation, community: Group) -> int:
    theirs = (Person.organisation_id == organisation.id, Person.id.in_(_members(community)))
    moved: Any = session().execute(
        update(Person).where(*theirs).values(organisation_id=to.id).execution_options(synchronize_session="fetch")
    )
    return int(moved.rowcount)


def _is_anybodys(organisation: Organisation) -> ColumnElement[bool]:
    return exists().where(Person.organisation_id == organisation.id)


def _record(community: Group, by: Viewer, *, was: str, becomes: str, count: int) -> None:
    where = {"community_id": community.id, "group_id": community.id}
    audit.record("organisation.renamed", by_id=by.person_id, **where, was=was, becomes=becomes, count=count)
