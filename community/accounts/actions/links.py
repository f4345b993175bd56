"""The verbs of links that letters bring: make one, use it up, forget those that must open nothing any more."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from community import clock
from community.accounts import queries
from community.accounts.models import MailedLink, Opens, Person
from community.database import session
from community.mail.actions import send
from community.mail.composing import Recipient
from community.signing import hash_token

PASSWORD_LASTS = timedelta(hours=1)


def make_link(person: Person, opens: Opens, *, address: str, lasts: timedelta) -> str:
    """Return the token of a new link; it is kept nowhere but in the letter."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session().execute(delete(MailedLink).where(MailedLink.person_id == person.id, MailedLink.ends_at <= now))
    session().add(
        MailedLink(person_id=person.id, opens=opens, address=address, token_hash=hash_token(token), ends_at=now + lasts)
    )
    session().flush()
    return token


def use_link(token: str, opens: Opens) -> MailedLink:
    """Use a link up; raise Absent where it opens nothing, or somebody else was quicker."""
    session().scalar(select(MailedLink.id).where(MailedLink.token_hash == hash_token(token)).with_for_update())
    link = queries.find_link(token, opens)
    session().delete(link)
    session().flush()
    return link


def forget_links(person: Person, *opens: Opens) -> None:
    """Let the person's links of these kinds open nothing any more."""
    session().execute(delete(MailedLink).where(MailedLink.person_id == person.id, MailedLink.opens.in_(opens)))


def write_to(person: Person, template: str, *, is_secret: bool = False, **values: object) -> None:
    """Write a letter about their account to a person."""
    to = Recipient(person.email, person.name, person.language, person.time_zone)
    send(template, to=to, purpose="account", values=values, is_secret=is_secret)


def write_elsewhere(address: str, person: Person, template: str, *, is_secret: bool = False, **values: object) -> None:
    """Write a letter about a person's account to another address; it doesn't say whose account it is."""
    to = Recipient(address, "", person.language, person.time_zone)
    send(template, to=to, purpose="account", values=values, is_secret=is_secret)


def send_password_link(person: Person) -> None:
    """Send a person a link to set a new password by."""
    token = make_link(person, Opens.PASSWORD, address=person.email, lasts=PASSWORD_LASTS)
    write_to(person, "password-reset", token=token, is_secret=True)
