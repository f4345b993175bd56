"""The verbs by which two spellings of one organisation become one: for the members of a community, by who runs it; for
everybody, by who runs the installation.
"""

import secrets
from typing import Any

from slugify import slugify
from sqlalchemy import ColumnElement, Select, delete, exists, func, select, update

from community import slugs
from community.accounts.models import Organisation, Person
from community.accounts.queries import find_organisation
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, NotAllowed
from community.events import publish
from community.groups import rules
from community.groups.events import OrganisationRenamed
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
    wanted, former = _wanted(name, organisation), organisation.name
    found = find_organisation(wanted)
    if found is None or found is organisation:
        if not _works_elsewhere(organisation, community):
            _call(organisation, wanted)
            _record(community, by, was=former, becomes=wanted, count=0)
            return organisation
        found = _make(wanted, country=organisation.country)
    moved = _move(organisation, found, Person.id.in_(_members(community)))
    slugs.remember(KIND, community.id, organisation.slug, found.id)
    _record(community, by, was=former, becomes=found.name, count=moved)
    _forget_empty(organisation, becomes=found)
    publish(OrganisationRenamed(found.id))
    return found


def rename_everywhere(organisation: Organisation, *, name: str, by: Viewer) -> Organisation:
    """Let all who work at an organisation work at one of this name: at the one that has it already, or the same one renamed."""
    if not rules.can_found(by):
        raise Absent
    wanted, former = _wanted(name, organisation), organisation.name
    found = find_organisation(wanted)
    if found is None or found is organisation:
        _call(organisation, wanted)
        _record(None, by, was=former, becomes=wanted, count=0)
        return organisation
    for community_id in session().scalars(_communities_of(organisation)).all():
        slugs.remember(KIND, community_id, organisation.slug, found.id)
    moved = _move(organisation, found)
    _record(None, by, was=former, becomes=found.name, count=moved)
    _forget_empty(organisation, becomes=found)
    publish(OrganisationRenamed(found.id))
    return found


def _wanted(name: str, organisation: Organisation) -> str:
    """Return the name that an organisation, which is locked, is to have; raise Invalid where it can have none such."""
    session().refresh(organisation, with_for_update=True)
    wanted = clean_line(name)
    if not wanted:
        raise Invalid("name", gettext("Give the organisation a name."))
    if len(wanted) > NAME_LENGTH:
        raise Invalid("name", gettext("Write at most %(n)d characters here.", n=NAME_LENGTH))
    if wanted == organisation.name:
        raise Invalid("name", gettext("This is its name already."))
    return wanted


def _call(organisation: Organisation, name: str) -> None:
    organisation.name = name
    session().flush()
    publish(OrganisationRenamed(organisation.id))


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


def _move(organisation: Organisation, to: Organisation, *whom: ColumnElement[bool]) -> int:
    moved: Any = session().execute(
        update(Person)
        .where(Person.organisation_id == organisation.id, *whom)
        .values(organisation_id=to.id)
        .execution_options(synchronize_session="fetch")
    )
    return int(moved.rowcount)


def _communities_of(organisation: Organisation) -> Select[int]:
    """Return in which communities there are people of an organisation."""
    there = select(Membership.group_id).join(Person, Person.id == Membership.person_id).join(Membership.group)
    return there.where(Person.organisation_id == organisation.id, Group.parent_id.is_(None)).distinct()


def _forget_empty(organisation: Organisation, *, becomes: Organisation) -> None:
    """Forget an organisation where nobody works any more; what led to it leads to the one that it has become."""
    gone: Any = session().execute(
        delete(Organisation).where(Organisation.id == organisation.id, ~_is_anybodys(organisation))
    )
    if gone.rowcount:
        slugs.hand_on(KIND, organisation.id, becomes.id)


def _is_anybodys(organisation: Organisation) -> ColumnElement[bool]:
    return exists().where(Person.organisation_id == organisation.id)


def _record(community: Group | None, by: Viewer, *, was: str, becomes: str, count: int) -> None:
    what = "organisation.renamed" if community else "organisation.unified"
    where = {"community_id": community.id, "group_id": community.id} if community else {}
    audit.record(what, by_id=by.person_id, **where, was=was, becomes=becomes, count=count)
