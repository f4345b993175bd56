"""Whom a text mentions: `@handle` in its own words, not in code, in links or in what it quotes."""

import re
import xml.etree.ElementTree as etree

from community.markdown_blocks import parse
from community.markdown_inline import mark_up
from community.markdown_limits import TooComplex

MOST = 30  # of one text; who is named after them is not told

_MENTION = re.compile(r"(?<![\w@/.&+-])@([a-z0-9][a-z0-9-]{0,39})(?![\w@])", re.IGNORECASE)
_NOT_SAID = frozenset({"code", "pre", "a", "blockquote"})


def mentions_in(source: str) -> tuple[str, ...]:
    """Return the handles that a text mentions, once each, in its order; none where it could not be shown either."""
    if "@" not in source:
        return ()
    try:
        root, references = parse(source)
        mark_up(root, references)
        words = "".join(_said(root))
    except (TooComplex, RecursionError):
        return ()
    found = dict.fromkeys(match[1].rstrip("-").casefold() for match in _MENTION.finditer(words))
    return tuple(found)[:MOST]


def _said(element: etree.Element) -> list[str]:
    """Return the words of an element in pieces; what is not its own leaves a mark that is no word."""
    pieces = [element.text or ""]
    for child in element:
        pieces += [" "] if child.tag in _NOT_SAID else _said(child)
        pieces.append(child.tail or "")
    return pieces if element.tag in ("em", "strong", "del") else ["\n", *pieces, "\n"]
