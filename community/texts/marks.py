"""What an element of pasted HTML does to the words in it: read from its name and its style, whoever wrote it."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

BOLD, ITALIC, STRUCK, CODE = "strong", "em", "del", "code"
LINK_LENGTH = 2000

_TAGS = {
    **dict.fromkeys(("b", "strong"), BOLD),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), ITALIC),
    **dict.fromkeys(("s", "strike", "del"), STRUCK),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), CODE),
}
_UNREAD = frozenset(
    {"script", "style", "title", "xml", "svg", "math", "object", "iframe", "template", "noscript", "select", "textarea"}
)
_HEAVY = re.compile(r"(?<![a-z-])font-weight:\s*(bold|bolder|[6-9]00)")
_LIGHT = re.compile(r"(?<![a-z-])font-weight:\s*(normal|lighter|[1-5]00)")
_SLANTED = re.compile(r"(?<![a-z-])font-style:\s*(italic|oblique)")
_UPRIGHT = re.compile(r"(?<![a-z-])font-style:\s*normal")
_CROSSED = re.compile(r"text-decoration[a-z-]*:[^;]*line-through")
_UNSEEN = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all|mso-element:\s*comment")
_MARKER = re.compile(r"mso-list:\s*ignore")
_LEVEL = re.compile(r"mso-list:[^;]*?level([1-9])")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)


class Element(NamedTuple):
    """An open element: its tag, and what holds for the words in it."""

    tag: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    is_hidden: bool = False
    is_marker: bool = False
    is_raw: bool = False


OUTSIDE = Element("")


def inside(parent: Element, tag: str, attributes: Mapping[str, str]) -> Element:
    """Return an element as it stands in another one."""
    style = attributes.get("style", "")[:2000].lower()
    return Element(
        tag,
        _marks(parent.marks, tag, style),
        _address(attributes.get("href", "")) if tag == "a" else parent.href,
        parent.is_hidden or tag in _UNREAD or "hidden" in attributes or _UNSEEN.search(style) is not None,
        parent.is_marker or _MARKER.search(style) is not None,
        parent.is_raw or tag == "pre",
    )


def level_of(attributes: Mapping[str, str]) -> int:
    """Return the level at which Word lists a paragraph; 0 where it is in no list."""
    found = _LEVEL.search(attributes.get("style", "")[:2000].lower())
    return int(found[1]) if found else 0


def _marks(marks: frozenset[str], tag: str, style: str) -> frozenset[str]:
    if tag in _TAGS:
        marks |= {_TAGS[tag]}
    if not style:
        return marks
    for mark, on, off in ((BOLD, _HEAVY, _LIGHT), (ITALIC, _SLANTED, _UPRIGHT)):
        marks = marks | {mark} if on.search(style) else marks - {mark} if off.search(style) else marks
    return marks | {STRUCK} if _CROSSED.search(style) else marks


def _address(href: str) -> str:
    """Return where a link leads, if that is a page or a mailbox; whatever else is no link."""
    href = href.strip()
    if len(href) > LINK_LENGTH or not _LINK.fullmatch(href):
        return ""
    return quote(href, safe="/:?#@!$&'*+,;=%~-._")
