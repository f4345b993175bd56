"""The one clock: every moment the product records comes from here, so that tests and the demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC) + _offset.get()


def moment(day: date, hour: time, time_zone: str) -> datetime:
    """Return the moment at which it is this day and hour in a time zone."""
    return datetime.combine(day, hour, ZoneInfo(time_zone)).astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock run from another moment inside the block."""
    token = _offset.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _offset.reset(token)
