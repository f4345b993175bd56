"""A table as a file that spreadsheets open, and in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"  # without it Excel takes the file for another encoding
_SEPARATORS = {"en": ","}  # what Excel expects where a number is written 1,5
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_table(rows: Iterable[Sequence[str]], language: str) -> str:
    """Return the rows as CSV, for a reader of this language."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=_SEPARATORS.get(language, ";"))
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and doesn't carry out."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(_BEGINS_A_FORMULA) or cell.startswith(("\t", "\r")) else cell
