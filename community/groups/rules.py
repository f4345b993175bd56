"""Who sees what, and who may do what in a group. Every feature decides through these."""

from community.groups.models import Group
from community.groups.viewer import Audience, Role, Scope, Viewer


def can_see(viewer: Viewer, scope: Scope) -> bool:
    """Say whether a thing that stands here may be seen; `queries.visible_to` is the same in SQL."""
    if viewer.belongs_to(scope.group_id):
        return True
    if scope.is_confidential:
        return False
    if scope.audience == Audience.PUBLIC or viewer.coordinates(scope.community_id):
        return True
    return scope.audience == Audience.COMMUNITY and viewer.belongs_to(scope.community_id)


def can_take_part(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer may answer and mark passages here: all who see it as members, mere readers aside."""
    role = viewer.role_in(scope.group_id) or viewer.role_in(scope.community_id)
    return role not in (None, Role.READER) and can_see(viewer, scope)


def can_contribute(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer may start and change things in this group: its own members, and its coordinator."""
    return viewer.writes_in(scope.group_id) or can_coordinate(viewer, scope)


def can_coordinate(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer runs the community that this stands in, and may see it."""
    return viewer.coordinates(scope.community_id) and can_see(viewer, scope)


def can_run(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer runs the group: its facilitator, or the coordinator where they may see it."""
    return viewer.facilitates(scope.group_id) or can_coordinate(viewer, scope)


def can_know_of_group(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer may know that a group exists: a coordinator knows of the confidential ones too."""
    return can_see(viewer, scope) or viewer.coordinates(scope.community_id)


def can_invite(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may invite people into this community."""
    return group.is_community and can_coordinate(viewer, group.scope)
