"""Pasted HTML, made plain: of what a word processor or a page puts on the clipboard, the structure that Markdown knows.

It is read once, from front to back, with nothing nested deeper than is asked for; what comes out holds no attribute but
`href`, and of tags only those named here.
"""

from collections.abc import Callable, Mapping

from community.texts.grid import TooMuch
from community.texts.marks import OUTSIDE, Element, inside, level_of
from community.texts.outline import Outline
from community.texts.runs import Run
from community.texts.tags import read_tags

MAX_DEPTH = 100
MAX_PARTS = 60_000

_COPIED = "<!--StartFragment-->", "<!--EndFragment-->"
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "base", "area", "source"})
_HEADINGS = {"h1": "h2", **{f"h{n}": f"h{n}" for n in range(2, 7)}}
_BLOCKS = frozenset({*_HEADINGS} | {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "figure", "figcaption",
    "form", "fieldset", "dl", "dt", "dd", "caption", "blockquote", "pre", "ul", "ol", "li", "table",
    "tr", "td", "th", "center", "details", "summary",
})  # fmt: skip
_LISTS = frozenset({"ul", "ol"})


def clean(page: str, *, picture: Callable[[str], str]) -> str:
    """Return the HTML of what was copied; `picture` says in words that a picture stood there. It may raise TooMuch."""
    start, end = (page.find(mark) for mark in _COPIED)
    return _Reader(picture).read(page[start:end] if 0 <= start < end else page)


class _Reader:
    """Follows the HTML and tells the outline what stands where."""

    def __init__(self, picture: Callable[[str], str]) -> None:
        self.outline = Outline()
        self._picture = picture
        self._open: list[Element] = []
        self._items = 0  # open elements that are items of lists
        self._lists: list[str] = []
        self._left = MAX_PARTS

    @property
    def _here(self) -> Element:
        return self._open[-1] if self._open else OUTSIDE

    def read(self, page: str) -> str:
        """Return what a page comes to."""
        for part in read_tags(page):
            self._left -= 1
            if self._left < 0:
                raise TooMuch
            if isinstance(part, str):
                self._take(part)
                continue
            if part.begins:
                self._begin(part.name, part.attributes)
            if part.ends and part.name not in _VOID:
                self._end(part.name)
        return self.outline.end()

    def _take(self, words: str) -> None:
        here = self._here
        if here.is_hidden:
            return
        if here.is_marker:
            self.outline.mark(words)
        else:
            self.outline.say(Run(words, here.marks, here.href, is_raw=here.is_raw))

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            self._end_words()
            if tag != "li" and self._here.tag == "p":  # its end may be left out
                self._close("p")
        if tag in _VOID:
            self._stand_alone(tag, attributes)
        elif len(self._open) < MAX_DEPTH:
            self._open.append(inside(self._here, tag, attributes))
            self._items += tag == "li"
        if tag in _BLOCKS and not self._here.is_hidden:
            self._begin_block(tag, attributes)

    def _end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_words()
            if tag in _LISTS and self._lists:
                self._lists.pop()
            elif tag in ("blockquote", "table"):
                self.outline.leave(tag)
        self._close(tag)

    def _stand_alone(self, tag: str, attributes: Mapping[str, str]) -> None:
        here = self._here
        if here.is_hidden or here.is_marker:
            return
        if tag == "br":
            self.outline.say(Run("\n", is_raw=True))
        elif tag == "hr":
            self._end_words()
            self.outline.rule()
        elif tag == "img" and (words := " ".join(attributes.get("alt", "").split())):
            self.outline.say(Run(words if len(words) < 4 else self._picture(words[:200]), here.marks, here.href))

    def _end_words(self) -> None:
        self.outline.end_block(is_in_item=self._items > 0)

    def _begin_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        outline = self.outline
        if tag in _LISTS:
            self._lists = [*self._lists[: MAX_DEPTH - 1], tag]
        elif tag == "li":
            level = attributes.get("aria-level") or attributes.get("data-aria-level") or ""
            given = int(level) if level in "123456789" and level else 1
            outline.begin_item(max(len(self._lists), given), self._lists[-1] if self._lists else "ul")
        elif tag in ("blockquote", "table"):
            outline.enter(tag)
        elif tag == "tr":
            outline.begin_row()
        elif tag in ("td", "th"):
            outline.begin_cell(attributes.get("colspan", ""), attributes.get("rowspan", ""))
        elif tag == "pre":
            outline.begin("pre")
        elif marked := level_of(attributes):
            outline.begin_marked(marked)
        elif tag == "p" and attributes.get("class", "").startswith("MsoTitle"):
            outline.begin("h2")
        elif tag in _HEADINGS:
            outline.begin(_HEADINGS[tag])

    def _close(self, tag: str) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at].tag == tag:
                self._items -= sum(element.tag == "li" for element in self._open[at:])
                del self._open[at:]
                return
