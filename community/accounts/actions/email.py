"""The verbs of a person's e-mail address: ask for another, confirm it, leave it as it is, take the change back."""

from datetime import timedelta

from community import throttle
from community.accounts import queries
from community.accounts.actions.links import (
    forget_links,
    make_link,
    send_password_link,
    use_link,
    write_elsewhere,
    write_to,
)
from community.accounts.actions.proof import hold_to
from community.accounts.actions.sign_ins import end_sign_ins
from community.accounts.events import EmailChanged
from community.accounts.models import Opens, Person
from community.accounts.rules import normal_email
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, Refusal
from community.events import publish
from community.languages import gettext

CONFIRM_LASTS = timedelta(hours=24)
UNDO_LASTS = timedelta(days=3)
ASKS_AN_HOUR = 5


def ask_for(person: Person, *, email: str, proof: str) -> None:
    """Ask for another address: a letter goes there to confirm it, one to the present address to say so.

    Nothing tells whether somebody has an account with the new address already; only a letter to it does.
    """
    hold_to(person, proof)
    email = normal_email(email)
    if email == person.email:
        raise Invalid("email", gettext("This is your address already."))
    throttle.spend(throttle.Limit(f"address:{person.id}", ASKS_AN_HOUR, 3600))
    forget_links(person, Opens.ADDRESS)
    token = make_link(person, Opens.ADDRESS, address=email, lasts=CONFIRM_LASTS)
    if queries.find_by_email(email):
        write_elsewhere(email, person, "email-taken")
    else:
        write_elsewhere(email, person, "email-change", token=token, is_secret=True)
    undoing = make_link(person, Opens.UNDOING, address=person.email, lasts=UNDO_LASTS)
    write_to(person, "email-asked", email=email, token=undoing, is_secret=True)
    audit.record("email.asked", by_id=person.id, person_id=person.id)


def leave_as_is(person: Person) -> None:
    """Let the address stay what it is: the link in the letter to another opens nothing any more."""
    forget_links(person, Opens.ADDRESS)


def confirm(token: str, *, by_id: int | None) -> None:
    """Take the address that a link was sent to; only its person can, so that a mistyped one is nobody else's gain."""
    link = use_link(token, Opens.ADDRESS)
    if link.person_id != by_id:
        raise Absent
    if queries.find_by_email(link.address):
        raise Refusal(gettext("There is another account with this address by now, so yours keeps the one it has."))
    person, former = link.person, link.person.email
    person.email = link.address
    session().flush()
    forget_links(person, Opens.PASSWORD)
    undoing = make_link(person, Opens.UNDOING, address=former, lasts=UNDO_LASTS)
    write_elsewhere(former, person, "email-changed", email=person.email, token=undoing, is_secret=True)
    audit.record("email.changed", by_id=person.id, person_id=person.id)
    publish(EmailChanged(person.id))


def undo(token: str) -> None:
    """Give an account its former address back and close it to whoever has the password: a letter there opens it again."""
    link = use_link(token, Opens.UNDOING)
    person, former = link.person, link.address
    if person.email != former:
        if queries.find_by_email(former):
            raise Refusal(gettext("There is another account with the former address by now. Ask your administrator."))
        person.email = former
        publish(EmailChanged(person.id))
    person.password_hash = None
    session().flush()
    forget_links(person, *Opens)
    end_sign_ins(person, by_id=None)
    send_password_link(person)
    audit.record("email.restored", by_id=None, person_id=person.id)
