"""The one clock: every moment the product records comes from here, so that tests and the demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC) + _offset.get()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock run from another moment inside the block."""
    token = _offset.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _offset.reset(token)
