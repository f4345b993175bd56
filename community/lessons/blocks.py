"""Where in a case a passage stands: the quotable blocks of a section, as they are shown."""

from typing import NamedTuple

from community.rendering import Block, render

NEIGHBOUR = 200


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
