"""Values that leave the house and come back: signed per purpose, or random and known here by their hash only."""

import hashlib

from flask import current_app
from itsdangerous import BadSignature, Signer


def sign(purpose: str, value: str) -> str:
    """Return the value with a signature that is good for this purpose only."""
    return _signer(purpose).sign(value).decode()


def unsign(purpose: str, signed: str) -> str | None:
    """Return the value, or None where it was altered or signed for something else."""
    try:
        return _signer(purpose).unsign(signed).decode()
    except BadSignature:
        return None


def hash_token(token: str) -> str:
    """Return what is stored of a random token: a plain digest is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _signer(purpose: str) -> Signer:
    return Signer(current_app.secret_key or "", salt=f"plenary:{purpose}", key_derivation="hmac")
