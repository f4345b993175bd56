"""Values that leave the house and come back: signed per purpose, so that one kind of link never serves as another."""

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


def _signer(purpose: str) -> Signer:
    return Signer(current_app.secret_key or "", salt=f"plenary:{purpose}", key_derivation="hmac")
