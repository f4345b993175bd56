"""What the audit log asks of groups: which of them its reader may know of, and how people and groups are called."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, or_, select

from community.accounts.models import Person
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import coordinated, inside, knows_of

_IDS = bindparam("ids", type_=Integer, expanding=True)
_PEOPLE = select(Person.id, Person.name).where(Person.id.in_(_IDS))
_GROUPS = select(Group.id, Group.name).where(
    Group.id.in_(_IDS), or_(Group.parent_id.is_(None), inside(), coordinated() & knows_of())
)
_BY_HANDLE = select(Person.id).where(Person.handle == bindparam("handle"))


class Names(NamedTuple):
    """How people and groups are called, by id. A group that the reader may not know by name is left out."""

    people: dict[int, str]
    groups: dict[int, str]


def open_groups() -> Select[Any]:
    """Return, as a condition on `:viewer`, the groups of which entries may be read: all but confidential ones of others."""
    return select(Group.id).where(or_(Group.is_confidential.is_(False), inside()))


def names_for(person_ids: Collection[int], group_ids: Collection[int], *, viewer_id: int | None) -> Names:
    """Return the names that a page of the log needs, in two queries."""
    people = {row.id: row.name for row in read(_PEOPLE, ids=sorted(person_ids))}
    groups = {row.id: row.name for row in read(_GROUPS, ids=sorted(group_ids), viewer=viewer_id)}
    return Names(people, groups)


def id_of_handle(handle: str) -> int:
    """Return the id of a person, or one that nobody has."""
    rows = read(_BY_HANDLE, handle=handle)
    return int(rows[0].id) if rows else 0
