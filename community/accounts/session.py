"""Who is asking: the cookie, flask-login, and the viewer of the present request."""

from typing import Any

from flask import g
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

login_manager = LoginManager()
login_manager.session_protection = (
    None  # the sign-in is a row of its own with 256 random bits; address and browser may change
)


class _Bearer(UserMixin):
    """What flask-login needs to begin a session: the token is the identity."""

    def __init__(self, token: str) -> None:
        self.id = token


def begin(token: str) -> None:
    """Give the browser a new session that carries this token; what the old one held is gone."""
    cookie.clear()
    cookie.permanent = True
    login_user(_Bearer(token))
    g.pop("_login_user")  # whoever looks next loads the viewer


def token() -> str | None:
    """Return the token of the present session."""
    return cookie.get("_user_id")


def end() -> None:
    """Take the session from the browser."""
    logout_user()
    cookie.clear()


def current_viewer() -> Any:
    """Return who is asking, as loaded once for this request: a Viewer, a visitor when nobody is signed in."""
    return current_user._get_current_object()
