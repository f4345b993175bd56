"""The small query grammar: words, "phrases", -not, kind:, in: and a trailing *; everything else is plain words."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from community.search.words import find_words

KINDS = ("case", "lesson", "issue", "post")
MAX_LENGTH = 200
MAX_TERMS = 12
MIN_PREFIX = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: a word, several words in a row, or (a prefix) the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `kinds` and `communities` hold what was typed as kind: and in:, empty when nothing was."""

    text: str = ""
    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    kinds: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all was asked."""
        return not (self.wanted or self.excluded or self.kinds or self.communities)


def parse(text: str | None) -> Query:
    """Read what somebody typed; any text is a valid query."""
    typed, was_cut = _tidy(text or "")
    wanted: dict[Term, None] = {}
    excluded: dict[Term, None] = {}
    kinds: set[str] = set()
    communities: set[str] = set()
    for is_excluded, word, phrase in _pieces(typed):
        name, _, value = word.lower().partition(":")
        if name == "kind" and value in KINDS and not is_excluded:
            kinds.add(value)
        elif name == "in" and _SLUG.fullmatch(value) and not is_excluded:
            communities.add(value)
        elif (term := _term(word, phrase)) is not None:
            if len(wanted) + len(excluded) < MAX_TERMS:
                (excluded if is_excluded else wanted)[term] = None
            elif term not in wanted and term not in excluded:
                was_cut = True
    return Query(typed, tuple(wanted), tuple(excluded), frozenset(kinds), frozenset(communities), was_cut)


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
