"""Two edits of one case: what only one of them changed is kept from that one, what both changed is for a person to settle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merged:
    """What the form shows after somebody else saved first."""

    values: dict[str, Any]
    both: tuple[str, ...]
    only_mine: tuple[str, ...]
    only_theirs: tuple[str, ...]


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Return the values to go on with: mine where I changed something, theirs where only they did. Part by part, never within."""
    values: dict[str, Any] = {}
    both: list[str] = []
    only_mine: list[str] = []
    only_theirs: list[str] = []
    for key in dict.fromkeys([*theirs, *mine]):
        was, own, other = base.get(key) or None, mine.get(key) or None, theirs.get(key) or None
        is_mine, is_theirs = own != was, other != was
        values[key] = mine.get(key) if is_mine else theirs.get(key)
        if own == other:
            continue
        if is_mine and is_theirs:
            both.append(key)
        else:
            (only_mine if is_mine else only_theirs).append(key)
    return Merged(values, tuple(both), tuple(only_mine), tuple(only_theirs))
