"""What templates may use beyond Jinja: assets with their fingerprint, icons, dates, initials."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import Flask, request
from markupsafe import Markup

from community.addresses import absolute, address_of
from community.languages import reader

STATIC = Path(__file__).parent / "static"
EXACT = "d MMM yyyy, HH:mm z"
DAY_AND_HOUR = "EEEE d MMMM yyyy, HH:mm z"


def install(app: Flask) -> None:
    """Give templates their globals and filters."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    assets = _fingerprints(app.static_url_path or "/static")
    app.jinja_env.globals.update(asset=assets.__getitem__, icon=_icons(assets["icons.svg"]), url_for=_addresses(app))
    app.jinja_env.globals.update(address=absolute, address_of=address_of)
    app.jinja_env.filters.update(moment=moment, exact=exact, day=day, day_and_hour=day_and_hour, initials=initials)


def moment(when: datetime) -> Markup:
    """Return a moment as its day, with the exact time on hover, in the reader's language and time zone."""
    locale, time_zone = reader()
    return _moment(when, time_zone, locale)


def exact(when: datetime) -> str:
    """Return a moment to the minute as plain text, for letters, in the reader's language and time zone."""
    locale, time_zone = reader()
    return format_datetime(when.astimezone(ZoneInfo(time_zone)), EXACT, locale=locale)


def day_and_hour(when: datetime) -> Markup:
    """Return a moment that people keep, a meeting or a closing date, in the reader's language and time zone."""
    locale, time_zone = reader()
    return Markup('<time datetime="{}">{}</time>').format(
        when.astimezone(UTC).isoformat(timespec="seconds"),
        format_datetime(when.astimezone(ZoneInfo(time_zone)), DAY_AND_HOUR, locale=locale),
    )


def day(when: date) -> Markup:
    """Return a day in the reader's language."""
    return Markup('<time datetime="{}">{}</time>').format(
        when.isoformat(), format_date(when, "d MMM yyyy", locale=reader()[0])
    )


def initials(name: str) -> str:
    """Return up to two letters that stand for a person where there is no picture."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@lru_cache(maxsize=4096)
def _moment(when: datetime, time_zone: str, locale: str) -> Markup:
    local = when.astimezone(ZoneInfo(time_zone))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        when.astimezone(UTC).isoformat(timespec="seconds"),
        format_datetime(local, EXACT, locale=locale),
        format_date(local, "d MMM yyyy", locale=locale),
    )


def _addresses(app: Flask) -> Callable[..., str]:
    """Return `url_for` that remembers: a page has dozens of links, and most of them again and again."""

    @lru_cache(maxsize=4096)
    def known(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    def url_for(endpoint: str, **values: Any) -> str:
        """Return the path of a page of this site."""
        return known(request.script_root, endpoint, tuple(values.items()))

    return url_for


def _icons(sprite: str):
    @lru_cache(maxsize=256)
    def icon(name: str) -> Markup:
        return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(sprite, name)

    return icon


def _fingerprints(base: str) -> dict[str, str]:
    """Return the address of each static file by name, with a fingerprint, so that browsers may keep it for good."""
    addresses = {}
    for path in STATIC.rglob("*"):
        if path.is_file():
            name, digest = path.relative_to(STATIC).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()
            addresses[name] = f"{base}/{name}?v={digest[:10]}"
    return addresses
