"""The smallest parts of a list of addresses: a file's text, a line's cells, and `Ana <ana@example.org>`."""

import codecs
import csv
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from community.errors import Invalid
from community.languages import gettext


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
        last, comma, first = bare_name(f"{before} {rest}").partition(",")
        return (f"{first.strip()} {last}" if comma else last), address.strip()
    words = text.split()
    address = next((word for word in words if "@" in word), text)
    others = " ".join(word for word in words if word is not address) if address is not text else ""
    return bare_name(others), address


def bare_name(text: str) -> str:
    """Return a name without what mail programs put around it."""
    text = text.strip(" \"'()[]<>,;:")
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        return text
