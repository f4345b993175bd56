"""Emphasis in a line of Markdown: which runs of * _ ~ pair up. CommonMark's algorithm, with a stack of what is open."""

import unicodedata
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from community.markdown_limits import MAX_NESTING, TooComplex

_TAGS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("del", "del")}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one emphasis character, and what it can do where it stands."""

    char: str
    length: int
    opens: bool
    closes: bool

    def closes_what(self, opener: "Run") -> bool:
        """Say whether this run can end what the other began; the rule of three keeps `**a*b**` whole."""
        if self.char != opener.char:
            return False
        if not (self.opens or opener.closes):
            return True
        return (self.length + opener.length) % 3 != 0 or (self.length % 3 == 0 and opener.length % 3 == 0)


Node = str | etree.Element
Nodes = list[Node]


@dataclass(slots=True)
class _Opened:
    """Emphasis that is open: the run that began it, how much of that is left, and what it holds so far."""

    run: Run
    left: int
    content: Nodes = field(default_factory=list)


def run_at(text: str, start: int, end: int) -> Run:
    """Describe the run of an emphasis character that stands there, by what is on both sides of it."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    left = not after.isspace() and (not mark_after or before.isspace() or mark_before)
    right = not before.isspace() and (not mark_before or after.isspace() or mark_after)
    if text[start] == "_":
        left, right = left and (not right or mark_before), right and (not left or mark_after)
    return Run(text[start], end - start, opens=left, closes=right)


def pair(nodes: Sequence[Node | Run]) -> Nodes:
    """Turn the runs among the nodes into elements where they pair up, and into the characters typed elsewhere."""
    if not any(isinstance(node, Run) for node in nodes):
        return list(nodes)  # type: ignore[arg-type]
    pairing = _Pairing()
    for node in nodes:
        if isinstance(node, Run):
            pairing.take(node)
        else:
            pairing.content.append(node)
    return pairing.finish()


def fill(parent: etree.Element, nodes: Iterable[Node]) -> None:
    """Put the nodes into an element that has no text yet."""
    last: etree.Element | None = None
    for _, group in groupby(nodes, key=lambda node: isinstance(node, str)):
        parts = list(group)
        if isinstance(parts[0], str):
            text = "".join(part for part in parts if isinstance(part, str))
            if last is None:
                parent.text = text
            else:
                last.tail = text
        else:
            parent.extend(part for part in parts if isinstance(part, etree.Element))
            last = parent[-1]


class _Pairing:
    """The emphasis open at one point of a text, innermost last."""

    def __init__(self) -> None:
        self.stack = [_Opened(Run("", 0, opens=False, closes=False), 0)]
        self.fruitless: dict[tuple[str, bool, int], int] = {}  # up to where a search for such an opener found none
        self.depths: dict[etree.Element, int] = {}

    @property
    def content(self) -> Nodes:
        return self.stack[-1].content

    def take(self, run: Run) -> None:
        left = run.length
        while run.closes and left and (at := self._find_opener(run)):
            left = self._close(at, left)
        if left and run.opens:
            self.stack.append(_Opened(run, left))
        elif left:
            self.content.append(run.char * left)

    def finish(self) -> Nodes:
        return self._flatten(0)

    def _find_opener(self, run: Run) -> int | None:
        kind = (run.char, run.opens, run.length % 3)
        lowest = self.fruitless.get(kind, 1)
        for at in range(len(self.stack) - 1, lowest - 1, -1):
            if run.closes_what(self.stack[at].run):
                return at
        self.fruitless[kind] = len(self.stack)
        return None

    def _close(self, at: int, left: int) -> int:
        opened = self.stack[at]
        inside = self._flatten(at)
        used = 2 if left >= 2 and opened.left >= 2 else 1
        element = etree.Element(_TAGS[opened.run.char][used - 1])
        depth = 1 + max((self.depths.get(node, 0) for node in inside if isinstance(node, etree.Element)), default=0)
        if depth > MAX_NESTING:
            raise TooComplex("nesting", MAX_NESTING)
        self.depths[element] = depth
        fill(element, inside)
        opened.left -= used
        opened.content = []
        if not opened.left:
            self.stack.pop()
        self.content.append(element)
        self.fruitless = {kind: min(height, len(self.stack)) for kind, height in self.fruitless.items()}
        return left - used

    def _flatten(self, at: int) -> Nodes:
        """Close what is open above a place without effect, and return all that this place then holds."""
        content = self.stack[at].content
        for opened in self.stack[at + 1 :]:
            content.append(opened.run.char * opened.left)
            content.extend(opened.content)
        del self.stack[at + 1 :]
        return content


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
