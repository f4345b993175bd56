"""What people write, as HTML that is safe to show: Markdown in; sanitised HTML, plain text and quotable blocks out."""

import re
import unicodedata
import xml.etree.ElementTree as etree
from dataclasses import dataclass

import bleach

from community.markdown_blocks import parse
from community.markdown_figures import lift_figures
from community.markdown_inline import mark_up
from community.markdown_limits import MAX_LENGTH, MAX_LINKS, MAX_MARKUP, MAX_NESTING, TooComplex, TooLong
from community.markdown_links import EXTERNAL, is_safe
from community.markdown_mentions import mark_mentions

__all__ = ["MAX_LENGTH", "Block", "Rendered", "TooComplex", "TooLong", "excerpt", "normalise", "render", "sanitise"]

_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
_QUOTABLE = {"p", "li", "blockquote", "pre", "table", *_HEADINGS.values()}
_PARTS = _QUOTABLE | {
    "ul",
    "ol",
    "tr",
    "th",
    "td",
    "br",
    "hr",
    "figure",
    "figcaption",
}  # stands apart from the text around it
TAGS = frozenset(_PARTS | {"strong", "em", "del", "code", "a", "div", "thead", "tbody"})
_ATTRIBUTES = {
    ("figure", "data-file"): re.compile("[0-9]{1,9}"),
    ("a", "data-file"): re.compile("[0-9]{1,9}"),
    ("a", "data-handle"): re.compile("[a-z0-9-]{1,40}"),
    ("a", "data-names"): re.compile(".{1,300}", re.DOTALL),
    ("div", "class"): re.compile("table-scroll"),
    ("div", "tabindex"): re.compile("0"),
    ("pre", "tabindex"): re.compile("0"),
    ("ol", "start"): re.compile("[0-9]{1,9}"),
    ("th", "class"): re.compile("align-(?:left|center|right)"),
    ("td", "class"): re.compile("align-(?:left|center|right)"),
    ("a", "title"): re.compile(".*", re.DOTALL),
    ("a", "rel"): re.compile(EXTERNAL),
}
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ANCHORED = re.compile(_ANCHOR.pattern + "-[0-9]+")
_NEWLINE = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MANY_MARKS = re.compile(r"[^\w\s]{31}")
_MAX_MARKS = 30


@dataclass(frozen=True)
class Block:
    """A passage that can be quoted: where it stands in the HTML, its words, and those of them that it doesn't quote itself."""

    anchor: str
    text: str
    own: str


@dataclass(frozen=True)
class Rendered:
    """A text as it is shown, as it is read, and the blocks it consists of."""

    html: str
    text: str
    blocks: tuple[Block, ...]


def render(source: str, *, anchor: str = "p") -> Rendered:
    """Render Markdown; refuse a text that is too long, or that would take too long (TooLong, TooComplex)."""
    if not _ANCHOR.fullmatch(anchor):
        raise ValueError(f"not a usable anchor: {anchor!r}")
    source = normalise(source)
    if len(source) > MAX_LENGTH:
        raise TooLong(len(source))
    try:
        root, references = parse(source)
        mark_up(root, references)
        mark_mentions(root)
        lift_figures(root)
        blocks, text = _adapt(root, anchor)
        page = "\n".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    except RecursionError as error:
        raise TooComplex("nesting", MAX_NESTING) from error
    if sum(map(page.count, ("<", "&", '="'))) > MAX_MARKUP:
        raise TooComplex("markup", MAX_MARKUP)
    if page.count('<a data-names="') > MAX_LINKS:
        raise TooComplex("links", MAX_LINKS)
    return Rendered(sanitise(page), text, blocks)


def sanitise(page: str) -> str:
    """Return HTML with nothing but the tags, attributes and links that a rendered text may have."""
    return bleach.clean(page, tags=TAGS, attributes=_is_allowed, protocols={"http", "https", "mailto"})


def normalise(source: str) -> str:
    """Return the text with plain newlines, composed characters, and no control characters."""
    if len(source) > 2 * MAX_LENGTH:
        raise TooLong(len(source))
    source = _UNPRINTABLE.sub("", _NEWLINE.sub("\n", source))
    if _MANY_MARKS.search(source):
        source = _without_surplus_marks(source)
    return unicodedata.normalize("NFC", source)


def excerpt(text: str, length: int) -> str:
    """Return the beginning of a text, at most so long, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    kept = text[: max(length, 1)]
    head = kept.rpartition(" ")[0] or kept[:-1]
    return head.rstrip(" ,;:.–—-") + "…"


def _without_surplus_marks(source: str) -> str:
    """Drop combining marks after the thirtieth in a row: no language has so many, and composing them takes seconds."""
    kept, marks = [], 0
    for char in source:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _adapt(root: etree.Element, anchor: str) -> tuple[tuple[Block, ...], str]:
    """Fit the tree into a page: headings below the page's own, tables that scroll, blocks that can be pointed at.

    Return these and all words: also those of pictures between them, which cannot be quoted.
    """
    for element in list(root.iter()):
        element.tag = _HEADINGS.get(element.tag, element.tag)
        if align := element.attrib.pop("align", None):
            element.set("class", f"align-{align}")
        if element.tag == "pre":
            element.set("tabindex", "0")  # a long line scrolls, with the keyboard too
    blocks: list[Block] = []
    texts: list[str] = []
    for element in root:
        for part in element if element.tag in ("ul", "ol") else [element]:
            text = _words(part)
            if text and part.tag in _QUOTABLE | {"figure"}:
                texts.append(text)
            if text and part.tag in _QUOTABLE:
                blocks.append(Block(f"{anchor}-{len(blocks) + 1}", text, _words(part, but="blockquote")))
                part.set("id", blocks[-1].anchor)
    for parent in list(root.iter()):
        for at, child in enumerate(parent):
            if child.tag == "table":
                parent[at] = frame = etree.Element("div", {"class": "table-scroll", "tabindex": "0"})
                frame.append(child)
                frame.tail, child.tail = child.tail, None
    return tuple(blocks), "\n\n".join(texts)


def _words(element: etree.Element, *, but: str | None = None) -> str:
    """Return the words of an element, without those of one kind of part."""
    return " ".join("".join(_pieces(element, but)).split())


def _pieces(element: etree.Element, but: str | None) -> list[str]:
    """Return the words of an element, with a space where one part of it ends and another begins."""
    space = " " if element.tag in _PARTS else ""
    if element.tag == but:
        return [space]
    pieces = [space, element.text or ""]
    for child in element:
        pieces += _pieces(child, but)
        pieces.append(child.tail or "")
    return [*pieces, space]


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "id":
        return tag in _QUOTABLE and _ANCHORED.fullmatch(value) is not None
    if (tag, name) == ("a", "href"):
        return is_safe(value)
    pattern = _ATTRIBUTES.get((tag, name))
    return pattern is not None and pattern.fullmatch(value) is not None
