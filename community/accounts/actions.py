"""The verbs of accounts: register, introduce oneself to the site, sign in and out."""

import hashlib
import secrets
import zoneinfo

from slugify import slugify
from sqlalchemy import delete

from community import clock, throttle
from community.accounts import passwords, queries
from community.accounts.models import SIGN_IN_LASTS, Organisation, Person, SignIn
from community.accounts.rules import normal_email, normal_name
from community.audit import actions as audit
from community.database import session
from community.errors import Invalid, Refusal
from community.languages import gettext
from community.lines import clean_line

HANDLE_LENGTH = 40


def register(
    *,
    name: str,
    email: str,
    password: str,
    language: str = "en",
    time_zone: str = "UTC",
    handle: str | None = None,
    is_administrator: bool = False,
    is_invented: bool = False,
) -> Person:
    """Make an account; raise Invalid where a value cannot be taken."""
    name, email = normal_name(name), normal_email(email)
    password_hash = passwords.hash_password(password)  # before the address, so that only a whole form learns about it
    if queries.find_by_email(email):
        raise Invalid(
            "email", gettext("There is an account with this address. Sign in first, then open the link again.")
        )
    person = Person(
        name=name,
        email=email,
        handle=handle or _free_handle(name),
        password_hash=password_hash,
        language=language,
        time_zone=known_time_zone(time_zone),
        is_administrator=is_administrator,
        is_invented=is_invented,
        created_at=clock.now(),
    )
    session().add(person)
    session().flush()
    return person


def update_profile(person: Person, *, name: str, organisation: str, language: str, time_zone: str) -> None:
    """Change one's own name, organisation, language and time zone."""
    person.present(
        name=normal_name(name),
        organisation=name_organisation(organisation),
        language=language,
        time_zone=known_time_zone(time_zone),
    )
    session().flush()


def name_organisation(name: str, *, country: str | None = None) -> Organisation | None:
    """Return the organisation of this name, made where it is new; None for an empty name."""
    name = clean_line(name)
    if not name:
        return None
    if len(name) > 120:
        raise Invalid("organisation", gettext("An organisation's name can have at most %(n)d characters.", n=120))
    found = queries.find_organisation(name)
    if found is None:
        found = Organisation(name=name, slug=slugify(name, max_length=60) + "-" + secrets.token_hex(3), country=country)
        session().add(found)
        session().flush()
    return found


def recognise(*, email: str, password: str, address: str) -> Person:
    """Return whose address and password these are. It writes nothing itself: checking takes long, and holds nobody up.

    Raises Throttled after too many wrong tries for the account or from the address, Refusal for a wrong pair: the
    same answer, after the same work, whether or not the account exists.
    """
    email = email.strip().casefold()[:254]
    limits = [  # the widest is per account alone, so that nobody can lock somebody else out with a handful of tries
        throttle.Limit(f"sign-in:{address}:{email}", 8, 900),
        throttle.Limit(f"sign-in:{address}", 40, 900),
        throttle.Limit(f"sign-in:{email}", 100, 900),
    ]
    throttle.check(limits)
    person = queries.find_by_email(email)
    is_right = passwords.is_right(person.password_hash if person else None, password)
    if person is None or not is_right or person.deactivated_at is not None:
        throttle.count_anyway(limits)
        raise Refusal(gettext("This e-mail address and password do not belong together. Check both and try again."))
    return person


def open_sign_in(person: Person, *, browser: str) -> str:
    """Open a sign-in for a person who has proved who they are; return the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session().add(
        SignIn(
            person_id=person.id,
            token_hash=hash_token(token),
            browser=browser[:200],
            started_at=now,
            ends_at=now + SIGN_IN_LASTS,
        )
    )
    audit.record("sign-in.begun", by_id=person.id, person_id=person.id)
    return token


def sign_out(token: str) -> None:
    """End a sign-in, so that its cookie is dead on the server too."""
    session().execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))


def hash_token(token: str) -> str:
    """Return what is stored of a random token: a plain digest is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def known_time_zone(name: str) -> str:
    """Return the name of a time zone that exists; raise Invalid otherwise."""
    if name not in zoneinfo.available_timezones():
        raise Invalid("time_zone", gettext("Choose a time zone from the list, such as Europe/Brussels."))
    return name


def _free_handle(name: str) -> str:
    stem = slugify(name, separator="", max_length=HANDLE_LENGTH - 6) or "member"
    handle, n = stem, 1
    while queries.is_handle_taken(handle):
        n += 1
        handle = f"{stem}{n}"
    return handle
