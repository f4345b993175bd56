"""How people want to be told, and what coordinators wrote to whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select

from community.database import read
from community.groups.models import Group
from community.notifications.models import Choice, Happening, Level
from community.notifications.reasons import REASONS

_IDS = bindparam("ids", type_=Integer, expanding=True)
_CHOICES = select(Choice.person_id, Choice.reason, Choice.level).where(Choice.person_id.in_(_IDS))
_NUDGED = (
    select(Happening.person_id, func.max(Happening.happened_at, type_=Happening.happened_at.type).label("nudged_at"))
    .where(Happening.kind == "nudge", Happening.group_id == bindparam("group"), Happening.person_id.in_(_IDS))
    .group_by(Happening.person_id)
)


def levels_of(person_id: int) -> dict[str, str]:
    """Return how somebody wants to be told, by reason."""
    return levels_by_person([person_id])[person_id]


def levels_by_person(person_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return how each of these people wants to be told, by reason."""
    found: dict[int, dict[str, str]] = {person: dict.fromkeys(REASONS, Level.MAIL.value) for person in person_ids}
    for row in read(_CHOICES, ids=person_ids) if person_ids else ():
        if row.reason in REASONS and row.level in REASONS[row.reason].levels:
            found[row.person_id][row.reason] = row.level
    return found


def last_nudges(community: Group, person_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each of these people was last written to by a coordinator of the community; who never was is left out."""
    rows = read(_NUDGED, group=community.id, ids=person_ids) if person_ids else ()
    return {row.person_id: row.nudged_at for row in rows}
