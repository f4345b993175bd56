"""Two edits of one case brought together: what each changed is kept, and where both changed the same lines a person chooses.

Texts are merged line by line. Changes clash where their lines overlap or touch; a blank line between them is enough to keep
two paragraphs apart. Partners are merged row by row, what was chosen from a list as a set. No marker ever stands in a text.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from community.cases.matching import Budget, runs
from community.cases.state import State

TITLE, PARTNERS, SECTION = "title", "partner_rows", "section_"
WHOLE = ("period",)  # what stands for one thing, and is no set to put together
Row = Mapping[str, str]


class Kept(NamedTuple):
    """Lines or rows on which there is nothing to decide."""

    items: tuple[Any, ...]


class Clash(NamedTuple):
    """Lines or rows that both changed, as they were and as each left them."""

    was: tuple[Any, ...]
    mine: tuple[Any, ...]
    theirs: tuple[Any, ...]


Piece = Kept | Clash


@dataclass(frozen=True)
class Merged:
    """What became of two edits: the state that holds both, and by field what has yet to be chosen.

    Where something clashes, the state holds my version of it.
    """

    state: State
    clashes: Mapping[str, tuple[Piece, ...]]
    by_me: tuple[str, ...]
    by_them: tuple[str, ...]


def merge(was: State, mine: State, theirs: State, budget: Budget | None = None) -> Merged:
    """Bring two edits of a state together."""
    budget = budget or Budget()
    parts: dict[str, tuple[Piece, ...]] = {TITLE: merge_texts(was.title, mine.title, theirs.title, budget)}
    for key in dict.fromkeys([*theirs.sections, *mine.sections]):
        old, own, other = (side.sections.get(key, "") for side in (was, mine, theirs))
        parts[SECTION + key] = merge_texts(old, own, other, budget)
    parts[PARTNERS] = merge_rows(was.partners, mine.partners, theirs.partners)
    merged = State(
        title=text_of(parts[TITLE]),
        sections={key: text for key in _keys(parts) if (text := text_of(parts[SECTION + key]).strip())},
        partners=[dict(row) for row in _mine(parts[PARTNERS])],
        choices=_merge_choices(was.choices, mine.choices, theirs.choices),
    )
    clashes = {field: pieces for field, pieces in parts.items() if any(isinstance(piece, Clash) for piece in pieces)}
    return Merged(merged, clashes, changed(was, mine), changed(was, theirs))


def changed(was: State, now: State) -> tuple[str, ...]:
    """Return the fields in which two states differ."""
    keys = dict.fromkeys([*was.sections, *now.sections])
    names = dict.fromkeys([*was.choices, *now.choices])
    found = [TITLE] if was.title != now.title else []
    found += [SECTION + key for key in keys if was.sections.get(key) != now.sections.get(key)]
    found += [PARTNERS] if was.partners != now.partners else []
    return (*found, *(name for name in names if was.choices.get(name) != now.choices.get(name)))


def merge_texts(was: str, mine: str, theirs: str, budget: Budget | None = None) -> tuple[Piece, ...]:
    """Return a text as pieces, from what it was and from two edits of it."""
    if mine == theirs or theirs == was:
        return (Kept(_lines(mine)),)
    if mine == was:
        return (Kept(_lines(theirs)),)
    return tuple(_pieces(_lines(was), _lines(mine), _lines(theirs), budget or Budget()))


def merge_rows(was: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row]) -> tuple[Piece, ...]:
    """Return rows as pieces; a row is the same one where it bears the same name. They keep the order of theirs."""
    if mine == theirs or theirs == was:
        return (Kept(tuple(mine)),)
    if mine == was:
        return (Kept(tuple(theirs)),)
    old, own, other = (_named(rows) for rows in (was, mine, theirs))
    return tuple(
        Kept(found) if (found := _settled(*sides)) is not None else Clash(*sides)
        for key in dict.fromkeys([*other, *own])
        if any(sides := [(side[key],) if key in side else () for side in (old, own, other)])
    )


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the text that pieces make, mine where they clash."""
    return "\n".join(_mine(pieces))


def _mine(pieces: Sequence[Piece]) -> list[Any]:
    return [item for piece in pieces for item in (piece.mine if isinstance(piece, Clash) else piece.items)]


def _pieces(was: Sequence[str], mine: Sequence[str], theirs: Sequence[str], budget: Budget) -> Iterator[Piece]:
    """Yield the pieces of a text that both changed: each run of changes that overlap or touch is one."""
    hunks = sorted([*_hunks(was, mine, 0, budget), *_hunks(was, theirs, 1, budget)], key=lambda hunk: hunk[:2])
    at, shifts = 0, [0, 0]  # how much further each side stands than what was
    while hunks:
        begin, end, *_rest = hunks[0]
        touched = []
        while hunks and hunks[0][0] <= end:
            touched.append(hunks.pop(0))
            end = max(end, touched[-1][1])
        sides = []
        for side, text in enumerate((mine, theirs)):
            start = begin + shifts[side]
            shifts[side] += sum(grown for _begin, _end, whose, grown in touched if whose == side)
            sides.append(tuple(text[start : end + shifts[side]]))
        yield Kept(tuple(was[at:begin]))
        settled = _settled(tuple(was[begin:end]), *sides)
        yield Clash(tuple(was[begin:end]), *sides) if settled is None else Kept(settled)
        at = end
    yield Kept(tuple(was[at:]))


def _hunks(was: Sequence[str], now: Sequence[str], side: int, budget: Budget) -> Iterator[tuple[int, int, int, int]]:
    """Yield what a side replaced: from and to where, which side it is, and by how many lines it grew."""
    for i, i_end, j, j_end, is_equal in runs(was, now, budget):
        if not is_equal:
            yield i, i_end, side, (j_end - j) - (i_end - i)


def _settled(was: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return what two sides come to, None where both changed it and not in the same way."""
    if mine == theirs or theirs == was:
        return mine
    return theirs if mine == was else None


def _merge_choices(
    was: Mapping[str, Sequence[str]], mine: Mapping[str, Sequence[str]], theirs: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return what either chose anew and what neither took away."""
    found = {}
    for name in dict.fromkeys([*theirs, *mine]):
        if name in WHOLE:
            one = theirs if list(mine.get(name, ())) == list(was.get(name, ())) else mine
            if one.get(name):
                found[name] = list(one[name])
            continue
        old, own, other = (set(side.get(name, ())) for side in (was, mine, theirs))
        if chosen := sorted((own & other) | (own - old) | (other - old)):
            found[name] = chosen
    return found


def _named(rows: Sequence[Row]) -> dict[Hashable, Row]:
    """Return rows by their name, those of the same name told apart by their order."""
    seen: Counter[str] = Counter()
    found: dict[Hashable, Row] = {}
    for row in rows:
        name = row.get("name", "").casefold()
        seen[name] += 1
        found[name, seen[name]] = row
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _keys(parts: Mapping[str, Any]) -> list[str]:
    return [field.removeprefix(SECTION) for field in parts if field.startswith(SECTION)]
