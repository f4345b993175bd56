"""Which language and time zone a page speaks: the member's choice, then the browser's, then English."""

from pathlib import Path
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale, get_timezone, get_translations
from flask_login import current_user

from community.config import LANGUAGES


def install(app: Flask) -> None:
    """Let every page choose its language and time zone."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent / "translations")
    Babel(app, locale_selector=_choose_language, timezone_selector=_choose_time_zone)
    # flask-babel looks up locale and catalogue for every single string; a page has a hundred of them
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue().ugettext(message),
        lambda one, many, n: _catalogue().ungettext(one, many, n),
        newstyle=True,
    )


def reader() -> tuple[str, str]:
    """Return the locale and time zone that the page speaks, worked out once per request."""
    if not has_request_context():
        return str(get_locale() or LANGUAGES[0]), str(get_timezone() or "UTC")
    found: tuple[str, str] | None = g.get("reader")
    if found is None:
        found = g.reader = str(get_locale()), str(get_timezone())
    return found


def _catalogue() -> Any:
    if not has_request_context():
        return get_translations()
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found


def _choose_language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    chosen = getattr(current_user, "language", "")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _choose_time_zone() -> str | None:
    return getattr(current_user, "time_zone", None) if has_request_context() else None
