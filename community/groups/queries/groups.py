"""Reads of communities and subgroups."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, func, select

from community import slugs
from community.database import read, session
from community.errors import Absent
from community.groups import rules
from community.groups.admissions import MAILED, Invitation
from community.groups.models import Group, Membership
from community.groups.queries.visibility import inside, knows_of, visible_to
from community.groups.viewer import Audience, Role, Scope, Viewer


class Frame(NamedTuple):
    """What every page inside a community says of it."""

    id: int
    slug: str
    name: str
    step: str


_COMMUNITY = select(Group).where(Group.slug == bindparam("slug"), Group.parent_id.is_(None))
_FRAME = select(Group.id, Group.slug, Group.name, Group.step, Group.audience).where(
    Group.slug == bindparam("slug"), Group.parent_id.is_(None)
)
_COMMUNITIES = select(Group).where(Group.parent_id.is_(None), inside()).order_by(Group.name)
_SUBGROUP = select(Group).where(Group.slug == bindparam("slug"), Group.parent_id == bindparam("community"))
_SUBGROUPS = select(Group).where(Group.parent_id == bindparam("community"), knows_of()).order_by(Group.name)


def find_community(slug: str, *, viewer: Viewer) -> Group:
    """Return a community that the viewer may know of; raise Absent otherwise."""
    found = session().scalar(_COMMUNITY, {"slug": slug})
    if found is None or not rules.can_see(viewer, found.scope):
        raise Absent
    return found


def find_frame(slug: str, *, viewer: Viewer) -> Frame:
    """Return what pages say of a community that the viewer may know of, without loading it; raise Absent otherwise."""
    rows = read(_FRAME, slug=slug)
    if not rows or not rules.can_see(viewer, Scope(rows[0].id, rows[0].id, rows[0].audience, False)):
        raise Absent
    return Frame(*rows[0][:-1])


_FRAMES = select(Group.id, Group.slug, Group.name, Group.step).where(
    Group.parent_id.is_(None), visible_to(Group.audience), Group.id.in_(bindparam("groups", expanding=True))
)


def community_links(group_ids: Iterable[int], *, viewer: Viewer) -> dict[int, Frame]:
    """Return communities by id, as far as the viewer may know of them."""
    return {row[0]: Frame(*row) for row in read(_FRAMES, groups=list(group_ids), viewer=viewer.person_id)}


def present_slug_of(former: str, *, viewer: Viewer) -> str | None:
    """Return the present slug of the community that once had this one, where the viewer may know of it."""
    community_id = slugs.target_of("group", 0, former)
    found = session().get(Group, community_id) if community_id else None
    return found.slug if found is not None and found.slug != former and rules.can_see(viewer, found.scope) else None


def find_subgroup(community: Group, slug: str, *, viewer: Viewer) -> Group:
    """Return a subgroup that the viewer may know of, by its present or a former address; raise Absent otherwise."""
    found = session().scalar(_SUBGROUP, {"slug": slug, "community": community.id})
    if found is None and (group_id := slugs.target_of("group", community.id, slug)):
        found = session().get(Group, group_id)
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


def has_coordinator(community: Group) -> bool:
    """Say whether anybody runs a community."""
    return bool(session().scalar(select(_is_coordinated(community.id))))


def _is_coordinated(community_id: Any) -> ColumnElement[bool]:
    return exists().where(Membership.group_id == community_id, Membership.role == Role.COORDINATOR.value)


class Installed(NamedTuple):
    """A community as who runs the installation knows it: nothing of what is in it."""

    id: int
    slug: str
    name: str
    created_at: datetime
    door: str
    audience: str
    is_coordinated: bool
    awaited: str | None
    letter: str | None


def all_communities(*, viewer: Viewer) -> list[Installed]:
    """Return every community to who runs the installation, newest first."""
    if not rules.can_found(viewer):
        raise Absent
    columns = (Group.id, Group.slug, Group.name, Group.created_at, Group.door, Group.audience)
    to_come = (Invitation.group_id == Group.id, Invitation.role == Role.COORDINATOR, Invitation.state.in_(MAILED))
    last = select(func.max(Invitation.id)).where(*to_come).correlate(Group).scalar_subquery()
    found = (
        select(*columns, _is_coordinated(Group.id), Invitation.email, Invitation.state)
        .outerjoin(Invitation, Invitation.id == last)
        .where(Group.parent_id.is_(None))
        .order_by(Group.id.desc())
    )
    return [Installed(*row) for row in session().execute(found)]


def find_installed(community_id: int, *, viewer: Viewer) -> Group:
    """Return a community to who runs the installation, to give it a coordinator."""
    found = session().get(Group, community_id) if rules.can_found(viewer) else None
    if found is None or not found.is_community:
        raise Absent
    return found
