"""Rate limits, counted in the database so that every process and machine counts together."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import gettext
from sqlalchemy import Integer, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from community import clock
from community.database import Model, session, unit_of_work
from community.errors import Throttled
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


def check(limits: Iterable[Limit]) -> None:
    """Raise Throttled where a limit is reached."""
    for limit in limits:
        window, ends = _window(limit)
        done = session().scalar(select(Tally.count).where(Tally.key == limit.key, Tally.window == window)) or 0
        if done >= limit.most:
            wait = max(1, ends - int(clock.now().timestamp()))
            minutes = -(-wait // 60)
            raise Throttled(gettext("That was tried too often. Wait %(n)d minutes and try again.", n=minutes), wait)


def count(limits: Iterable[Limit]) -> None:
    """Count one more of each, in the transaction of what is counted."""
    insert = postgresql.insert if session().get_bind().dialect.name == "postgresql" else sqlite.insert
    for limit in limits:
        window, ends = _window(limit)
        row = insert(Tally).values(key=limit.key, window=window, count=1, ends=ends)
        session().execute(row.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Tally.count + 1}))


def count_refused(limits: Iterable[Limit]) -> None:
    """Count one more of each although the request is about to be refused and rolled back."""
    kept = list(limits)
    outlive(lambda: count(kept))


def spend(limit: Limit) -> None:
    """Check a limit and count one use of it."""
    check([limit])
    count([limit])


def sweep() -> None:
    """Forget the windows that have ended."""
    session().execute(delete(Tally).where(Tally.ends < int(clock.now().timestamp())))


def _window(limit: Limit) -> tuple[int, int]:
    window = int(clock.now().timestamp()) // limit.seconds
    return window, (window + 1) * limit.seconds


def sweep_job() -> bool:
    """Forget ended windows now and then, as a job of the worker; it never leaves work behind."""
    if secrets.randbelow(2000) == 0:
        with unit_of_work():
            sweep()
    return False
