"""Addresses that leave the house, and those that come back through the browser: of these only paths of this site are followed."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request


def absolute(path: str) -> str:
    """Return the address at which people elsewhere find a path of this site."""
    return f"{current_app.config['BASE_URL']}{path}"


def address_of(endpoint: str, **values: Any) -> str:
    """Return the absolute address of a page, for letters: it needs no request."""
    return absolute(current_app.url_map.bind("").build(endpoint, values))


def safe_next(address: str | None) -> str | None:
    """Return the address where it is a path of this site, None otherwise."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or "\\" in address:
        return None
    if any(ord(c) < 33 for c in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def next_address() -> str | None:
    """Return the present address, for signing in and coming back; where a form was sent to it, that of the form's page."""
    if request.method != "GET":
        sent_from = urlsplit(request.referrer or "")
        return safe_next(sent_from.path) if sent_from.netloc == request.host else None
    if request.path in ("/", "/sign-in"):
        return None
    return request.full_path.rstrip("?")


def read_number(text: str | None, most: int = 2**31 - 1) -> int | None:
    """Return the number that a form or an address carries; None where it is none that a row could have."""
    if not text or len(text) > 10 or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    return number if number <= most else None
