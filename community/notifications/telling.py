"""The slow half of telling: the worker works out who is told of each happening, and writes that down once.

It does so for several happenings at a time. All that it writes about them is one transaction, at the end of which they wait
no longer: killed anywhere, it begins them again, and the constraint on person and happening lets nobody be told twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Insert, Integer, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from community import clock
from community.database import read, session, unit_of_work, write
from community.groups.queries.visibility import viewers_of
from community.notifications import rules
from community.notifications.models import IS_UNREAD, WAITS, Happening, Level, Notification
from community.notifications.queries.choices import levels_by_person
from community.notifications.tidings import TIDINGS

AT_ONCE = 50
TOLD_AT_ONCE = 10  # in one transaction: a moment of SQLite's only writer
READERS_AT_ONCE = 500

_WAITING = (
    select(Happening.id, Happening.container, Happening.by_id, Happening.happened_at)
    .where(WAITS)
    .order_by(Happening.id)
    .limit(AT_ONCE)
)
_IDS = bindparam("ids", type_=Integer, expanding=True)
_THESE = select(Happening).options(joinedload(Happening.group)).where(Happening.id.in_(_IDS))
_STILL = select(Happening.id).where(WAITS, Happening.id.in_(_IDS)).order_by(Happening.id).with_for_update()
_TOLD = (
    update(Happening)
    .where(Happening.id.in_(_IDS))
    .values(told_at=bindparam("now", type_=Happening.happened_at.type))
    .execution_options(synchronize_session=False)
)
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


class _Waiting(NamedTuple):
    id: int
    container: str
    by_id: int | None
    happened_at: datetime


# For each happening by its number, who is told of it: each with the strongest reason that they want to be told for, and how.
_Told = dict[int, dict[int, tuple[str, str]]]


def tell_waiting() -> bool:
    """Fan out some of the happenings that wait, oldest first; say whether there were any."""
    waiting = [_Waiting(*row) for row in read(_WAITING)]
    for batch in _batches(waiting):
        told = _readers_of(session().scalars(_THESE, {"ids": [happening.id for happening in batch]}).all())
        with unit_of_work():
            _tell(batch, told)
    return bool(waiting)


def _batches(waiting: Sequence[_Waiting]) -> Iterator[list[_Waiting]]:
    """Yield what can be told together: of one place one happening, since who was told of it may decide who is of the next."""
    batch: list[_Waiting] = []
    for happening in waiting:
        if len(batch) == TOLD_AT_ONCE or any(other.container == happening.container for other in batch):
            yield batch
            batch = []
        batch.append(happening)
    if batch:
        yield batch


def _readers_of(happenings: Sequence[Happening]) -> _Told:
    """Return who is told of each."""
    concerned = {happening.id: _concerned_by(happening) for happening in happenings}
    people = sorted({person for reasons in concerned.values() for person in reasons})
    told: _Told = {happening.id: {} for happening in happenings}
    for start in range(0, len(people), READERS_AT_ONCE):
        some = people[start : start + READERS_AT_ONCE]
        levels, viewers = levels_by_person(some), viewers_of(some)
        for happening in happenings:
            scope = happening.scope
            for person, reasons in concerned[happening.id].items():
                reason = rules.strongest(reasons, levels[person]) if person in viewers else None
                if reason and rules.may_be_told(viewers[person], scope, happening.door):
                    told[happening.id][person] = (reason, levels[person][reason])
    return told


def _concerned_by(happening: Happening) -> dict[int, set[str]]:
    tiding = TIDINGS.get(happening.kind)
    concerned: dict[int, set[str]] = {}
    for person_id, reason in tiding.whom(happening) if tiding else ():
        concerned.setdefault(person_id, set()).add(reason)
    concerned.pop(happening.by_id or 0, None)
    return concerned


def _tell(batch: Sequence[_Waiting], told: _Told) -> None:
    now, still = clock.now(), set(session().scalars(_STILL, {"ids": [happening.id for happening in batch]}))
    untold = [happening for happening in batch if happening.id in still]
    rows = [
        {
            "person_id": person,
            "happening_id": happening.id,
            "happened_at": happening.happened_at,
            "reason": reason,
            "is_letter_due": level == Level.MAIL,
        }
        for happening in untold
        for person, (reason, level) in told.get(happening.id, {}).items()
    ]
    if rows:
        session().connection().execute(_INSERT[session().get_bind().dialect.name], rows)
    for happening in untold:
        if happening.by_id is not None:  # who does something to a thing has read what they were told of it
            write(_HAS_READ, doer=happening.by_id, place=happening.container, before=happening.id, now=now)
    session().execute(_TOLD, {"ids": list(still), "now": now})
