"""A pasted table: rows of cells, where what spans several leaves the others empty."""

MAX_SPAN = 20
MAX_CELLS = 5_000


class TooMuch(ValueError):
    """The HTML has more parts than anyone pastes by hand."""


class Grid:
    """Takes the words of cells; a table inside a cell is a part of that cell."""

    def __init__(self) -> None:
        self._depth = 0
        self._rows: list[list[list[str]]] = []
        self._below: dict[int, int] = {}  # columns that a cell above still takes up, and for how many rows
        self._cells = self._at = 0
        self._is_open = False

    def opened(self) -> "Grid":
        """Take note that a table begins."""
        self._depth += 1
        return self

    def closed(self) -> bool:
        """Take note that a table ends; say whether it was the outermost."""
        self._depth -= 1
        return self._depth == 0

    def begin_row(self) -> None:
        """Begin a row."""
        if self._depth == 1:
            if self._rows:
                self._fill(self._rows[-1])
            self._rows.append([])
            self._is_open = False

    def begin_cell(self, colspan: str, rowspan: str) -> None:
        """Begin a cell."""
        if self._depth != 1:
            return
        if not self._rows:
            self._rows.append([])
        row = self._rows[-1]
        self._fill(row)
        wide, high = _number(colspan), _number(rowspan)
        for column in range(len(row), len(row) + wide):
            self._below[column] = high - 1
        row += [[] for _ in range(wide)]
        self._at = len(row) - wide
        self._is_open = True
        self._cells += wide
        if self._cells > MAX_CELLS:
            raise TooMuch

    def take(self, words: str) -> bool:
        """Take the words of a block into the present cell; say whether there is one."""
        if self._is_open:
            self._rows[-1][self._at].append(words.replace("<br>", " "))
        return self._is_open

    def written(self) -> str:
        """Return the table as HTML, its first row as its head; one that only lays out a column, as paragraphs."""
        rows = [row for row in self._rows if any(row)]
        width = max((len(row) for row in rows), default=0)
        filled = [column for column in range(width) if any(len(row) > column and row[column] for row in rows)]
        if len(filled) < 2:
            return "".join(f"<p>{words}</p>" for row in rows for cell in row for words in cell)
        lines: list[str] = []
        for row in rows:
            tag = "td" if lines else "th"
            cells = (" ".join(row[column]) if len(row) > column else "" for column in range(width))
            line = "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"
            lines.append(
                line if lines else line.replace("<strong>", "").replace("</strong>", "")
            )  # a head is heavy by itself
        return f"<table>{''.join(lines)}</table>"

    def _fill(self, row: list[list[str]]) -> None:
        while self._below.get(len(row), 0):
            self._below[len(row)] -= 1
            row.append([])


def _number(span: str) -> int:
    return min(int(span), MAX_SPAN) if span.isascii() and span.isdigit() and 0 < len(span) < 4 and int(span) else 1
