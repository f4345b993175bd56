"""Listening to what is published, without following from it."""

from collections.abc import Iterator
from contextlib import contextmanager

from community.events import _reactions


@contextmanager
def hearing(event: type) -> Iterator[list]:
    """Collect the events of a kind that are published inside the block."""
    heard: list = []
    _reactions[event].append(heard.append)
    try:
        yield heard
    finally:
        _reactions[event].remove(heard.append)
