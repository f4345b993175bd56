"""What is handed to a transport, and what may become of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Parcel:
    """A letter as a transport sees it."""

    letter_id: int
    key: str | None
    attempt: int
    queued_at: datetime
    sender: str
    recipient: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What became of one sending; `answer` is what the server said, or how it failed to."""

    answer: str

    @property
    def is_broken(self) -> bool:
        """Whether the connection or the server failed: the next letter would fare no better."""
        return False


class Sent(Outcome):
    """The server has taken the letter and answers for it."""


class Written(Outcome):
    """The letter stands in a file."""


@dataclass(frozen=True)
class PutOff(Outcome):
    """Not this letter, not now. `is_gone` says that the connection broke before the letter was handed over."""

    is_gone: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether the connection broke."""
        return self.is_gone


class Refused(Outcome):
    """Never this letter."""


class _Broken(Outcome):
    @property
    def is_broken(self) -> bool:
        """Always."""
        return True


class Uncertain(_Broken):
    """The letter was handed over, at least in part, and no answer came: it may have arrived."""


class Unreachable(_Broken):
    """The server takes no letter from us now, whichever it is."""


class Transport(Protocol):
    """A way out. `is_repeatable`: handing over the same letter twice is the same as once."""

    is_repeatable: bool

    def send(self, parcel: Parcel) -> Outcome:
        """Hand one letter over and say what became of it; raises nothing."""

    def close(self) -> None:
        """Let go of what was kept for the next letter."""
