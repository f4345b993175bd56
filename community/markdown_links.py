"""Where a link in somebody's text may lead, and how it is written."""

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from urllib.parse import urlsplit

EXTERNAL = "nofollow ugc noopener"
MAX_LINK = 2_000

References = Mapping[str, tuple[str, str]]

_SAFE = re.compile(r"(?:https?://[^\s/?#\\]|mailto:[^\s/\\]|/(?![/\\]))[^\s\\\x00-\x1f]*", re.IGNORECASE)
_FILE = re.compile(r"(?:file:|/c/[^/?#\s]+/files/)([0-9]{1,9})(?:/[^?#\s]*)?")
_ENTITY_OR_ESCAPE = re.compile(
    r"\\([!-/:-@\[-`{-~])|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)


def is_safe(address: str) -> bool:
    """Say whether a link may lead there: http, https, mailto, or a path on this site."""
    if len(address) > MAX_LINK or not _SAFE.fullmatch(address):
        return False
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def safe_link(typed: str) -> str | None:
    """Return the address that was typed, without escapes and entities, if a link may lead there."""
    if len(typed) > MAX_LINK:
        return None
    address = unescape(typed).strip().replace(" ", "%20")
    return address if is_safe(address) else None


def file_named(typed: str) -> str | None:
    """Return the number of the file of this site that an address names: `file:12`, or where it is had."""
    found = _FILE.fullmatch(unescape(typed).strip()) if len(typed) <= MAX_LINK else None
    return str(int(found[1])) if found else None


def make_link(address: str, text: str = "", title: str = "") -> etree.Element:
    """Return a link to a safe address; one that leads off the site says that we don't vouch for it."""
    link = etree.Element("a", {"href": address})
    if address[:4].lower() == "http":
        link.set("rel", EXTERNAL)
    if title:
        link.set("title", title)
    link.text = text
    return link


def unescape(typed: str) -> str:
    """Return the characters that backslashes and entities stand for."""
    return _ENTITY_OR_ESCAPE.sub(lambda found: found[1] or html.unescape(found[0]), typed)


def label(text: str) -> str:
    """Return the form in which the names of link definitions are compared."""
    return " ".join(text.split()).casefold()
