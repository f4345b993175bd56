"""Rate limits, counted in the database so that every process and machine counts together."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from community import clock, worker
from community.database import Model, session, unit_of_work, write
from community.errors import Throttled
from community.languages import gettext
from community.survival import outlive


class Limit(NamedTuple):
    """At most `most` of something per window of `seconds`."""

    key: str
    most: int
    seconds: int


class Tally(Model):
    """How often something was done in one window of time."""

    __tablename__ = "tally"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    window: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int]
    ends: Mapped[int] = mapped_column(index=True)


def _count(insert: Any) -> ReturningInsert[tuple[int]]:
    row = insert(Tally).values(key=bindparam("key"), window=bindparam("window"), count=1, ends=bindparam("ends"))
    counted = row.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Tally.count + 1})
    return counted.returning(Tally.count)


_COUNT = {"postgresql": _count(postgresql.insert), "sqlite": _count(sqlite.insert)}


def check(limits: Iterable[Limit]) -> None:
    """Raise Throttled where a limit is reached."""
    for limit in limits:
        window, ends = _window(limit)
        done = session().scalar(select(Tally.count).where(Tally.key == limit.key, Tally.window == window)) or 0
        if done >= limit.most:
            raise _too_often(ends)


def count(limits: Iterable[Limit]) -> None:
    """Count one more of each, in the transaction of what is counted."""
    statement = _COUNT[session().get_bind().dialect.name]
    for limit in limits:
        window, ends = _window(limit)
        write(statement, key=limit.key, window=window, ends=ends)


def count_anyway(limits: Iterable[Limit]) -> None:
    """Count one more of each, even where the request is refused and rolled back."""
    kept = list(limits)
    outlive(lambda: count(kept))


def spend(limit: Limit) -> None:
    """Count one use, and raise Throttled where the limit was reached: the refusal takes the count back."""
    window, ends = _window(limit)
    ((done,),) = write(_COUNT[session().get_bind().dialect.name], key=limit.key, window=window, ends=ends)
    if done > limit.most:
        raise _too_often(ends)


def sweep() -> None:
    """Forget the windows that have ended."""
    session().execute(delete(Tally).where(Tally.ends < int(clock.now().timestamp())))


def _too_often(ends: int) -> Throttled:
    wait = max(1, ends - int(clock.now().timestamp()))
    return Throttled(gettext("That was tried too often. Wait %(n)d minutes and try again.", n=-(-wait // 60)), wait)


def _window(limit: Limit) -> tuple[int, int]:
    window = int(clock.now().timestamp()) // limit.seconds
    return window, (window + 1) * limit.seconds


@worker.seldom
def sweep_job() -> bool:
    """Forget ended windows, as a job of the worker."""
    with unit_of_work():
        sweep()
    return False
