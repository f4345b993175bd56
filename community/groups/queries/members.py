"""Reads of members: lists, a person as others may see them, introductions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group, Introduction, Membership
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Role, Viewer


@dataclass(frozen=True)
class Member:
    """One line of a list of members."""

    person_id: int
    name: str
    handle: str
    organisation: str | None
    role: str
    joined_at: datetime
    is_invented: bool
    is_introduced: bool


_INTRODUCED_TO = select(Introduction.group_id).where(Introduction.person_id == bindparam("person"))


def members_of(group: Group, *, limit: int | None = None) -> list[Member]:
    """Return members by name."""
    statement = _members(group).order_by(Person.folded, Person.id).limit(limit)
    return [Member(*row) for row in session().execute(statement)]


def _members(group: Group) -> Select[int, str, str, str, str, datetime, bool, bool]:
    return (
        select(
            Person.id,
            Person.name,
            Person.handle,
            Organisation.name,
            Membership.role,
            Membership.joined_at,
            Person.is_invented,
            Introduction.person_id.is_not(None),
        )
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Introduction, and_(Introduction.person_id == Person.id, Introduction.group_id == group.community_id))
        .where(Membership.group_id == group.id)
    )


def role_of(person: Person, group: Group) -> str | None:
    """Return what a person is to a group; None for no member."""
    found = session().get(Membership, (person.id, group.id))
    return found.role if found else None


def subgroups_of_member(person: Person, community: Group) -> list[str]:
    """Return the names of the subgroups of a community that a person belongs to, for themself or who runs the community."""
    inside = select(Group.name).join(Membership).where(Membership.person_id == person.id)
    return list(session().scalars(inside.where(Group.parent_id == community.id).order_by(Group.name)))


def members_among(group: Group, person_ids: Sequence[int]) -> frozenset[int]:
    """Return those of these people who are members of a group."""
    inside = (Membership.group_id == group.id, Membership.person_id.in_(person_ids))
    return frozenset(session().scalars(select(Membership.person_id).where(*inside)))


def organisations_of(community: Group) -> list[str]:
    """Return the names of the organisations of a community's members."""
    named = select(Organisation.name).join(Person, Person.organisation_id == Organisation.id)
    here = named.join(Membership, Membership.person_id == Person.id).where(Membership.group_id == community.id)
    return list(session().scalars(here.distinct().order_by(Organisation.name)))


def writers_of(group: Group) -> list[tuple[int, str]]:
    """Return the members of a group who write, by name: id, name with organisation."""
    rows = session().execute(
        select(Person.id, Person.name, Organisation.name)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Membership.group_id == group.id, Membership.role != Role.READER, Person.deactivated_at.is_(None))
        .order_by(Person.folded, Person.id)
    )
    return [(person_id, f"{name}, {organisation}" if organisation else name) for person_id, name, organisation in rows]


def count_members(group: Group) -> int:
    """Return how many members a group has."""
    return session().scalar(select(func.count()).where(Membership.group_id == group.id)) or 0


def find_person(handle: str, *, viewer: Viewer) -> Person:
    """Return a person who shares a community with the viewer, or the viewer; raise Absent otherwise."""
    person = session().scalar(select(Person).where(Person.handle == handle))
    if person is None or not (
        viewer.person_id == person.id or viewer.is_administrator or _share_a_group(person, viewer)
    ):
        raise Absent
    return person


def _share_a_group(person: Person, viewer: Viewer) -> bool:
    return (
        session().scalar(
            select(Membership.group_id)
            .where(Membership.person_id == person.id, Membership.group_id.in_(viewer.community_ids))
            .limit(1)
        )
        is not None
    )


def memberships_of(person: Person, *, viewer: Viewer) -> list[tuple[Group, str, Introduction | None]]:
    """Return the person's groups that the viewer may see into, with role and (for communities shared) introduction."""
    community = aliased(Group)
    rows = session().execute(
        select(Group, Membership.role, Introduction)
        .join(Membership, Membership.group_id == Group.id)
        .join(community, community.id == Group.community_id)
        .outerjoin(Introduction, and_(Introduction.group_id == Group.id, Introduction.person_id == person.id))
        .where(
            Membership.person_id == person.id, visible_to(Group.audience), Group.community_id.in_(viewer.community_ids)
        )
        .order_by(community.name, Group.parent_id.is_not(None), Group.name),
        {"viewer": viewer.person_id},
    )
    return [(group, role, introduction) for group, role, introduction in rows]


def not_introduced(community: Group, *, limit: int = 50) -> list[Member]:
    """Return the members of a community who have not introduced themselves, longest here first."""
    silent = _members(community).where(Introduction.person_id.is_(None))
    rows = session().execute(silent.order_by(Membership.joined_at, Person.id).limit(limit))
    return [Member(*row) for row in rows]


def communities_awaiting_introduction(viewer: Viewer) -> frozenset[int]:
    """Return the communities to which the viewer has not introduced themself."""
    return viewer.community_ids - {row.group_id for row in read(_INTRODUCED_TO, person=viewer.person_id)}


def organisations_around(viewer: Viewer) -> list[str]:
    """Return the names of the organisations of those who share a community with the viewer."""
    return list(
        session().scalars(
            select(Organisation.name)
            .join(Person, Person.organisation_id == Organisation.id)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.group_id.in_(viewer.community_ids))
            .distinct()
            .order_by(Organisation.name)
        )
    )
