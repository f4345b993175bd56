"""Who may be told of what, and for which of several reasons."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from community.groups.models import Group
from community.groups.rules import can_coordinate, can_see
from community.groups.viewer import Scope, Viewer
from community.notifications.models import Door, Level
from community.notifications.reasons import REASONS

KEPT_FOR = timedelta(days=180)  # after it was read
REMEMBERED = ("lesson",)  # kinds that tell nobody twice, however long ago it was

NUDGE_LENGTH = 2000
NUDGED_AT_ONCE = 50
NUDGES_A_DAY = 200
NUDGED_AGAIN_AFTER = 3  # days

_STRENGTH = {reason: n for n, reason in enumerate(REASONS)}


def may_be_told(viewer: Viewer, scope: Scope, door: str) -> bool:
    """Say whether somebody may know now of what happened here; `queries.lists.open_to` is the same in SQL.

    Who left the community hears nothing more of it, though everybody may read it there.
    """
    if door == Door.OWN:
        return viewer.is_authenticated
    if door == Door.COORDINATE:
        return viewer.coordinates(scope.community_id)
    return viewer.belongs_to(scope.community_id) and can_see(viewer, scope)


def strongest(reasons: Iterable[str], levels: Mapping[str, str]) -> str | None:
    """Return the first of these reasons for which somebody wants to be told; None where there is none."""
    wanted = [reason for reason in reasons if levels.get(reason) != Level.NOTHING]
    return min(wanted, key=_STRENGTH.__getitem__, default=None)


def can_nudge(by: Viewer, community: Group) -> bool:
    """Say whether somebody may write to the silent members of a community."""
    return community.is_community and can_coordinate(by, community.scope)
