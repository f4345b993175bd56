"""Where in a case a passage stands: the quotable blocks of a section, as they are shown; and which blocks are alike."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from community.rendering import Block, render

NEIGHBOUR = 200
_WORD = re.compile(r"\w+")
_SHORT = 40  # characters; of longer blocks words are compared, which costs less and lets no comma count
_ALIKE = 0.6  # of both
_PART = 0.8  # of the shorter one, where the other holds more
_SENTENCE = 8  # words; what holds fewer is no part of another, it only happens to stand in both


class Place(NamedTuple):
    """The words of one block, with the end of the words before it and the beginning of those after it."""

    exact: str
    before: str
    after: str


def blocks_of(section: str, source: str) -> tuple[Block, ...]:
    """Return the blocks of a section; their anchors are those of the stored HTML, which was made by the same call."""
    return render(source, anchor=section).blocks


def place_of(blocks: tuple[Block, ...], anchor: str) -> Place | None:
    """Return the block with this anchor, None where there is none."""
    for at, block in enumerate(blocks):
        if block.anchor == anchor:
            before = blocks[at - 1].text[-NEIGHBOUR:] if at else ""
            after = blocks[at + 1].text[:NEIGHBOUR] if at + 1 < len(blocks) else ""
            return Place(block.text, before, after)
    return None


def likeness(one: str, other: str) -> float:
    """Return how much two blocks share, between 0 and 1; 0 where they are neither alike nor one a part of the other."""
    is_short = min(len(one), len(other)) < _SHORT
    texts = (one, other) if is_short else (_WORD.findall(one.casefold()), _WORD.findall(other.casefold()))
    matcher: SequenceMatcher[str] = SequenceMatcher(None, *texts)
    both, shorter = len(texts[0]) + len(texts[1]), min(map(len, texts))
    is_part_enough = not is_short and shorter >= _SENTENCE
    enough = min(_ALIKE, 2 * _PART * shorter / both) if is_part_enough else _ALIKE
    # Each measure costs more than the one before it, and none says more than that one did.
    ratio = 1.0
    for measure in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio):
        ratio = measure()
        if ratio < enough:
            return 0.0
    return ratio
