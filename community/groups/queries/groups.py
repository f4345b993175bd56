"""Reads of communities and subgroups."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from community.database import session
from community.errors import Absent
from community.groups import rules
from community.groups.models import Group
from community.groups.queries.visibility import inside, knows_of
from community.groups.viewer import Audience, Viewer


class Frame(NamedTuple):
    """What every page inside a community says of it."""

    id: int
    slug: str
    name: str
    step: str


_COMMUNITY = select(Group).where(Group.slug == bindparam("slug"), Group.parent_id.is_(None))
_COMMUNITIES = select(Group).where(Group.parent_id.is_(None), inside()).order_by(Group.name)
_SUBGROUP = select(Group).where(Group.slug == bindparam("slug"), Group.parent_id == bindparam("community"))
_SUBGROUPS = select(Group).where(Group.parent_id == bindparam("community"), knows_of()).order_by(Group.name)


def find_community(slug: str, *, viewer: Viewer) -> Group:
    """Return a community that the viewer may know of; raise Absent otherwise."""
    found = session().scalar(_COMMUNITY, {"slug": slug})
    if found is None or not rules.can_see(viewer, found.scope):
        raise Absent
    return found


def find_subgroup(community: Group, slug: str, *, viewer: Viewer) -> Group:
    """Return a subgroup that the viewer may know of; raise Absent otherwise."""
    found = session().scalar(_SUBGROUP, {"slug": slug, "community": community.id})
    if found is None or not rules.can_know_of_group(viewer, found.scope):
        raise Absent
    return found


def find_group(group_id: int, *, viewer: Viewer) -> Group:
    """Return a group that the viewer may see the content of; raise Absent otherwise."""
    found = session().get(Group, group_id)
    if found is None or not rules.can_see(viewer, found.scope):
        raise Absent
    return found


def communities_of(viewer: Viewer) -> list[Group]:
    """Return the communities the viewer belongs to, by name."""
    return list(session().scalars(_COMMUNITIES, {"viewer": viewer.person_id}))


def public_communities() -> list[Group]:
    """Return the communities that everybody may see."""
    return list(
        session().scalars(
            select(Group).where(Group.parent_id.is_(None), Group.audience == Audience.PUBLIC).order_by(Group.name)
        )
    )


def subgroups_of(community: Group, *, viewer: Viewer) -> list[Group]:
    """Return the subgroups that the viewer may know of, by name."""
    return list(session().scalars(_SUBGROUPS, {"community": community.id, "viewer": viewer.person_id}))


def groups_to_write_in(community: Group, *, viewer: Viewer) -> list[Group]:
    """Return the community and its subgroups in which the viewer may start things."""
    groups = [community, *subgroups_of(community, viewer=viewer)]
    return [group for group in groups if rules.can_contribute(viewer, group.scope)]
