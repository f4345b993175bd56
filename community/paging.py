"""Keyset pages: where the next page begins travels in the address as an opaque, harmless value."""

from datetime import UTC, datetime

Key = tuple[datetime, int]


def write_key(moment: datetime, number: int) -> str:
    """Return a key for the address."""
    return f"{int(moment.timestamp() * 1_000_000)}.{number}"


def read_key(text: str | None) -> Key | None:
    """Return the key an address carries; None where there is none or it makes no sense."""
    left, _, right = (text or "").partition(".")
    if (
        not (left.isascii() and left.isdigit() and right.isascii() and right.isdigit())
        or len(left) > 17
        or len(right) > 12
    ):
        return None
    return datetime.fromtimestamp(int(left) / 1_000_000, UTC), int(right)
