"""The difference of two texts: paragraph by paragraph, and within a changed paragraph word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

EFFORT = (
    1_000_000  # roughly, letters and pairs of equal words weighed in one comparison; what is beyond is shown as a whole
)
A_LOOK = 50  # the effort of holding two paragraphs side by side, however short
ALIKE = 0.4  # share of words in common from which two paragraphs are taken for the same one, changed

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_WORD = re.compile(r"(?:\w+|[^\w\s])\s*")


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    """Some words with one mark."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Difference:
    """What changed in one section: its paragraphs, each in pieces. Paragraphs that stayed the same are kept in place."""

    key: str
    paragraphs: tuple[tuple[Piece, ...], ...]

    @property
    def is_new(self) -> bool:
        """Whether there was nothing before."""
        return all(piece.mark == Mark.ADDED for paragraph in self.paragraphs for piece in paragraph)

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left."""
        return all(piece.mark == Mark.REMOVED for paragraph in self.paragraphs for piece in paragraph)


class Budget:
    """The work that one comparison may still do, so that hostile texts compare as fast as honest ones."""

    def __init__(self, effort: int = EFFORT) -> None:
        self.left = effort

    def affords(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Say whether these may be compared item by item, and count the work where they may."""
        counts = Counter(before)
        effort = len(before) + len(after) + sum(counts[item] for item in after)
        if effort > self.left:
            return False
        self.left -= effort
        return True


def compare(before: Mapping[str, str], after: Mapping[str, str], keys: Sequence[str]) -> list[Difference]:
    """Return what differs between two states, section by section in this order; sections that are equal are left out."""
    budget = Budget()
    changed = [key for key in keys if before.get(key, "") != after.get(key, "")]
    return [Difference(key, compare_texts(before.get(key, ""), after.get(key, ""), budget)) for key in changed]


def compare_texts(before: str, after: str, budget: Budget | None = None) -> tuple[tuple[Piece, ...], ...]:
    """Return the paragraphs of both texts, with what was removed and added."""
    budget = budget or Budget()
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[tuple[Piece, ...]] = []
    for i, i_end, j, j_end in _changes(old, new, budget):
        if old[i:i_end] == new[j:j_end]:
            found += [(Piece(Mark.SAME, text),) for text in new[j:j_end]]
        else:
            found += _replaced(old[i:i_end], new[j:j_end], budget)
    return tuple(found)


def _replaced(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[tuple[Piece, ...]]:
    """Yield paragraphs that took the place of others, each beside the first later one that it resembles."""
    begun = 0
    for text in old:
        twin = next((j for j in range(begun, min(len(new), begun + 8)) if _are_alike(text, new[j], budget)), None)
        if twin is None:
            yield (Piece(Mark.REMOVED, text),)
            continue
        yield from ((Piece(Mark.ADDED, other),) for other in new[begun:twin])
        yield tuple(_words_compared(text, new[twin], budget))
        begun = twin + 1
    yield from ((Piece(Mark.ADDED, other),) for other in new[begun:])


def _are_alike(one: str, other: str, budget: Budget) -> bool:
    budget.left -= A_LOOK + len(one) + len(other)
    if budget.left < 0:
        return False
    words, others = Counter(_keys(_words(one))), Counter(_keys(_words(other)))
    longer = max(words.total(), others.total())
    return longer > 0 and (words & others).total() / longer >= ALIKE


def _words_compared(before: str, after: str, budget: Budget) -> Iterator[Piece]:
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for i, i_end, j, j_end in _changes(_keys(old), _keys(new), budget):
        if _keys(old[i:i_end]) == _keys(new[j:j_end]):
            pieces.append(Piece(Mark.SAME, "".join(new[j:j_end])))
        else:
            pieces += [Piece(Mark.REMOVED, "".join(old[i:i_end])), Piece(Mark.ADDED, "".join(new[j:j_end]))]
    for mark, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.mark):
        yield Piece(mark, "".join(piece.text for piece in group))


def _changes(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[tuple[int, int, int, int]]:
    """Yield the runs that both sequences fall into, each either equal on both sides or replaced as a whole."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    end, new_end = len(old) - tail, len(new) - tail
    yield 0, head, 0, head
    middle, new_middle = old[head:end], new[head:new_end]
    if budget.affords(middle, new_middle):
        matcher = SequenceMatcher(None, middle, new_middle, autojunk=False)
        for _tag, i, i_end, j, j_end in matcher.get_opcodes():
            yield head + i, head + i_end, head + j, head + j_end
    else:
        yield head, end, head, new_end
    yield end, len(old), new_end, len(new)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _paragraphs(text: str) -> list[str]:
    return [part for part in _BREAK.split(text.strip()) if part]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _keys(words: Sequence[str]) -> list[str]:
    return [word.rstrip() for word in words]
