"""Whom a text mentions: `@handle` in its own words, not in code, in links or in what it quotes."""

import re
import xml.etree.ElementTree as etree

from community.markdown_blocks import parse
from community.markdown_emphasis import Nodes, fill
from community.markdown_inline import mark_up
from community.markdown_limits import TooComplex

MOST = 30  # people of one text; who is named after them is not told, nor linked to
MOST_TIMES = 200  # that they are named, all together

_MENTION = re.compile(r"(?<![\w@/.&+-])@([a-z0-9][a-z0-9-]{0,39})(?![\w@])", re.IGNORECASE)
_NOT_SAID = frozenset({"code", "pre", "a", "blockquote", "figure"})


def mentions_in(source: str) -> tuple[str, ...]:
    """Return the handles that a text mentions, once each, in its order; none where it could not be shown either."""
    if "@" not in source:
        return ()
    try:
        root, references = parse(source)
        mark_up(root, references)
        return mark_mentions(root)
    except (TooComplex, RecursionError):
        return ()


def mark_mentions(root: etree.Element) -> tuple[str, ...]:
    """Mark where a marked-up text mentions somebody, and return whom: who is linked to is who is told."""
    marking = _Marking()
    marking.take(root, "\n")
    return tuple(marking.found)


class _Marking:
    """One walk through a tree."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}
        self.times = 0

    def take(self, element: etree.Element, before: str) -> str:
        """Mark what an element says behind this character; return the character that comes before what follows it."""
        is_inline = element.tag in ("em", "strong", "del")
        before = before if is_inline else "\n"
        nodes: Nodes = []
        before = self.read(element.text or "", before, nodes)
        for child in list(element):
            nodes.append(child)
            before = " " if child.tag in _NOT_SAID else self.take(child, before)
            tail, child.tail = child.tail or "", None
            before = self.read(tail, before, nodes)
        element.text = None
        element[:] = []
        fill(element, nodes)
        return before if is_inline else "\n"

    def read(self, text: str, before: str, nodes: Nodes) -> str:
        """Add a text in pieces, with a mark for each handle in it; return its last character."""
        if "@" not in text:
            nodes.append(text)
            return text[-1:] or before
        at, said = 1, before + text
        for match in _MENTION.finditer(said, 1):
            handle = match[1].rstrip("-")
            if not self.counts(handle.casefold()):
                continue
            mark = etree.Element("a", {"data-handle": handle.casefold()})
            mark.text = "@" + handle
            nodes += [said[at : match.start()], mark]
            at = match.start() + 1 + len(handle)
        nodes.append(said[at:])
        return said[-1]

    def counts(self, handle: str) -> bool:
        """Count a handle; say whether it is one of as many as are told."""
        if self.times >= MOST_TIMES or (handle not in self.found and len(self.found) >= MOST):
            return False
        self.times += 1
        self.found[handle] = None
        return True
