"""The hidden field by which a form proves that it is ours.

A part of a page that is kept for many readers carries a mark in its place, which nobody who writes can know; each reader's
own field takes that place when the part is shown.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from cachetools import TTLCache
from flask import g, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

_fields: TTLCache[str | None, Markup] = TTLCache(4096, ttl=600)
_signing = Lock()
_MARK = Markup("<!--{}-->").format(secrets.token_hex(16))
_left_out: ContextVar[bool] = ContextVar("left_out", default=False)


@contextmanager
def left_out() -> Iterator[None]:
    """Let what is made inside carry the mark, whoever asks for it."""
    token = _left_out.set(True)
    try:
        yield
    finally:
        _left_out.reset(token)


def pieces(html: Markup) -> tuple[Markup, ...]:
    """Return HTML in the pieces between which the field has yet to stand."""
    return tuple(html.split(_MARK))


def joined(made: tuple[Markup, ...]) -> Markup:
    """Return pieces with the reader's own field between them; with the mark where they become part of what is kept too."""
    return made[0] if len(made) == 1 else field().join(made)


def field() -> Markup:
    """Return the hidden field that a form carries; the token of a session is signed anew every ten minutes only."""
    if _left_out.get():
        return _MARK
    present = g._get_current_object()  # forms ask several times: the proxy would look it up each time
    if "csrf_field" not in present:
        with _signing:
            known = _fields.get(session.get("csrf_token"))
        if known is None:
            known = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
            with _signing:
                _fields[session["csrf_token"]] = known
        present.csrf_field = known
    found: Markup = present.csrf_field
    return found
