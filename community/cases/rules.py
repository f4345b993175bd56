"""Who may do what with a case, and how much a case may hold."""

import re
from typing import Protocol

from community.groups.models import Group
from community.groups.rules import can_contribute, can_coordinate, can_run, can_see, can_take_part
from community.groups.viewer import Role, Scope, Viewer
from community.rendering import MAX_LENGTH

TITLE_LENGTH = 200
SECTION_LENGTH = MAX_LENGTH
TOTAL_LENGTH = 300_000
CHANGE_LENGTH = 200
PARTNERS = 40
PARTNER_LENGTHS = {"name": 160, "kind": 40, "role": 40, "contribution": 300}
CHOICES = 30
SOURCE_LENGTH = 400

_LANGUAGE = re.compile("[a-z]{2,3}")


class Owned(Protocol):
    """What is asked of a case, as an object or as the row that its page shows."""

    @property
    def owner_id(self) -> int:
        """Who brought it."""

    @property
    def scope(self) -> Scope:
        """Where it stands."""


def can_create(member: Viewer, group: Group) -> bool:
    """Say whether the member may begin a case in the group: who contributes there."""
    return can_contribute(member, group.scope)


def can_create_somewhere(member: Viewer, community_id: int) -> bool:
    """Say whether there is a group in the community, itself included, that the member may begin a case in."""
    return any(b.community_id == community_id and b.role != Role.READER for b in member.belongings.values())


def can_revise(member: Viewer, case: Owned) -> bool:
    """Say whether the member may write in the case: who contributes in its group, and its owner while they take part."""
    return can_contribute(member, case.scope) or _is_owner_here(member, case)


def can_settle(member: Viewer, case: Owned) -> bool:
    """Say whether the member may change how far the case has come: its owner, and who runs its group."""
    return _is_owner_here(member, case) or _runs(member, case)


def can_move(member: Viewer, case: Owned) -> bool:
    """Say whether the member may change who sees the case; out of a confidential group only who runs that group.

    What others wrote there in confidence, in the case and in its discussion, moves with it.
    """
    return _runs(member, case) if case.scope.is_confidential else can_settle(member, case)


def can_offer(member: Viewer, case: Owned) -> bool:
    """Say whether the member may offer the case to work on, or withdraw it; what is confidential is never offered."""
    return can_settle(member, case) and not case.scope.is_confidential


def can_remove_file(member: Viewer, case: Owned, added_by_id: int) -> bool:
    """Say whether the member may take a file out of the case: who added it, the owner, and who runs its group."""
    return (added_by_id == member.person_id and can_take_part(member, case.scope)) or can_settle(member, case)


def can_open_round(member: Viewer, community: Group) -> bool:
    """Say whether the member may ask a community what it wants to work on, and form subgroups from what it says."""
    return community.is_community and can_coordinate(member, community.scope)


def can_choose(member: Viewer, community: Group) -> bool:
    """Say whether the member may say what they want to work on."""
    return member.writes_in(community.id)


def is_language(code: str) -> bool:
    """Say whether this can be the code of a language."""
    return _LANGUAGE.fullmatch(code) is not None


def _is_owner_here(member: Viewer, case: Owned) -> bool:
    return case.owner_id == member.person_id and can_take_part(member, case.scope)


def _runs(member: Viewer, case: Owned) -> bool:
    return can_run(member, case.scope) and can_see(member, case.scope)
