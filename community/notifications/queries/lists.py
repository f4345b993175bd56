"""What one person was told: their page, the number that is unread, one to open."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, literal_column, or_, select

from community.accounts.models import Person
from community.database import constant, read
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, coordinated, in_community, visible_to
from community.groups.viewer import Viewer
from community.notifications.models import IS_UNREAD, Door, Happening, Notification
from community.notifications.queries.things import Thing
from community.notifications.tidings import TIDINGS
from community.paging import Key

NOTIFICATIONS_A_PAGE = 30
MOST_COUNTED = 99

_IS_OF_NOTE = Happening.kind.in_([constant(kind) for kind in TIDINGS])


class Told(NamedTuple):
    """One line of the page: what happened, why this person was told, and the thing as they may see it now."""

    id: int
    happening_id: int
    kind: str
    thing_id: int
    reason: str
    happened_at: datetime
    read_at: datetime | None
    name: str | None
    thing: Thing


def open_to() -> ColumnElement[bool]:
    """Return `rules.may_be_told` as a condition on `:viewer`, for a statement that joins happenings and their groups."""
    return or_(
        Happening.door == constant(Door.OWN),
        and_(Happening.door == constant(Door.COORDINATE), coordinated()),
        and_(Happening.door == constant(Door.SEE), in_community(), visible_to(Happening.audience)),
    )


def _to_viewer(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Notification)
        .join(Happening, Happening.id == Notification.happening_id)
        .join(Group, Group.id == Happening.group_id)
        .where(Notification.person_id == VIEWER, open_to())
    )


_LINES = (
    _to_viewer(
        Notification.id,
        Notification.happening_id,
        Happening.kind,
        Happening.thing_id,
        Notification.reason,
        Notification.happened_at,
        Notification.read_at,
        Person.name,
    )
    .outerjoin(Person, Person.id == Happening.by_id)
    .where(_IS_OF_NOTE)
)
_MOMENT, _LAST = bindparam("moment", type_=Notification.happened_at.type), bindparam("last", type_=Integer)
_FIRST_PAGE = _LINES.order_by(Notification.happened_at.desc(), Notification.happening_id.desc()).limit(
    bindparam("limit", type_=Integer)
)
_PAGE = _FIRST_PAGE.where(
    or_(
        Notification.happened_at < _MOMENT,
        and_(Notification.happened_at == _MOMENT, Notification.happening_id < _LAST),
    )
)
_NEWEST = select(func.max(Notification.happening_id)).where(Notification.person_id == VIEWER)
_ONE = _LINES.where(Notification.id == bindparam("notification"))
_UNREAD = select(func.count()).select_from(
    _to_viewer(literal_column("1")).where(IS_UNREAD, _IS_OF_NOTE).limit(MOST_COUNTED + 1).subquery()
)


def count_unread(viewer: Viewer) -> int:
    """Return how many notifications the viewer has not read, counted up to a hundred."""
    if viewer.person_id is None:
        return 0
    ((count,),) = read(_UNREAD, viewer=viewer.person_id)
    return int(count)


def notifications_of(
    viewer: Viewer, *, before: Key | None = None, limit: int = NOTIFICATIONS_A_PAGE
) -> tuple[list[Told], Key | None]:
    """Return a page of what the viewer was told and may still see, newest first, and where the next one begins."""
    moment, last = before or (None, None)
    statement = _FIRST_PAGE if before is None else _PAGE
    rows = read(statement, viewer=viewer.person_id, moment=moment, last=last, limit=limit + 1)
    page = rows[:limit]
    return _resolved(page, viewer), (page[-1].happened_at, page[-1].happening_id) if len(rows) > limit else None


def newest_of(viewer: Viewer) -> int:
    """Return the happening that the viewer was told of last: up to it, all may be marked as read."""
    ((newest,),) = read(_NEWEST, viewer=viewer.person_id)
    return newest or 0


def find_notification(notification_id: int, *, viewer: Viewer) -> Told:
    """Return one of the viewer's notifications; raise Absent where what it is about may not be seen any more."""
    found = _resolved(read(_ONE, viewer=viewer.person_id, notification=notification_id), viewer)
    if not found:
        raise Absent
    return found[0]


def things_of(about: Iterable[tuple[str, int]], viewer: Viewer) -> dict[tuple[str, int], Thing]:
    """Return what happenings are about, each given by its kind and thing, as far as the viewer may see it now."""
    wanted: dict[str, set[int]] = {}
    for kind, thing_id in about:
        wanted.setdefault(kind, set()).add(thing_id)
    return {
        (kind, thing_id): thing
        for kind, ids in wanted.items()
        for thing_id, thing in TIDINGS[kind].things(sorted(ids), viewer).items()
    }


def _resolved(rows: Sequence[Any], viewer: Viewer) -> list[Told]:
    things = things_of([(row.kind, row.thing_id) for row in rows], viewer)
    return [Told._make([*row, things[row.kind, row.thing_id]]) for row in rows if (row.kind, row.thing_id) in things]
