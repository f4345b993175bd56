"""People of a community, as somebody begins to type their name."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, or_, select

from community.accounts.models import Organisation, Person
from community.database import read
from community.folding import like
from community.groups.models import Membership

MOST = 8


class Named(NamedTuple):
    """Somebody who can be named in a text."""

    name: str
    handle: str
    organisation: str | None


_BEGINS = Person.folded.like(bindparam("begins"), escape="\\")
_NAMED = (
    select(Person.name, Person.handle, Organisation.name)
    .join(Membership, Membership.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        Membership.group_id == bindparam("community", type_=Integer),
        Person.deactivated_at.is_(None),
        or_(
            _BEGINS,
            Person.folded.like(bindparam("inside"), escape="\\"),
            Person.handle.like(bindparam("handle"), escape="\\"),
        ),
    )
    .order_by(_BEGINS.desc(), Person.folded, Person.id)
    .limit(MOST)
)


def people_named(community_id: int, begun: str) -> list[Named]:
    """Return members of a community of whose name a word begins like this, or their handle."""
    begins = like(begun).removeprefix("%")
    return [
        Named(*row)
        for row in read(
            _NAMED, community=community_id, begins=begins, inside=f"% {begins}", handle=begins.replace(" ", "-")
        )
    ]
