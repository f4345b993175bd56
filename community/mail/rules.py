"""Who runs the mail, and which letters may be read by whoever does."""

from typing import Protocol

from community.mail.models import Letter, State


class Asker(Protocol):
    """Whoever asks, as far as mail knows people."""

    @property
    def is_administrator(self) -> bool:
        """Whether they run the installation."""


def can_run_mail(by: Asker) -> bool:
    """Say whether somebody sees the outbox and decides what becomes of its letters."""
    return by.is_administrator


def can_read(by: Asker, letter: Letter, *, is_filing: bool) -> bool:
    """Say whether somebody may read what a letter says: where letters become files, and nobody would get it otherwise.

    What was said in a group is for those who may read it there, whoever runs the installation.
    """
    return can_run_mail(by) and is_filing and letter.state == State.WRITTEN and not letter.is_private


def awaits_decision(letter: Letter) -> bool:
    """Say whether a letter waits for somebody to say what becomes of it."""
    return letter.state in (State.REFUSED, State.UNCERTAIN)
