"""Letters as their readers see them: whom each is for, and the links in it."""

import re

from sqlalchemy import select

from community import worker
from community.accounts.answering import answer_forgetful
from community.database import session
from community.mail.composing import text_of
from community.mail.models import Letter


def letters_to(address: str) -> list[str]:
    """Return what the letters to an address say, oldest first."""
    found = session().scalars(select(Letter).where(Letter.to_address == address).order_by(Letter.id)).all()
    return [f"{letter.subject}\n{text_of(letter.message.text)}" for letter in found]


def path_in(letter: str, begins: str) -> str:
    """Return the path of this site in a letter that begins so."""
    return re.search(rf"http://[^/\s]+({begins}/\S+)", letter).group(1)


def answer(app) -> None:
    """Let the worker answer those who forgot their password."""
    worker.drain(app, [answer_forgetful])
    session().rollback()  # what is there now, not when it was last looked at
