"""The verbs of passwords: change it, ask for a new one and set it."""

from community import clock, throttle
from community.accounts import actions, passwords, queries
from community.accounts.actions import links
from community.accounts.actions.proof import hold_to
from community.accounts.actions.sign_ins import end_sign_ins
from community.accounts.events import PasswordChanged
from community.accounts.models import ForgottenPassword, Opens, Person
from community.accounts.rules import normal_email
from community.audit import actions as audit
from community.database import session
from community.events import publish

RESETS_AN_HOUR = 5


def hash_new(person: Person, password: str) -> str:
    """Return the hash of a person's new password; raise Invalid where it is not good enough."""
    return passwords.hash_password(password, about=(person.name, person.email), field="new_password")


def change(person: Person, *, proof: str, new_hash: str, browser: str) -> str:
    """Set another password; all sign-ins end. Return the token of a new one for this browser."""
    hold_to(person, proof)
    _set(person, new_hash, by_id=person.id, what="password.changed")
    return actions.open_sign_in(person, browser=browser)


def forget(*, email: str, address: str) -> None:
    """Ask for a letter with a link to set a new password, from a network address.

    Only a row is written, the same whether or not there is such an account; the worker looks, so that no answer and no
    time tells.
    """
    email = normal_email(email)
    throttle.spend(throttle.Limit(f"reset:{address}:{email}", RESETS_AN_HOUR, 3600))
    throttle.spend(throttle.Limit(f"reset:{address}", 4 * RESETS_AN_HOUR, 3600))
    throttle.spend(throttle.Limit(f"reset:{email}", 4 * RESETS_AN_HOUR, 3600))
    session().add(ForgottenPassword(address=email, asked_at=clock.now()))


def reset(token: str, *, new_hash: str) -> None:
    """Set a new password by a link; all sign-ins end, and the link opens nothing any more."""
    person = links.use_link(token, Opens.PASSWORD).person
    _set(person, new_hash, by_id=None, what="password.reset")


def person_of(token: str) -> Person:
    """Return whose password a link sets; raise Absent where it sets none."""
    return queries.find_link(token, Opens.PASSWORD).person


def _set(person: Person, new_hash: str, *, by_id: int | None, what: str) -> None:
    person.password_hash = new_hash
    links.forget_links(person, Opens.PASSWORD, Opens.ADDRESS)
    end_sign_ins(person, by_id=by_id)
    links.write_to(person, "password-changed")
    audit.record(what, by_id=by_id, person_id=person.id)
    publish(PasswordChanged(person.id))
