"""Who sees what, and who may do what in a group. Every feature decides through these."""

from collections.abc import Sequence

from community.groups.models import Group
from community.groups.viewer import Audience, Door, Role, Scope, Viewer, narrower

MESSAGE_LENGTH = 1000
ANSWER_LENGTH = 1000
WORD_LENGTH = 300  # with an invitation, or to the members of a subgroup that is dissolved

LENGTHS = {"name": 120, "summary": 400, "question": 400}


def can_see(viewer: Viewer, scope: Scope) -> bool:
    """Say whether a thing that stands here may be seen; `queries.visible_to` is the same in SQL."""
    if viewer.belongs_to(scope.group_id):
        return True
    if scope.is_confidential:
        return False
    if scope.audience == Audience.PUBLIC or viewer.coordinates(scope.community_id):
        return True
    return scope.audience == Audience.COMMUNITY and viewer.belongs_to(scope.community_id)


def proposed_audience(groups: Sequence[Group], number: str | None) -> Audience:
    """Return the audience to propose for something new in one of these groups: what a confidential one holds stays in it."""
    group = next((group for group in groups if str(group.id) == number), groups[0])
    return narrower(Audience.COMMUNITY, group.audience)


def can_take_part(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer may answer and mark passages here: all who see it as members, mere readers aside."""
    role = viewer.role_in(scope.group_id) or viewer.role_in(scope.community_id)
    return not scope.is_dissolved and role not in (None, Role.READER) and can_see(viewer, scope)


def can_contribute(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer may start and change things in this group: its own members, and its coordinator."""
    return not scope.is_dissolved and (viewer.writes_in(scope.group_id) or can_coordinate(viewer, scope))


def can_coordinate(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer runs the community that this stands in, and may see it."""
    return viewer.coordinates(scope.community_id) and can_see(viewer, scope)


def can_run(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer runs the group: its facilitator, or the coordinator where they may see it."""
    return not scope.is_dissolved and would_run(viewer, scope)


def would_run(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer would run the group if it had not been dissolved: they let out what was left in it."""
    return viewer.facilitates(scope.group_id) or can_coordinate(viewer, scope)


def can_know_of_group(viewer: Viewer, scope: Scope) -> bool:
    """Say whether the viewer may know that a group exists: a coordinator knows of the confidential ones too."""
    return can_see(viewer, scope) or viewer.coordinates(scope.community_id)


def can_invite(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may invite people into this community."""
    return group.is_community and can_coordinate(viewer, group.scope)


def can_see_workspace(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may see what a subgroup works with: what its members alone may see."""
    return not group.is_community and can_see(viewer, group.scope_of(Audience.SUBGROUP))


def can_work(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may set meetings, give tasks and write the report of a subgroup."""
    return can_see_workspace(viewer, group) and can_contribute(viewer, group.scope)


def can_set_up(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may change a subgroup, its members and its audience."""
    return not group.is_community and can_run(viewer, group.scope)


def can_name_facilitator(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may name a facilitator among the members of a subgroup that has none.

    A coordinator may, also of a confidential subgroup that they see nothing of.
    """
    return can_dissolve(viewer, group) and not group.is_dissolved


def can_dissolve(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may dissolve a subgroup, or take it up again: its facilitator, and every coordinator.

    A coordinator may, also of a confidential subgroup that they see nothing of.
    """
    return not group.is_community and (viewer.facilitates(group.id) or viewer.coordinates(group.community_id))


def can_hand_over(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may let another member facilitate in their place: the facilitator themself."""
    return not group.is_community and not group.is_dissolved and viewer.facilitates(group.id)


def can_know_members(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may know who the members of a group are: members of its community who may know of it."""
    return viewer.belongs_to(group.community_id) and can_know_of_group(viewer, group.scope)


def can_join(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may become a member of a subgroup by themself."""
    return group.is_open and _is_outside(viewer, group) and can_see(viewer, group.scope)


def can_ask_to_join(viewer: Viewer, group: Group) -> bool:
    """Say whether the viewer may ask to become a member of a subgroup."""
    return not group.is_open and _is_outside(viewer, group) and can_know_of_group(viewer, group.scope)


def _is_outside(viewer: Viewer, group: Group) -> bool:
    is_open_to_people = not group.is_community and not group.is_dissolved
    return is_open_to_people and viewer.belongs_to(group.community_id) and not viewer.belongs_to(group.id)


def missing_in(
    *,
    has_facilitator: bool,
    has_case: bool,
    is_described: bool,
    is_discussed: bool,
    meets: bool,
    has_free_tasks: bool,
    report: str,
) -> list[str]:
    """Return what a subgroup still lacks, first things first; `report` is none, begun or handed_in."""
    lacking = {
        "facilitator": not has_facilitator,
        "case": not has_case,
        "description": has_case and not is_described,
        "discussion": not is_discussed,
        "meeting": not meets and report != "handed_in",
        "owner": has_free_tasks,
        "report": report == "none",
        "handing_in": report == "begun",
    }
    return [key for key, is_lacking in lacking.items() if is_lacking]


def can_let_in(viewer: Viewer, subgroup: Group) -> bool:
    """Say whether the viewer decides who belongs to a subgroup: into a confidential one, only who runs it from inside."""
    return not subgroup.is_community and can_run(viewer, subgroup.scope)


def can_found(viewer: Viewer) -> bool:
    """Say whether the viewer may found communities."""
    return viewer.is_administrator


def door_for(viewer: Viewer, community: Group) -> Door:
    """Return the door that the viewer finds at a community: strangers come in by it, for others there is none."""
    return Door.INVITATION if viewer.belongs_to(community.id) else community.open_door
