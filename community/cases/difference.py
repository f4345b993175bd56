"""The difference of two texts: paragraph by paragraph, and within a changed paragraph word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from community.cases.matching import Budget, runs

A_LOOK = 50  # the effort of holding two paragraphs side by side, however short
NEAR = 1  # paragraphs beside a change that are shown with it
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
    def folded(self) -> list[tuple[bool, tuple[tuple[Piece, ...], ...]]]:
        """The paragraphs in runs, and of each whether it is so far from what changed that it may be folded away."""
        marked = [any(piece.mark != Mark.SAME for piece in paragraph) for paragraph in self.paragraphs]
        found: list[tuple[bool, tuple[tuple[Piece, ...], ...]]] = []
        for is_marked, group in groupby(range(len(marked)), key=marked.__getitem__):
            places = list(group)
            front = 0 if places[0] == 0 else NEAR
            back = len(places) - (0 if places[-1] == len(marked) - 1 else NEAR)
            if is_marked or back - front < 2:
                found.append((False, self.paragraphs[places[0] : places[-1] + 1]))
                continue
            first = places[0]
            cuts = (
                (False, first, first + front),
                (True, first + front, first + back),
                (False, first + back, places[-1] + 1),
            )
            found += [(is_far, self.paragraphs[a:b]) for is_far, a, b in cuts if a < b]
        return found

    @property
    def is_new(self) -> bool:
        """Whether there was nothing before."""
        return all(piece.mark == Mark.ADDED for paragraph in self.paragraphs for piece in paragraph)

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left."""
        return all(piece.mark == Mark.REMOVED for paragraph in self.paragraphs for piece in paragraph)


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
    for i, i_end, j, j_end, is_equal in runs(old, new, budget):
        if is_equal:
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
    if not budget.spend(A_LOOK + len(one) + len(other)):
        return False
    words, others = Counter(_keys(_words(one))), Counter(_keys(_words(other)))
    longer = max(words.total(), others.total())
    return longer > 0 and (words & others).total() / longer >= ALIKE


def _words_compared(before: str, after: str, budget: Budget) -> Iterator[Piece]:
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for i, i_end, j, j_end, is_equal in runs(_keys(old), _keys(new), budget):
        if is_equal:
            pieces.append(Piece(Mark.SAME, "".join(new[j:j_end])))
        else:
            pieces += [Piece(Mark.REMOVED, "".join(old[i:i_end])), Piece(Mark.ADDED, "".join(new[j:j_end]))]
    for mark, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.mark):
        yield Piece(mark, "".join(piece.text for piece in group))


def _paragraphs(text: str) -> list[str]:
    return [part for part in _BREAK.split(text.strip()) if part]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _keys(words: Sequence[str]) -> list[str]:
    return [word.rstrip() for word in words]
