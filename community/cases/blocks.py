"""The stored HTML of a section in its parts: what stands at the top of it, and the words of each block that can be marked."""

import html as markup
import re
from typing import NamedTuple

_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_ID = re.compile(r'\bid="([^"]+)"')
_ID_WITH_SPACE = re.compile(r' id="[^"]+"')
_VOID = frozenset({"br", "hr", "img", "source"})
_APART = frozenset(
    {"p", "li", "blockquote", "pre", "table", "h3", "h4", "h5", "h6", "ul", "ol", "tr", "th", "td", "br", "hr"}
)


class Part(NamedTuple):
    """One paragraph, list or table as HTML, with the words of each block in it by its anchor."""

    html: str
    blocks: dict[str, str]


def parts_of(html: str) -> list[Part]:
    """Return the parts that follow each other at the top of a section; together they are the whole of it."""
    parts: list[Part] = []
    open_at: list[tuple[str, int]] = []  # the anchor of each element that is open, and where its words begin
    said: list[str] = []
    blocks: dict[str, str] = {}
    begin = last = 0
    for tag in _TAG.finditer(html):
        said.append(markup.unescape(html[last : tag.start()]))
        last, (closes, name, attributes) = tag.end(), tag.groups()
        if name in _APART:
            said.append(" ")
        if closes and open_at:
            anchor, since = open_at.pop()
            if anchor:
                blocks[anchor] = " ".join("".join(said[since:]).split())
        elif not closes and name not in _VOID:
            found = _ID.search(attributes)
            open_at.append((found[1] if found else "", len(said)))
        if not open_at:
            parts.append(Part(html[begin:last], blocks))
            begin, said, blocks = last, [], {}
    if html[begin:].strip():
        parts.append(Part(html[begin:], {}))
    return parts


def without_anchors(html: str) -> str:
    """Return stored HTML for a page on which its anchors would stand more than once."""
    return _TAG.sub(lambda tag: _ID_WITH_SPACE.sub("", tag[0], count=1), html)


def words_of(html: str) -> str:
    """Return the words of stored HTML."""
    said = _TAG.sub(lambda tag: " " if tag[2] in _APART else "", html)
    return " ".join(markup.unescape(said).split())
