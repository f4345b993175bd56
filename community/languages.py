"""Which language and time zone a page speaks: the member's choice, then the browser's, then English.

What is said is looked up by this module's own `gettext`: flask-babel's asks for locale and catalogue anew for every single
string, and a page has a hundred of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale, get_timezone
from flask_babel.speaklater import LazyString
from flask_login import current_user

from community.config import LANGUAGES

TRANSLATIONS = Path(__file__).parent / "translations"

_spoken: ContextVar[tuple[str, str] | None] = ContextVar("spoken", default=None)


def install(app: Flask) -> None:
    """Let every page choose its language and time zone."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=_choose_language, timezone_selector=_choose_time_zone)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue().ugettext(message),
        lambda one, many, num: _catalogue().ungettext(one, many, num),
        newstyle=True,
    )


def gettext(message: str, /, **values: Any) -> str:
    """Return a message in the reader's language, with these values in it."""
    said: str = _catalogue().ugettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """Return the message for one or for many, with the number and these values in it."""
    said: str = _catalogue().ungettext(one, many, num)
    return said % {"num": num, **values}


def lazy_gettext(message: str, /, **values: Any) -> LazyString:
    """Return what becomes the message, in the language of whoever reads it then."""
    return LazyString(gettext, message, **values)


@contextmanager
def speaking(language: str, time_zone: str) -> Iterator[None]:
    """Speak a language and time zone inside the block, whoever asks: what is said there is for somebody else to read."""
    token = _spoken.set((language if language in LANGUAGES else LANGUAGES[0], time_zone))
    try:
        yield
    finally:
        _spoken.reset(token)


def reader() -> tuple[str, str]:
    """Return the locale and time zone that the page speaks, worked out once per request."""
    if spoken := _spoken.get():
        return spoken
    if not has_request_context():
        return str(get_locale() or LANGUAGES[0]), str(get_timezone() or "UTC")
    present = g._get_current_object()  # every part of a page asks: the proxy would look it up each time
    found: tuple[str, str] | None = present.get("reader")
    if found is None:
        found = present.reader = _choose_language(), _choose_time_zone() or "UTC"
    return found


@cache
def catalogue_of(language: str) -> Any:
    """Return what is said in a language."""
    return Translations.load(str(TRANSLATIONS), [language])


def _catalogue() -> Any:
    return catalogue_of(reader()[0])


def _choose_language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    chosen = getattr(current_user, "language", "")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _choose_time_zone() -> str | None:
    return getattr(current_user, "time_zone", None) if has_request_context() else None
