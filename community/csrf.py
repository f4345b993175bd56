"""The hidden field by which a form proves that it is ours."""

from threading import Lock

from cachetools import TTLCache
from flask import g, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

_tokens: TTLCache[str | None, str] = TTLCache(4096, ttl=600)
_signing = Lock()


def field() -> Markup:
    """Return the hidden field that a form carries; the token of a session is signed anew every ten minutes only."""
    if "csrf_field" not in g:
        with _signing:
            token = _tokens.get(session.get("csrf_token"))
        if token is None:
            token = generate_csrf()
            with _signing:
                _tokens[session["csrf_token"]] = token
        g.csrf_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(token)
    found: Markup = g.csrf_field
    return found
