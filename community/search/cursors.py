"""Where a page of results ends: the rank of its last hit, as a short text that an address can carry."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from math import isfinite

MAX_LENGTH = 200
# Lower comes first: (lacks a word, first order, second order, key)
Rank = tuple[bool, float, float, str]


def pack(rank: Rank) -> str:
    """Return a rank as text."""
    return urlsafe_b64encode(json.dumps(rank, separators=(",", ":")).encode()).decode().rstrip("=")


def unpack(text: str | None) -> Rank | None:
    """Return the rank that a text holds; None where it holds none, whoever made it."""
    if not text or len(text) > MAX_LENGTH or not text.isascii():
        return None
    try:
        lacks, first, second, key = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, RecursionError):
        return None
    is_rank = isinstance(lacks, bool) and isinstance(key, str) and all(_is_number(value) for value in (first, second))
    return (lacks, float(first), float(second), key) if is_rank else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e15 and isfinite(value)
