"""What a draft may be, and how long it is kept."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple, Protocol

KEPT_FOR = timedelta(days=90)
MOST = 100  # of one person; beyond, the oldest goes
LENGTH = 1_000_000  # of all that a form holds
FIELDS = 2_000
NOT_KEPT = frozenset({"csrf_token", "password", "current_password", "new_password", "next", "draft"})

_WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class Writer(Protocol):
    """Who writes."""

    @property
    def person_id(self) -> int | None:
        """Who it is; None for a visitor."""


class Place(NamedTuple):
    """Which form a draft belongs to: its kind, the thing that it is about, and which part of that."""

    kind: str
    thing: int
    part: str = ""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}.{self.thing}.{self.part}"


def read_place(key: str) -> Place | None:
    """Return the place that a form names; None where it names none."""
    kind, _, rest = key.partition(".")
    thing, _, part = rest.partition(".")
    is_number = thing.isascii() and thing.isdigit() and len(thing) < 10
    if not is_number or not _WORD.fullmatch(kind) or len(kind) > 20 or (part and not _WORD.fullmatch(part)):
        return None
    return Place(kind, int(thing), part)


def kept_of(typed: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Return of all that was sent what is kept."""
    return {name: values for name, values in typed if name not in NOT_KEPT}
