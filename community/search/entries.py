"""Entering what can be found into the table, and taking it out; the worker brings the index up to it."""

from typing import Any

from sqlalchemy import Insert, Integer, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from community import clock
from community.accounts.models import Organisation, Person
from community.database import read, session, write
from community.groups.models import Group
from community.search.indexing import index_at_once
from community.search.models import SearchEntry

_community = aliased(Group)
_COMMUNITY = (
    select(_community.slug)
    .join(Group, Group.community_id == _community.id)
    .where(Group.id == bindparam("group", type_=Integer))
)
_AUTHOR = (
    select(Person.name, func.coalesce(Organisation.name, ""))
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(Person.id == bindparam("author", type_=Integer))
)


def _upsert(insert: Any) -> Insert:
    row = insert(SearchEntry)
    return row.on_conflict_do_update(index_elements=["key"], set_=dict(row.excluded))


_UPSERT = {"postgresql": _upsert(postgresql.insert), "sqlite": _upsert(sqlite.insert)}


def enter(columns: dict[str, Any]) -> None:
    """Enter a thing, or enter it anew: its columns as `describing` tells them, and whose and where it is as that is now."""
    communities = read(_COMMUNITY, group=columns["group_id"]) if columns["group_id"] else ()
    people = read(_AUTHOR, author=columns["author_id"]) if columns["author_id"] else ()
    author, organisation = people[0] if people else ("", "")
    write(
        _UPSERT[session().get_bind().dialect.name],
        **{
            "community": communities[0][0] if communities else "",
            "author": author,
            "organisation": organisation,
            "changed_at": clock.now(),
            "is_pending": True,
            "is_removed": False,
        }
        | columns,
    )
    index_at_once(columns["key"])


def remove(*keys: str) -> None:
    """Let things be found no longer."""
    change(SearchEntry.key.in_(keys), is_removed=True)


def change(*conditions: Any, **values: Any) -> None:
    """Change the entries that meet some conditions; none of these values, and they are only indexed anew."""
    session().execute(
        update(SearchEntry)
        .where(*conditions)
        .values(**values, is_pending=True, changed_at=clock.now())
        .execution_options(synchronize_session=False)
    )
