"""The words of one block: runs that look alike put together, whatever spans they came in."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from community.texts.marks import BOLD, CODE, ITALIC, STRUCK

_ORDER = (BOLD, ITALIC, STRUCK, CODE)
_SPACE = re.compile(r"[ \t\r\n\f]+|(?:[ \t\r\n\f\xa0]){2,}")


class Run(NamedTuple):
    """Words that look alike; raw are those in which every space and line counts."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    is_raw: bool = False


def written(runs: Iterable[Run], *, without: frozenset[str] = frozenset()) -> str:
    """Return the HTML of a block's words."""
    return _linked(_joined(_spaced(run._replace(marks=run.marks - without) for run in runs)))


def plain(runs: Iterable[Run]) -> str:
    """Return the HTML of words that are shown letter by letter."""
    return escape("".join(run.text for run in runs).strip("\n"), quote=False)


def _spaced(runs: Iterable[Run]) -> list[Run]:
    """Return runs with single spaces between words, and none at either end."""
    kept: list[Run] = []
    is_open = False  # whether the next word stands apart already
    for run in runs:
        text = run.text if run.is_raw else _SPACE.sub(" ", run.text)
        if not kept or is_open:
            text = text.lstrip(" " if kept else " \n\xa0")
        if not text:
            continue
        is_open = text[-1] in " \n"
        if not text.strip():
            run = run._replace(marks=frozenset(), is_raw=False)  # space has no weight
        kept.append(run._replace(text=text))
    while kept and not (last := kept[-1].text.rstrip(" \n\xa0")):
        kept.pop()
    if kept:
        kept[-1] = kept[-1]._replace(text=last)
    return kept


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Return runs with those together that look alike, also across the space between them."""
    kept = list(runs)
    for at in range(1, len(kept) - 1):
        before, after = kept[at - 1], kept[at + 1]
        if not kept[at].text.strip():
            href = before.href if before.href == after.href else ""
            kept[at] = kept[at]._replace(marks=before.marks & after.marks, href=href)
    return [
        Run("".join(run.text for run in alike), marks, href)
        for (marks, href), alike in groupby(kept, key=lambda run: (run.marks, run.href))
    ]


def _linked(runs: Sequence[Run]) -> str:
    parts = []
    for href, same in groupby(runs, key=lambda run: run.href):
        words = _marked(list(same), _ORDER)
        parts.append(f'<a href="{escape(href)}">{words}</a>' if href and words.strip() else words)
    return "".join(parts)


def _marked(runs: Sequence[Run], order: Sequence[str]) -> str:
    if not order:
        return "".join(escape(run.text, quote=False).replace("\n", "<br>") for run in runs)
    mark, *rest = order
    parts = []
    for is_on, same in groupby(runs, key=lambda run: mark in run.marks):
        words = _marked(list(same), rest)
        parts.append(f"<{mark}>{words}</{mark}>" if is_on and words.strip() else words)
    return "".join(parts)
