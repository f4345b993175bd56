"""What happens to letters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterSettled:
    """A letter was sent, written to a file, refused or given up, or nobody knows; `key` is what its sender called it."""

    letter_id: int
    key: str | None
    state: str
