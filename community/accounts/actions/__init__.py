"""The verbs of accounts: register, present oneself, sign in and out. Those that change what opens an account stand beside."""

import secrets
import zoneinfo
from collections.abc import Sequence
from typing import Any

from slugify import slugify
from sqlalchemy import delete, or_

from community import clock, places, throttle, tongues
from community.accounts import passwords, queries
from community.accounts.events import ProfileChanged
from community.accounts.models import SIGN_IN_IDLES, SIGN_IN_LASTS, Organisation, Person, SignIn
from community.accounts.rules import normal_email, normal_name
from community.audit import actions as audit
from community.database import session
from community.errors import Invalid, Refusal, Throttled
from community.events import publish
from community.languages import gettext
from community.lines import clean_line
from community.signing import hash_token
from community.survival import outlive

HANDLE_LENGTH = 40
SPOKEN_LANGUAGES = 12


def register(*, name: str, email: str, password: str, **more: Any) -> Person:
    """Make an account, with what else `open_account` takes; raise Invalid where a value cannot be taken."""
    return open_account(
        name=name, email=email, password_hash=hash_for(name=name, email=email, password=password), **more
    )


def hash_for(*, name: str, email: str, password: str) -> str:
    """Return the hash of a new account's password; raise Invalid where one of the three cannot be taken.

    It writes nothing: hashing takes long. And it comes first, so that only a whole form learns about the address.
    """
    return passwords.hash_password(password, about=(normal_name(name), normal_email(email)))


def open_account(
    *,
    name: str,
    email: str,
    password_hash: str,
    language: str = "en",
    time_zone: str = "UTC",
    handle: str | None = None,
    is_administrator: bool = False,
    is_invented: bool = False,
) -> Person:
    """Make an account whose password was hashed before anything was locked."""
    name, email = normal_name(name), normal_email(email)
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


def update_profile(
    person: Person,
    *,
    name: str,
    organisation: str,
    language: str,
    time_zone: str,
    country: str | None = None,
    spoken: Sequence[str] = (),
) -> None:
    """Change one's own name, organisation, country, languages and time zone."""
    if country and country not in places.names_by_code("en"):
        raise Invalid("country", gettext("Choose a country from the list."))
    person.present(
        name=normal_name(name),
        organisation=name_organisation(organisation),
        language=language,
        time_zone=known_time_zone(time_zone),
    )
    person.live(country=country or None, spoken=spoken)
    session().flush()
    publish(ProfileChanged(person.id))


def read_languages(text: str) -> list[str]:
    """Return the codes of the languages that somebody typed, with commas between; raise Invalid for what is none."""
    codes, unknown = tongues.codes_of(text[:2000].replace(";", ",").split(","))
    if unknown:
        said = gettext("“%(name)s” is no language that we know. Try its name in English.", name=unknown[0][:40])
        raise Invalid("spoken", said)
    if len(codes) > SPOKEN_LANGUAGES:
        raise Invalid("spoken", gettext("Name at most %(n)d languages.", n=SPOKEN_LANGUAGES))
    return codes


def name_organisation(name: str, *, country: str | None = None) -> Organisation | None:
    """Return the organisation of this name, however it is capitalised or accented; made where it is new, None for no name."""
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
    try:
        throttle.check(limits)
    except Throttled:
        outlive(lambda: _note_tries(email))
        raise
    person = queries.find_by_email(email)
    is_right = passwords.is_right(person.password_hash if person else None, password)
    if person is None or not is_right or person.deactivated_at is not None:
        throttle.count_anyway(limits)
        raise Refusal(gettext("This e-mail address and password do not belong together. Check both and try again."))
    return person


def open_sign_in(person: Person, *, browser: str, instead_of: str | None = None) -> str:
    """Open a sign-in for a person who has proved who they are; return the token, which is kept nowhere.

    The one that the browser had until now ends, and with it those of the person that are over.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    is_over = or_(SignIn.ends_at < now, SignIn.seen_at < now - SIGN_IN_IDLES)
    session().execute(delete(SignIn).where(SignIn.person_id == person.id, is_over))
    if instead_of:
        sign_out(instead_of)
    session().add(
        SignIn(
            person_id=person.id,
            token_hash=hash_token(token),
            browser=browser[:200],
            started_at=now,
            seen_at=now,
            ends_at=now + SIGN_IN_LASTS,
        )
    )
    audit.record("sign-in.begun", by_id=person.id, person_id=person.id)
    return token


def _note_tries(email: str) -> None:
    """Note that somebody tries again and again to sign in as a person: once in a while, not at every try."""
    person = queries.find_by_email(email)
    if person is not None:
        try:
            throttle.spend(throttle.Limit(f"sign-in-noted:{person.id}", 1, 900))
        except Throttled:
            return
        audit.record("sign-in.throttled", by_id=None, person_id=person.id)


def sign_out(token: str) -> None:
    """End a sign-in, so that its cookie is dead on the server too."""
    session().execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))


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
