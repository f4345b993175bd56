"""Who may do what with a case, and how much a case may hold."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from community.cases.models import Status
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
AUTHORS = 20
ASKED_LENGTH, NOTE_LENGTH = 200, 1000
SECTIONS = 40
FORM_LENGTHS = {"label": 80, "ask": 300, "help": 600, "example": 1000}

_LANGUAGE = re.compile("[a-z]{2,3}")


class Part(StrEnum):
    """What a member is to a case."""

    OWNER = "owner"
    CO_AUTHOR = "co-author"
    RUNNER = "runner"


_THOSE_WHO_WRITE = frozenset(Part)
_THOSE_WHO_RUN = frozenset({Part.RUNNER})

_THOSE_WHO_ANSWER_FOR_IT = frozenset({Part.OWNER, Part.RUNNER})

# Who may bring a case to a status, and away from it: both the one that it leaves and the one that it comes to must be theirs.
SETTLED_BY: Mapping[Status, frozenset[Part]] = {
    Status.SKETCHED: _THOSE_WHO_WRITE,
    Status.OFFERED: _THOSE_WHO_WRITE,
    Status.CHOSEN: _THOSE_WHO_WRITE,
    Status.ANALYSIS: _THOSE_WHO_WRITE,
    Status.DESCRIBED: _THOSE_WHO_WRITE,
    Status.PLENARY: _THOSE_WHO_RUN,
    Status.FOLLOWED_UP: _THOSE_WHO_RUN,
}  # to withdraw it is a verb of its own: it takes a reason


class Owned(Protocol):
    """What is asked of a case, as an object or as the row that its page shows."""

    @property
    def owner_id(self) -> int:
        """Who brought it."""

    @property
    def author_ids(self) -> frozenset[int]:
        """Who writes it together with its owner."""

    @property
    def scope(self) -> Scope:
        """Where it stands."""


def can_create(member: Viewer, group: Group) -> bool:
    """Say whether the member may begin a case in the group: who contributes there."""
    return can_contribute(member, group.scope)


def can_create_somewhere(member: Viewer, community_id: int) -> bool:
    """Say whether there is a group in the community, itself included, that the member may begin a case in."""
    return any(b.community_id == community_id and b.role != Role.READER for b in member.belongings.values())


def parts_of(member: Viewer, case: Owned) -> frozenset[Part]:
    """Return what the member is to the case, its owner and co-authors while they take part where it stands; nothing in a
    dissolved subgroup.
    """
    return frozenset() if case.scope.is_dissolved else _parts_of(member, case, case.scope)


def _parts_of(member: Viewer, case: Owned, scope: Scope) -> frozenset[Part]:
    parts = {
        Part.OWNER: case.owner_id == member.person_id and can_take_part(member, scope),
        Part.RUNNER: can_run(member, scope) and can_see(member, scope),
        Part.CO_AUTHOR: member.writes_in(scope.group_id) and member.person_id in case.author_ids,
    }
    return frozenset(part for part, is_so in parts.items() if is_so)


def can_revise(member: Viewer, case: Owned) -> bool:
    """Say whether the member may write in the case: who contributes in its group, and its owner while they take part."""
    return can_contribute(member, case.scope) or Part.OWNER in parts_of(member, case)


def can_read_consent(member: Viewer, case: Owned) -> bool:
    """Say whether the member may read what the partners of the case agree to: who writes in it, or wrote there."""
    scope = case.scope._replace(is_dissolved=False)
    return can_contribute(member, scope) or Part.OWNER in _parts_of(member, case, scope)


def can_settle(member: Viewer, case: Owned) -> bool:
    """Say whether the member may say how far the case has come and what its partners agree to: who has a part in it."""
    return bool(parts_of(member, case))


def statuses_for(member: Viewer, case: Owned, status: str) -> list[Status]:
    """Return to which statuses the member may bring a case that has this one; none where it is for others to move on."""
    parts = parts_of(member, case)
    if not parts & SETTLED_BY.get(Status(status), _THOSE_WHO_ANSWER_FOR_IT):
        return []
    return [
        to
        for to, whose in SETTLED_BY.items()
        if parts & whose and not (to == Status.OFFERED != status and case.scope.is_confidential)
    ]


def can_move(member: Viewer, case: Owned) -> bool:
    """Say whether the member may change who sees the case; out of a confidential group only who runs that group.

    What others wrote there in confidence, in the case and in its discussion, moves with it. Out of a dissolved subgroup a
    case is moved by the same people: so nothing is stranded there.
    """
    scope = case.scope._replace(is_dissolved=False)
    parts = _parts_of(member, case, scope)
    return Part.RUNNER in parts or (Part.OWNER in parts and not case.scope.is_confidential)


def can_name_authors(member: Viewer, case: Owned) -> bool:
    """Say whether the member may say who owns the case and who writes it with them: its owner, and who runs its group."""
    return bool(parts_of(member, case) & _THOSE_WHO_ANSWER_FOR_IT)


def can_withdraw(member: Viewer, case: Owned) -> bool:
    """Say whether the member may withdraw the case, and bring it back: its owner, and who runs its group."""
    return bool(parts_of(member, case) & _THOSE_WHO_ANSWER_FOR_IT)


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


def can_shape(member: Viewer, community: Group) -> bool:
    """Say whether the member may change the form of a community's cases."""
    return community.is_community and can_coordinate(member, community.scope)
