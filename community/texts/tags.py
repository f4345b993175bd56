"""The tags and words of HTML in their order, each looked at once: however broken it is, it takes no longer than it is long."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]{0,40}+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"']++))?+""")
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title", "textarea", "xmp")}
_STANDS_FOR_ITSELF = re.compile(r"<(?![a-zA-Z/!?])")
_MOST_ATTRIBUTES = 40


class Tag(NamedTuple):
    """The beginning of an element, or its end, or both."""

    name: str
    attributes: Mapping[str, str]
    begins: bool
    ends: bool


def read_tags(page: str) -> Iterator[Tag | str]:
    """Yield tags, and the words between them; what is begun and never ended is left out, with all that follows."""
    at = 0
    while at < len(page):
        less = page.find("<", at)
        if less < 0:
            break
        if less > at:
            yield unescape(page[at:less])
        at = less
        if page.startswith("<!--", at):
            at = _behind(page, "-->", at + 4)
        elif page.startswith(("<!", "<?"), at):
            at = _behind(page, ">", at)
        elif _STANDS_FOR_ITSELF.match(page, at) or at + 1 == len(page):
            yield "<"
            at += 1
        elif found := _TAG.match(page, at):
            tag = _tag(found)
            yield tag
            at = found.end()
            if tag.begins and tag.name in _RAW:
                end = _RAW[tag.name].search(page, at)
                at = end.start() if end else len(page)
        elif page.startswith("</", at):
            at = _behind(page, ">", at)
        else:
            return
    if words := page[at:]:
        yield unescape(words)


def _behind(page: str, end: str, at: int) -> int:
    found = page.find(end, at)
    return found + len(end) if found >= 0 else len(page)


def _tag(found: re.Match[str]) -> Tag:
    is_end, name, said = found.groups()
    attributes: dict[str, str] = {}
    if not is_end:
        for attribute in _ATTRIBUTE.finditer(said[:20_000]):
            attributes.setdefault(attribute[1].lower(), unescape((attribute[2] or "").strip("\"'")))
            if len(attributes) == _MOST_ATTRIBUTES:
                break
    return Tag(name.lower(), attributes, begins=not is_end, ends=bool(is_end) or said.endswith("/"))
