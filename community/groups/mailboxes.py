"""The smallest parts of a list of addresses: a file's text, a line's cells, and `Ana <ana@example.org>`."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from community.errors import Invalid
from community.languages import gettext

QUOTES = "\"'“”„«»‘’"
TITLES = frozenset(
    {"phd", "md", "msc", "bsc", "ma", "ba", "mba", "mphil", "llm", "jr", "sr", "dr", "prof", "ir", "esq"}
)
MOST_LINES = 20  # that one cell may go on over


def decode(data: bytes) -> str:
    """Return the text of a file from whatever program; raise Invalid where it is no text."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Invalid("file", gettext("This is no text file. In the program that made it, save the list as CSV."))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, str]]:
    """Yield what stands on each line of a spreadsheet, with its number; a cell in quotation marks may go on over several."""
    begins, ends = re.compile(rf'(?:^|{re.escape(delimiter)})\s*"'), re.compile(rf'"\s*(?:{re.escape(delimiter)}|$)')

    def is_open(text: str) -> bool:
        return text.count('"') % 2 == 1 and begins.search(text) is not None

    n = 0
    while n < len(lines):
        whole, last = lines[n], n
        while is_open(whole) and last + 1 < min(len(lines), n + MOST_LINES):
            last += 1
            whole = f"{whole} {lines[last].strip()}"
        if is_open(whole) or (
            last > n and not ends.search(lines[last])
        ):  # a mark that nothing closes is one like any other
            whole, last = lines[n], n
        yield n + 1, whole
        n = last + 1


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return what stands between delimiters, those in quotation marks left alone."""
    if delimiter not in line:
        return [line]
    try:
        cells: Iterable[str] = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        cells = line.split(delimiter)
    return [cell.strip() for cell in cells]


def mailbox(text: str) -> tuple[str, str]:
    """Return the name and the address of `Ana <ana@example.org>` and its kin."""
    before, bracket, after = text.rpartition("<")
    if bracket:
        address, _, rest = after.partition(">")
        return upright(bare_name(f"{before} {rest}")), address.strip()
    words = text.split()
    address = next((word for word in words if "@" in word), text)
    others = " ".join(word for word in words if word is not address) if address is not text else ""
    return bare_name(others), address


def upright(name: str) -> str:
    """Return "Rojas, Ana" as Ana Rojas; "Rojas, PhD" is not what Ana is called."""
    last, _, first = name.partition(",")
    if not first.strip() or first.replace(".", "").strip().casefold() in TITLES:
        return name.rstrip(", ")
    return f"{first.strip()} {last}"


def bare_name(text: str) -> str:
    """Return a name without what mail programs and writers put around it."""
    text = text.strip(f" {QUOTES}()[]<>,;:")
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        return text
