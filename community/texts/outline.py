"""What pasted HTML comes to: paragraphs, headings, lists within lists, quotations, tables; each in its simplest form."""

import re

from community.texts.grid import Grid
from community.texts.marks import BOLD
from community.texts.runs import Run, plain, written

MAX_LEVEL = 6

_NUMBERED = re.compile(r"\(?[0-9a-zA-Z]{1,5}[.)]\s*")


class Outline:
    """Takes what is read, in its order, and writes it as HTML."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._kind = "p"
        self._lists: list[str] = []  # each with an open item
        self._is_item_empty = False
        self._level = 0  # at which Word lists the present paragraph
        self._marker = ""
        self._quotes = 0
        self._grid: Grid | None = None

    def say(self, run: Run) -> None:
        """Take words of the present block."""
        self._runs.append(run)

    def mark(self, marker: str) -> None:
        """Take the bullet or number that Word wrote before an item."""
        self._marker += marker[:10]

    def begin(self, kind: str) -> None:
        """Say what the block is that begins: `p`, `h2` and so on, `pre`."""
        self._kind = kind

    def begin_marked(self, level: int) -> None:
        """Begin a paragraph that is an item of a list to Word."""
        self._level, self._marker = level, ""

    def end_block(self, *, is_in_item: bool = False) -> None:
        """End the present block, if it has any words; it may be a part of an item."""
        runs, kind, level = self._runs, self._kind, self._level
        self._runs, self._kind, self._level = [], "p", 0
        is_raw = kind == "pre"
        words = plain(runs) if is_raw else written(runs, without=frozenset() if kind == "p" else frozenset({BOLD}))
        if not words.strip():
            return
        if level and self._grid is None:
            self.begin_item(level, "ol" if _NUMBERED.fullmatch(self._marker.strip()) else "ul")
        if self._grid is not None and self._grid.take(words):
            return
        if self._lists and (level or is_in_item) and not is_raw:
            self._parts.append(words if self._is_item_empty else f"<p>{words}</p>")
            self._is_item_empty = False
        else:
            self._leave_lists()
            self._parts.append(f"<pre>{words}</pre>" if is_raw else f"<{kind}>{words}</{kind}>")

    def begin_item(self, level: int, kind: str) -> None:
        """Begin an item of a list, one level deeper than the last at most."""
        if self._grid is not None:
            return
        level = min(level, len(self._lists) + 1, MAX_LEVEL)
        self._leave_lists(level)
        if len(self._lists) == level and self._lists[-1] != kind:
            self._leave_lists(level - 1)
        if len(self._lists) == level:
            self._parts.append("</li><li>")
        else:
            self._lists.append(kind)
            self._parts.append(f"<{kind}><li>")
        self._is_item_empty = True

    def enter(self, kind: str) -> None:
        """Begin a quotation or a table."""
        if kind == "table":
            if self._grid is None:
                self._leave_lists()
            self._grid = (self._grid or Grid()).opened()
        elif self._grid is None and self._quotes < MAX_LEVEL:
            self._leave_lists()
            self._parts.append("<blockquote>")
            self._quotes += 1

    def leave(self, kind: str) -> None:
        """End a quotation or a table."""
        if kind == "table" and self._grid is not None:
            if self._grid.closed():
                self._parts.append(self._grid.written())
                self._grid = None
        elif kind == "blockquote" and self._grid is None and self._quotes:
            self._leave_lists()
            self._parts.append("</blockquote>")
            self._quotes -= 1

    def begin_row(self) -> None:
        """Begin a row of the table."""
        if self._grid is not None:
            self._grid.begin_row()

    def begin_cell(self, colspan: str, rowspan: str) -> None:
        """Begin a cell of the row."""
        if self._grid is not None:
            self._grid.begin_cell(colspan, rowspan)

    def rule(self) -> None:
        """Draw a line across."""
        if self._grid is None:
            self._leave_lists()
            self._parts.append("<hr>")

    def end(self) -> str:
        """Return all that was read."""
        self.end_block()
        if self._grid is not None:
            self._parts.append(self._grid.written())
        self._leave_lists()
        return "".join([*self._parts, "</blockquote>" * self._quotes])

    def _leave_lists(self, level: int = 0) -> None:
        while len(self._lists) > level:
            self._parts.append(f"</li></{self._lists.pop()}>")
