"""Who has contributed to a plenary and who has yet to, by organisation, as far as the viewer may know."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, exists, or_, select

from community.accounts.models import Organisation, Person
from community.database import read
from community.groups.models import Group, Membership
from community.groups.viewer import Role, Viewer
from community.lessons.passages import Passage
from community.lessons.queries.visibility import readable_by
from community.plenaries.cards import Card
from community.plenaries.models import Plenary, PlenaryMember


class Contributions(NamedTuple):
    """The members of one organisation who write here: who brought, joined or is quoted, and who is silent so far."""

    organisation: str
    contributed: tuple[str, ...]
    silent: tuple[str, ...]


_PLENARY = bindparam("plenary", type_=Integer)
_HAS_CARDS = exists(
    select(Card.id)
    .join(Passage, Passage.id == Card.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .where(
        Card.plenary_id == _PLENARY,
        or_(Card.brought_by_id == Person.id, Passage.author_id == Person.id),
        readable_by(),
    )
    .correlate(Person)
)
_JOINED = exists(
    select(PlenaryMember.person_id)
    .where(PlenaryMember.plenary_id == _PLENARY, PlenaryMember.person_id == Person.id)
    .correlate(Person)
)
_PEOPLE = (
    select(Person.name, Organisation.name.label("organisation"), or_(_HAS_CARDS, _JOINED).label("has_contributed"))
    .join(Membership, Membership.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        Membership.group_id == bindparam("community", type_=Integer),
        Membership.role != Role.READER.value,
        Person.deactivated_at.is_(None),
    )
    .order_by(Organisation.name.is_(None), Organisation.name, Person.name)
)


def contributions_to(plenary: Plenary, *, viewer: Viewer) -> list[Contributions]:
    """Return who contributed, to members of the community; nothing to others."""
    if not viewer.belongs_to(plenary.community_id):
        return []
    found: dict[str, tuple[list[str], list[str]]] = {}
    for row in read(_PEOPLE, plenary=plenary.id, community=plenary.community_id, viewer=viewer.person_id):
        contributed, silent = found.setdefault(row.organisation or "", ([], []))
        (contributed if row.has_contributed else silent).append(row.name)
    return [Contributions(name, tuple(one), tuple(other)) for name, (one, other) in found.items()]
