"""Stored HTML as words that can be pointed at, and a place among them put into `<mark>`."""

import html as markup
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_TOKEN = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|&[#\w]+;|[^<&]+|.""", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_VOID = frozenset({"br", "hr", "img", "source"})
_APART = frozenset(
    {"p", "li", "blockquote", "pre", "table", "h3", "h4", "h5", "h6", "ul", "ol", "tr", "th", "td", "br", "hr"}
)


class Stretch(NamedTuple):
    """A block that can be quoted, and where among the words it stands."""

    anchor: str
    start: int
    end: int


class Reading(NamedTuple):
    """The words of a text with single spaces; where in its HTML each character of them stands; and its blocks."""

    text: str
    spots: tuple[tuple[int, int], ...]
    blocks: tuple[Stretch, ...]

    def block_at(self, place: int) -> Stretch | None:
        """Return the block that a character stands in."""
        return next((block for block in self.blocks if block.start <= place <= block.end), None)

    def block(self, anchor: str) -> Stretch | None:
        """Return the block with this anchor."""
        return next((block for block in self.blocks if block.anchor == anchor), None)


def read_html(html: str, *, without_quotes: bool = False) -> Reading:
    """Return the words of the blocks of stored HTML, with or without what a post quotes of others."""
    said: list[str] = []
    spots: list[tuple[int, int]] = []
    blocks: list[Stretch] = []
    opened: list[tuple[str, str]] = []
    inside, quoted, start = "", 0, 0
    for token in _TOKEN.finditer(html):
        closes, name, attributes = token[1], token[2], token[3]
        if name is None:
            if inside and not quoted:
                _say(token, said, spots)
            continue
        if name in _APART and inside:
            _space(token.start(), said, spots)
        quoted += (name == "blockquote" and without_quotes) * (-1 if closes else 1)
        if closes and opened:
            anchor, _name = opened.pop()
            if anchor and anchor == inside:
                _trim(said, spots, start)
                if len(said) > start:
                    blocks.append(Stretch(inside, start, len(said)))
                inside = ""
        elif not closes and name not in _VOID:
            found = _ID.search(attributes)
            opened.append((found[1] if found else "", name))
            if found and not inside:
                inside = found[1]
                _space(token.start(), said, spots)
                start = len(said)
    _trim(said, spots, 0)
    return Reading("".join(said), tuple(spots), tuple(blocks))


def read_sections(html: Mapping[str, str]) -> dict[str, Reading]:
    """Return the words of the sections of a case."""
    return {key: read_html(text) for key, text in html.items()}


def highlighted(html: str, reading: Reading, start: int, end: int) -> str:
    """Return stored HTML with a place in it marked; the first piece can be gone to as `#passage`."""
    pieces, last, name = [], 0, ' id="passage" tabindex="-1"'
    for low, high in _runs(html, reading.spots[start:end]):
        pieces += [html[last:low], f"<mark{name}>", html[low:high], "</mark>"]
        last, name = high, ""
    return "".join([*pieces, html[last:]])


def _runs(html: str, spots: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """Yield the pieces of HTML between tags in which these characters stand."""
    low = high = -1
    for begin, end in spots:
        if begin == end:
            continue  # a space that no character stands for
        if low >= 0 and "<" not in html[high:begin]:
            high = end
            continue
        if low >= 0:
            yield low, high
        low, high = begin, end
    if low >= 0:
        yield low, high


def _say(token: re.Match[str], said: list[str], spots: list[tuple[int, int]]) -> None:
    words, begin = token[0], token.start()
    if words.startswith("&"):
        for char in markup.unescape(words):
            _add(char, begin, token.end(), said, spots)
        return
    for at, char in enumerate(words, begin):
        _add(char, at, at + 1, said, spots)


def _add(char: str, begin: int, end: int, said: list[str], spots: list[tuple[int, int]]) -> None:
    if not char.isspace():
        said.append(char)
        spots.append((begin, end))
    elif said and said[-1] != " ":
        said.append(" ")
        spots.append((begin, end))


def _space(at: int, said: list[str], spots: list[tuple[int, int]]) -> None:
    if said and said[-1] != " ":
        said.append(" ")
        spots.append((at, at))


def _trim(said: list[str], spots: list[tuple[int, int]], start: int) -> None:
    while len(said) > start and said[-1] == " ":
        said.pop()
        spots.pop()
