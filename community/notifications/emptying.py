"""What people were told and have read long ago is forgotten, and with it what nobody is told of any more."""

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, delete, exists, func, select

from community import clock, worker
from community.database import read, session, unit_of_work
from community.notifications.models import Happening, Notification
from community.notifications.rules import KEPT_FOR, REMEMBERED

AT_ONCE = 1000

_CUTOFF = bindparam("cutoff", type_=Happening.happened_at.type)
_BOUNDARY: BindParameter[int] = bindparam("boundary", type_=Integer)
# Happenings come in the order of their numbers: below the first young one all are old, and looking ends there.
_FIRST_YOUNG = select(Happening.id).where(Happening.happened_at >= _CUTOFF).order_by(Happening.id).limit(1)
_LAST = select(func.max(Happening.id))
_READ = (
    select(Notification.id)
    .join(Happening, Happening.id == Notification.happening_id)
    .where(Notification.happening_id < _BOUNDARY, Notification.read_at < _CUTOFF, Happening.kind.not_in(REMEMBERED))
    .order_by(Notification.happening_id)
    .limit(AT_ONCE)
)
_UNTOLD: ColumnElement[bool] = ~exists().where(Notification.happening_id == Happening.id)
_FORGOTTEN = (
    select(Happening.id)
    .where(Happening.id < _BOUNDARY, Happening.told_at.is_not(None), Happening.kind.not_in(REMEMBERED), _UNTOLD)
    .order_by(Happening.id)
    .limit(AT_ONCE)
)


@worker.seldom
def forget_old() -> bool:
    """Forget some of what was read long ago, and what nobody is told of any more; say whether there was any."""
    cutoff = clock.now() - KEPT_FOR
    young = read(_FIRST_YOUNG, cutoff=cutoff)
    boundary = young[0].id if young else (read(_LAST)[0][0] or 0) + 1
    told = [row.id for row in read(_READ, boundary=boundary, cutoff=cutoff)]
    if told:
        with unit_of_work():
            session().execute(delete(Notification).where(Notification.id.in_(told)))
    forgotten = [row.id for row in read(_FORGOTTEN, boundary=boundary)]
    if forgotten:
        with unit_of_work():
            session().execute(delete(Happening).where(Happening.id.in_(forgotten), _UNTOLD))
    return bool(told or forgotten)
