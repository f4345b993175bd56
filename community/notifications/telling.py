"""The slow half of telling: the worker works out who is told of each happening, and writes that down once.

All that it writes about one happening is one transaction, at the end of which the happening waits no longer: killed anywhere,
it begins that happening again, and the constraint on person and happening lets nobody be told twice.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Integer, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from community import clock
from community.database import read, session, unit_of_work
from community.groups.queries.visibility import viewers_of
from community.notifications import rules
from community.notifications.models import IS_UNREAD, WAITS, Happening, Level, Notification
from community.notifications.queries.choices import levels_by_person
from community.notifications.tidings import TIDINGS

AT_ONCE = 50
READERS_AT_ONCE = 500

_WAITING = select(Happening.id).where(WAITS).order_by(Happening.id).limit(AT_ONCE)
_EARLIER = select(Happening.id).where(Happening.container == bindparam("place"), Happening.id < bindparam("before"))
_HAS_READ = (
    update(Notification)
    .where(
        Notification.person_id == bindparam("doer", type_=Integer), IS_UNREAD, Notification.happening_id.in_(_EARLIER)
    )
    .values(read_at=bindparam("now", type_=Happening.happened_at.type))
)


def _insert(insert: Any) -> Insert:
    return insert(Notification).on_conflict_do_nothing(index_elements=["person_id", "happening_id"])


_INSERT = {"postgresql": _insert(postgresql.insert), "sqlite": _insert(sqlite.insert)}


def tell_waiting() -> bool:
    """Fan out some of the happenings that wait, oldest first; say whether there were any."""
    waiting = [row.id for row in read(_WAITING)]
    for happening_id in waiting:
        told = _readers_of(session().get_one(Happening, happening_id))
        with unit_of_work():
            _tell(session().get_one(Happening, happening_id, with_for_update=True), told)
    return bool(waiting)


def _readers_of(happening: Happening) -> dict[int, tuple[str, str]]:
    """Return who is told, each with the strongest reason that they want to be told for, and how."""
    tiding = TIDINGS.get(happening.kind)
    concerned: dict[int, set[str]] = {}
    for person_id, reason in tiding.whom(happening) if tiding else ():
        concerned.setdefault(person_id, set()).add(reason)
    concerned.pop(happening.by_id or 0, None)
    people = sorted(concerned)
    told: dict[int, tuple[str, str]] = {}
    for start in range(0, len(people), READERS_AT_ONCE):
        told |= _among(people[start : start + READERS_AT_ONCE], concerned, happening)
    return told


def _among(
    people: Sequence[int], concerned: Mapping[int, set[str]], happening: Happening
) -> dict[int, tuple[str, str]]:
    levels, told, scope = levels_by_person(people), {}, happening.scope
    for person_id, viewer in viewers_of(people).items():
        reason = rules.strongest(concerned[person_id], levels[person_id])
        if reason and rules.may_be_told(viewer, scope, happening.door):
            told[person_id] = (reason, levels[person_id][reason])
    return told


def _tell(happening: Happening, told: Mapping[int, tuple[str, str]]) -> None:
    if happening.told_at is not None:
        return
    rows = [
        {
            "person_id": person,
            "happening_id": happening.id,
            "happened_at": happening.happened_at,
            "reason": reason,
            "is_letter_due": level == Level.MAIL,
        }
        for person, (reason, level) in told.items()
    ]
    if rows:
        session().connection().execute(_INSERT[session().get_bind().dialect.name], rows)
    if happening.by_id is not None:  # who does something to a thing has read what they were told of it
        now, place = clock.now(), happening.container
        values = {"doer": happening.by_id, "place": place, "before": happening.id, "now": now}
        session().connection().execute(_HAS_READ, values)
    happening.told_at = clock.now()
