"""The post that tests of inviting and joining read: what was written to an address, and the link in it."""

import re

from sqlalchemy import select

from community import worker
from community.database import db, session
from community.groups.letters import write_invitations
from community.mail.composing import text_of
from community.mail.delivery import deliver_due
from community.mail.models import Letter


def deliver(app) -> None:
    """Let the worker write and send all that waits."""
    worker.drain(app, [write_invitations, deliver_due])


def letters_to(address: str) -> list[str]:
    """Return what was written to an address, oldest first."""
    db.session.rollback()
    found = session().scalars(select(Letter).where(Letter.to_address == address).order_by(Letter.id))
    return [text_of(letter.message.text) for letter in found]


def link_in(text: str) -> str:
    """Return the path of the first link into a community that a letter holds."""
    return re.search(r"https?://[^/\s]+(/(?:join|c)/\S+)", text).group(1)
