"""The lines of a text made ready for the block parser, which is stricter than what people type.

Fenced code and link definitions are taken out; a list, a heading, a rule or a table may follow a paragraph without an
empty line; lists nest by any indentation of two or more (Python-Markdown wants four a level); `1)` numbers an item, and
`#1` is no heading.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from community.markdown_links import label, safe_link

CODE_MARK = "\x02{}\x03"  # stands for code taken out, by its number; no text has these characters

_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_ITEM = re.compile(r"([*+-]|\d{1,9}[.)])[ \t]+(?=[^ \t])")
_HEADING = re.compile(r"#{1,6}(?: |$)")
_RULE = re.compile(r"([*_-])(?: *\1){2,} *$")
_TABLE_RULE = re.compile(r"(?=[^|]*\|)[|: ]*-[-|: ]*$")
_DEFINITION = re.compile(r"\[([^\[\]]++)\]: +(\S++)(?: +(\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?+ *$")


class _Item(NamedTuple):
    """A list item that is open: the columns where its marker and its text stand."""

    marker: int
    text: int
    is_bullet: bool


class Lines:
    """One chunk of text, line by line; code and definitions go to the collections given."""

    def __init__(self, code: list[str], references: dict[str, tuple[str, str]]) -> None:
        self.code = code
        self.references = references
        self.out: list[str] = []
        self.items: list[_Item] = []
        self.is_fresh = True  # what follows begins a block
        self.is_table = False
        self.began = 0  # how deep in lists the block begins

    def prepare(self, text: str) -> str:
        """Return the text in the form that the block parser reads rightly."""
        lines = map(_untab, text.split("\n"))
        for line in lines:
            stripped = line.lstrip(" ")
            if stripped.strip():
                self._take(stripped, len(line) - len(stripped), lines)
            else:
                self._part()
        return "\n".join(self.out).rstrip("\n")

    def _take(self, line: str, indent: int, following: Iterator[str]) -> None:
        depth = self._depth(indent)
        if indent - self._margin(depth) >= 4:
            self._take_plainly(line, indent, depth)
        elif fence := _FENCE.match(line):
            self._put_apart(self._take_code(fence[0], indent, following), depth)
        elif _RULE.match(line) and not (line.strip("- ") == "" and self._is_paragraph() and " " not in line):
            self._put_apart("---", depth)
        elif _HEADING.match(line):
            self._put_apart(line, depth)
        elif _TABLE_RULE.match(line):
            self._take_table_rule(line, indent, depth)
        elif (item := _ITEM.match(line)) and not (self._is_paragraph() and item[1] not in ("*", "+", "-", "1.", "1)")):
            self._take_item(line, indent, item, following)
        elif not ((found := _DEFINITION.match(line)) and self._define(*found.groups(""))):
            self._take_plainly(_escaped(line), indent, depth)

    def _depth(self, indent: int) -> int:
        """Say within how many of the open items a line so indented stands."""
        return sum(item.marker + 2 <= indent for item in self.items)

    def _margin(self, depth: int) -> int:
        return self.items[depth - 1].text if depth else 0

    def _is_paragraph(self) -> bool:
        return not self.is_fresh and not self.items

    def _part(self) -> None:
        if self.out and self.out[-1]:
            self.out.append("")
        self.is_fresh, self.is_table = True, False

    def _put(self, line: str, depth: int) -> None:
        if self.is_fresh:
            self.began = depth
        self.out.append("    " * depth + line)
        self.is_fresh = False

    def _put_apart(self, line: str, depth: int) -> None:
        del self.items[depth:]
        self._part()
        self._put(line, depth)
        self._part()

    def _take_plainly(self, line: str, indent: int, depth: int) -> None:
        if self.is_fresh:
            del self.items[depth:]
        beyond = indent - self._margin(depth)
        self._put(" " * beyond + line if beyond >= 4 else line, depth)

    def _take_item(self, line: str, indent: int, item: re.Match[str], following: Iterator[str]) -> None:
        is_bullet, is_first = item[1] in "*+-", self._is_paragraph()
        sibling = None
        while self.items and indent < self.items[-1].marker + 2:
            sibling = self.items.pop()
        depth = len(self.items)
        marker, text = item[1].replace(")", ".") + " ", line[item.end() :]
        fence = _FENCE.match(text)
        if is_first or fence or depth < self.began or (sibling and sibling.is_bullet != is_bullet):
            self._part()  # the block parser sees neither where a list begins in a block nor where an inner one ends
        self.items.append(_Item(indent, indent + item.end(), is_bullet))
        if fence:
            self._put(marker + self._take_code(fence[0], indent + item.end(), following), depth)
            self._part()
        else:
            self._put(marker + _escaped(text), depth)

    def _take_table_rule(self, line: str, indent: int, depth: int) -> None:
        if self._is_paragraph() and not self.is_table and "|" in self.out[-1]:
            if len(self.out) > 1 and self.out[-2]:
                self.out.insert(-1, "")
            self.is_table = True
        self._take_plainly(line, indent, depth)

    def _take_code(self, fence: str, indent: int, following: Iterator[str]) -> str:
        """Read up to the closing fence, or the end; keep the code and return what stands for it."""
        code = []
        for line in following:
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(fence[0]):
                break
            code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
        self.code.append("".join(line + "\n" for line in code))
        return CODE_MARK.format(len(self.code) - 1)

    def _define(self, name: str, address: str, title: str) -> bool:
        """Keep a link definition; a line that leads nowhere (`[Ana]: agreed`) is no definition."""
        link = safe_link(address.removeprefix("<").removesuffix(">"))
        if link:
            self.references.setdefault(label(name), (link, title[1:-1]))
        return link is not None


def _escaped(line: str) -> str:
    """Keep the block parser from taking `#1` for a heading."""
    return "\\" + line if line[0] == "#" and not _HEADING.match(line) else line


def _untab(line: str) -> str:
    """Write the indentation with spaces."""
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].expandtabs(4) + rest
