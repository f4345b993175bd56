"""The small query grammar: words, "phrases", -not, a trailing * and what narrows; everything else is plain words.

What narrows: kind:, in: (a community), by:, lang:, before: and after: (a year, a month or a day, where it begins).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from community.search.words import find_words, fold

KINDS = ("case", "lesson", "issue", "post", "member", "organisation", "help")
MAX_LENGTH = 200
MAX_TERMS = 12
MIN_PREFIX = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: a word, several words in a row, or (a prefix) the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. What narrows it is empty or None where nothing was typed; `authors` holds words of their names."""

    text: str = ""
    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    kinds: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    was_cut: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything narrows it."""
        is_dated = self.since is not None or self.until is not None
        return is_dated or bool(self.kinds or self.communities or self.languages or self.authors)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all was asked."""
        return not (self.wanted or self.excluded or self.is_narrowed)


def parse(text: str | None) -> Query:
    """Read what somebody typed; any text is a valid query."""
    typed, was_cut = _tidy(text or "")
    wanted: dict[Term, None] = {}
    excluded: dict[Term, None] = {}
    limits = _Limits()
    for is_excluded, word, phrase in _pieces(typed):
        if not is_excluded and limits.take(*word.lower().partition(":")[::2]):
            continue
        if (term := _term(word, phrase)) is not None:
            if len(wanted) + len(excluded) < MAX_TERMS:
                (excluded if is_excluded else wanted)[term] = None
            elif term not in wanted and term not in excluded:
                was_cut = True
    return Query(
        typed,
        tuple(wanted),
        tuple(excluded),
        **{name: frozenset(values) for name, values in limits.sets.items()},
        since=limits.since,
        until=limits.until,
        was_cut=was_cut,
    )


class _Limits:
    """What narrows a query, gathered word by word."""

    def __init__(self) -> None:
        self.sets: dict[str, set[str]] = {"kinds": set(), "communities": set(), "languages": set(), "authors": set()}
        self.since: datetime | None = None
        self.until: datetime | None = None

    def take(self, name: str, value: str) -> bool:
        """Take a word of the form name:value; say whether it is one that narrows."""
        if name == "kind" and value in KINDS:
            self.sets["kinds"].add(value)
        elif name == "in" and _SLUG.fullmatch(value):
            self.sets["communities"].add(value)
        elif name == "lang" and _LANGUAGE.fullmatch(value):
            self.sets["languages"].add(value)
        elif name == "by" and (words := {fold(word) for _, _, word in find_words(value)}):
            self.sets["authors"] |= words
        elif name in ("before", "after") and (day := _day(value)) is not None:
            self.since = max(self.since or day, day) if name == "after" else self.since
            self.until = min(self.until or day, day) if name == "before" else self.until
        else:
            return False
        return True


def _day(text: str) -> datetime | None:
    """Return when a year, a month or a day begins; None where there is no such day."""
    if (match := _DATE.fullmatch(text)) is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _tidy(text: str) -> tuple[str, bool]:
    """Return the part of a text that is read, without control characters, and whether that is not all of it."""
    # Composing can only be slow on a long text, so the text is cut before and, for what composing adds, after it.
    tidied = unicodedata.normalize("NFC", text[: MAX_LENGTH + 1])
    tidied = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in tidied).translate(_QUOTES)
    return tidied[:MAX_LENGTH].strip(), len(text) > MAX_LENGTH or len(tidied) > MAX_LENGTH


def _pieces(text: str) -> Iterator[tuple[bool, str, str]]:
    """Yield each piece as (is it excluded, its word, its phrase); one of the two texts is empty."""
    for match in _PIECE.finditer(text):
        yield bool(match["minus"]), match["word"] or "", match["phrase"] or ""


def _term(word: str, phrase: str) -> Term | None:
    """Return what to look for, or None when a piece holds no word."""
    words = tuple(word for _, _, word in find_words(word or phrase))
    if not words:
        return None
    is_prefix = word.endswith("*") and len(words) == 1 and len(words[0]) >= MIN_PREFIX
    return Term(words, is_prefix)
