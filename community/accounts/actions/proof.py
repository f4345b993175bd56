"""The verbs by which somebody proves that they know their password, and are held to it when something changes."""

from community import throttle
from community.accounts import passwords
from community.accounts.models import Person
from community.database import session
from community.errors import Invalid
from community.languages import gettext

TRIES = 8


def prove(person: Person, password: str) -> str:
    """Make sure that whoever asks knows the person's password; return what was proved, to be held to what is true later.

    It writes nothing but the count of wrong tries: checking takes long.
    """
    limit = throttle.Limit(f"proof:{person.id}", TRIES, 900)
    throttle.check([limit])
    held = person.password_hash
    if not passwords.is_right(held, password) or held is None:
        throttle.count_anyway([limit])
        raise Invalid("current_password", gettext("This is not your present password."))
    return held


def hold_to(person: Person, proof: str) -> None:
    """Make sure, in the transaction that changes something, that what was proved is true still."""
    session().refresh(person, with_for_update=True)
    if person.password_hash != proof:
        raise Invalid("current_password", gettext("Your password was changed in another window meanwhile."))
