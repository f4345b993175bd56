"""Passwords: argon2, what makes one acceptable, and a check that takes as long for nobody as for somebody."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from community.errors import Invalid
from community.languages import gettext

MIN_LENGTH = 10
MAX_LENGTH = 200

_hasher = PasswordHasher()
_nobody = _hasher.hash("the password of nobody at all")


def hash_password(password: str) -> str:
    """Return the argon2id hash to store; raise Invalid where the password is too short or too long."""
    if len(password) < MIN_LENGTH:
        raise Invalid("password", gettext("Use at least %(n)d characters; a short sentence works well.", n=MIN_LENGTH))
    if len(password) > MAX_LENGTH:
        raise Invalid("password", gettext("Use at most %(n)d characters.", n=MAX_LENGTH))
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Say whether the password fits; without a hash the same work is done and the answer is no."""
    try:
        _hasher.verify(password_hash or _nobody, password[:MAX_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
