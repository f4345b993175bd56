"""The cookie that browsers keep: Flask's, signed, with its signature checked once a minute instead of at every request."""

from threading import Lock
from typing import Any

from cachetools import TTLCache
from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

KEPT, SECONDS = 4096, 60


class Cookies(SecureCookieSessionInterface):
    """Reads the cookie, and remembers what stood in those whose signature was good; what they mean is asked every time."""

    def __init__(self) -> None:
        self._checked: TTLCache[str, dict[str, Any]] = TTLCache(KEPT, ttl=SECONDS)
        self._lock = Lock()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what stands in the cookie; an empty session where there is none that we signed."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        with self._lock:
            known = self._checked.get(cookie)
        if known is not None:
            return self.session_class(known)
        opened = super().open_session(app, request)
        # a list, such as of what to say on the next page, would be shared by all that read it
        if opened and all(isinstance(value, str | int) for value in opened.values()):
            with self._lock:
                self._checked[cookie] = dict(opened)
        return opened
