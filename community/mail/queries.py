"""Reads of the outbox, for who runs the mail; and of the letters that an upper feature has written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from community.database import session
from community.errors import Absent
from community.mail import rules
from community.mail.composing import text_of
from community.mail.models import Letter, Pause
from community.mail.rules import Asker

LETTERS_A_PAGE = 30


@dataclass(frozen=True)
class Outbox:
    """One page of letters, with how many there are of each state."""

    letters: Sequence[Letter]
    older: int | None
    counts: dict[str, int]
    pause: Pause | None


def find_outbox(*, viewer: Asker, state: str | None = None, before: int | None = None) -> Outbox:
    """Return a page of letters, newest first; `older` is where the next page begins."""
    if not rules.can_run_mail(viewer):
        raise Absent
    letters = select(Letter).order_by(Letter.id.desc()).limit(LETTERS_A_PAGE + 1)
    if state:
        letters = letters.where(Letter.state == state)
    if before is not None:
        letters = letters.where(Letter.id < before)
    found = session().scalars(letters).all()
    counted = session().execute(select(Letter.state, func.count().label("letters")).group_by(Letter.state))
    return Outbox(
        letters=found[:LETTERS_A_PAGE],
        older=found[LETTERS_A_PAGE - 1].id if len(found) > LETTERS_A_PAGE else None,
        counts={row.state: row.letters for row in counted},
        pause=session().get(Pause, Pause.ONLY),
    )


def find_letter(letter_id: int, *, viewer: Asker) -> Letter:
    """Return a letter."""
    found = session().get(Letter, letter_id) if rules.can_run_mail(viewer) else None
    if found is None:
        raise Absent
    return found


def find_message(letter: Letter, *, viewer: Asker, is_filing: bool) -> str | None:
    """Return the whole message to who may read it; None where that is nobody here, or it was emptied since."""
    if not rules.can_read(viewer, letter, is_filing=is_filing):
        return None
    return letter.message.text if letter.message else None


def find_text(letter: Letter, *, viewer: Asker, is_filing: bool) -> str | None:
    """Return what a letter says to who may read it."""
    message = find_message(letter, viewer=viewer, is_filing=is_filing)
    return text_of(message) if message else None


def letters_called(key: str) -> list[Letter]:
    """Return the letters that an upper feature gave this key, newest first."""
    return list(session().scalars(select(Letter).where(Letter.key == key).order_by(Letter.id.desc())))
