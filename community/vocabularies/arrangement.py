"""A vocabulary as a community arranges it: the terms that ship in its own words and order, its own terms among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FALLBACK = "en"


@dataclass(frozen=True)
class Entry:
    """One term. What is retired is offered no longer; what was merged, `into` says into which."""

    key: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    is_retired: bool = False
    into: str = ""
    is_own: bool = False

    @property
    def is_offered(self) -> bool:
        """Whether it can be chosen."""
        return not (self.is_retired or self.into)

    def label(self, language: str) -> str:
        """Return what it is called."""
        return said(self.labels, language) or self.key


def arranged(ours: Sequence[Entry], rows: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Return the terms in a community's order and words; what ships meanwhile comes last."""
    shipped = {entry.key: entry for entry in ours}
    placed = [_entry(row, shipped.get(row["key"])) for row in rows]
    named = {entry.key for entry in placed}
    return (*placed, *(entry for entry in ours if entry.key not in named))


def rows_of(entries: Sequence[Entry], ours: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return what a community stores: the order, the words that are not ours, and what became of each term."""
    shipped = {entry.key: entry for entry in ours}
    return [_row(entry, shipped.get(entry.key)) for entry in entries]


def targets(entries: Sequence[Entry]) -> dict[str, str]:
    """Return, for each merged term, the one that stands for it."""
    return {entry.key: entry.into for entry in entries if entry.into}


def said(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language, or else in English, or in the one that there is."""
    return texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()), "")


def _entry(row: Mapping[str, Any], ours: Entry | None) -> Entry:
    return Entry(
        row["key"],
        {**(ours.labels if ours else {}), **(row.get("labels") or {})},
        ours.descriptions if ours else {},
        is_retired=bool(row.get("is_retired")),
        into=row.get("into") or "",
        is_own=ours is None,
    )


def _row(entry: Entry, ours: Entry | None) -> dict[str, Any]:
    own = {code: text for code, text in entry.labels.items() if ours is None or ours.labels.get(code) != text}
    row: dict[str, Any] = {"key": entry.key} | ({"labels": own} if own else {})
    return row | ({"is_retired": True} if entry.is_retired else {}) | ({"into": entry.into} if entry.into else {})
