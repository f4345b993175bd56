"""What somebody sees of a community's cases, as values: what is worked out for one is good for all who see as much."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_, select

from community.cases.facets import CaseEdition
from community.cases.models import Case
from community.database import read
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.rules import can_see
from community.groups.viewer import Audience, Scope, Viewer, narrower
from community.vocabularies.queries import EDITION


class Sight(NamedTuple):
    """The groups of a community of which all cases are seen, those for the community and wider, or the public ones alone.

    `edition` is that of the cases; where it isn't known nothing is kept.
    """

    community_id: int
    edition: int | None
    whole: tuple[int, ...]
    shared: tuple[int, ...]
    public: tuple[int, ...]

    @property
    def values(self) -> dict[str, Any]:
        """What a statement with `seen_by` is given."""
        return {"community": self.community_id, "whole": self.whole, "shared": self.shared, "public": self.public}


class Place(NamedTuple):
    """A group in which cases may stand that somebody sees."""

    id: int
    slug: str
    name: str
    is_community: bool


class View(NamedTuple):
    """What somebody sees, the groups it stands in, and the edition of the vocabularies, 0 where there are none."""

    sight: Sight
    places: tuple[Place, ...]
    terms: int


_GROUPS = (
    select(
        Group.id,
        Group.slug,
        Group.name,
        Group.parent_id.is_(None).label("is_community"),
        Group.audience,
        Group.is_confidential,
        CaseEdition.number.label("edition"),
        EDITION.label("terms"),
    )
    .outerjoin(CaseEdition, CaseEdition.community_id == bindparam("community"))
    .where(or_(Group.id == bindparam("community"), Group.parent_id == bindparam("community")))
    .order_by(Group.name, Group.id)
)


def view_of(community: Group | Frame, *, viewer: Viewer) -> View:
    """Return what the viewer sees of the cases of a community: `rules.can_see`, asked for each of its groups and audiences."""
    rows = read(_GROUPS, community=community.id)
    seen: dict[int, set[Audience]] = {
        row.id: {
            audience
            for audience in Audience
            if can_see(viewer, Scope(row.id, community.id, narrower(audience, row.audience), row.is_confidential))
        }
        for row in rows
    }
    sight = Sight(
        community.id,
        rows[0].edition if rows else None,
        tuple(sorted(group for group, audiences in seen.items() if Audience.SUBGROUP in audiences)),
        tuple(sorted(g for g, a in seen.items() if Audience.COMMUNITY in a and Audience.SUBGROUP not in a)),
        tuple(sorted(group for group, audiences in seen.items() if audiences == {Audience.PUBLIC})),
    )
    places = tuple(Place(row.id, row.slug, row.name, row.is_community) for row in rows if seen[row.id])
    return View(sight, places, (rows[0].terms if rows else None) or 0)


def _groups(name: str) -> Any:
    return bindparam(name, type_=Integer, expanding=True)


def seen_by() -> ColumnElement[bool]:
    """Return what a sight sees, as a condition on its values."""
    return and_(
        Case.community_id == bindparam("community"),
        or_(
            Case.group_id.in_(_groups("whole")),
            and_(Case.group_id.in_(_groups("shared")), Case.audience != Audience.SUBGROUP.value),
            and_(Case.group_id.in_(_groups("public")), Case.audience == Audience.PUBLIC.value),
        ),
    )
