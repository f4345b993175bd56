"""Phases end by themselves: the worker moves a plenary on once the moment of its phase has come."""

from sqlalchemy import bindparam, select

from community import clock
from community.database import read, session, unit_of_work
from community.events import publish
from community.plenaries.events import PhaseChanged
from community.plenaries.holding import follow_phase, record
from community.plenaries.models import Plenary
from community.plenaries.rules import next_phase

_DUE = (
    select(Plenary.id)
    .where(Plenary.due_at <= bindparam("now", type_=Plenary.due_at.type))
    .order_by(Plenary.due_at)
    .limit(1)
)


def close_due() -> bool:
    """End the phase that has been due for longest, as a job of the worker; say whether there was one."""
    due = read(_DUE, now=clock.now())
    session().rollback()
    if not due:
        return False
    with unit_of_work():
        end_phase(due[0].id)
    return True


def end_phase(plenary_id: int) -> bool:
    """Let a plenary whose phase has come to its end go on; say whether it did."""
    now = clock.now()
    found = select(Plenary).where(Plenary.id == plenary_id).with_for_update()
    plenary = session().scalar(found.execution_options(populate_existing=True))
    following = next_phase(plenary.phase) if plenary is not None else None
    if plenary is None or following is None or plenary.due_at is None or plenary.due_at > now:
        return False
    was = plenary.phase
    plenary.move_to(following, now)
    follow_phase(plenary, was)
    record("moved", plenary, None, was=was, becomes=following.value)
    session().flush()
    publish(PhaseChanged(plenary.id, None, plenary.phase))
    return True
