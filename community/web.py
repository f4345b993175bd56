"""The edge of the web: one commit per request, security headers, and a page for every refusal."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask_compress import Compress
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from community.addresses import next_address
from community.database import begin_reading, db, end_reading, write_intent
from community.errors import Refusal, Throttled
from community.languages import gettext
from community.survival import write_survivors

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
NOT_ECHOED = frozenset({"csrf_token", "password", "current_password", "new_password", "next"})

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()


def install(app: Flask) -> None:
    """Put the edge around every request."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # `_begin` does, of every request that is not only read
    csrf.init_app(app)
    Compress(app)
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_let_go)
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _stopped)
    app.register_error_handler(Exception, _failed)


def reads_first(view: View) -> View:
    """Let what is sent to a view be read without the lock on writing, which its form takes when it carries out the action.

    On SQLite there is one such lock; a view without this holds it from its first query on. The action's things must be found
    inside what the form carries out.
    """
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def takes(size: int) -> Callable[[View], View]:
    """Let a view be sent so many bytes at once, more than others, by who is signed in: said before any of them is read."""

    def mark(view: View) -> View:
        view.takes = size  # type: ignore[attr-defined]
        return view

    return mark


def _begin() -> None:
    if request.method in SAFE_METHODS:
        begin_reading()
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if (size := getattr(view, "takes", None)) and current_user.is_authenticated:
        request.max_content_length = size
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect(apply_exemptions=True)  # reads what was sent
    if not getattr(view, "reads_first", False):
        g.write_intent = write_intent()
        g.write_intent.__enter__()
    if request.content_length and request.mimetype not in FORMS:
        abort(415)


def _finish(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code < 400:
        response.direct_passthrough = False
        response.make_sequence()  # a stream would not be compressed for who takes gzip alone
        response.headers["X-Content-Type-Options"] = "nosniff"
        if "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
    if request.method not in SAFE_METHODS and response.status_code < 400:  # all else ends with its session, unwritten
        try:
            db.session.commit()
        except (IntegrityError, OperationalError) as error:
            db.session.rollback()
            response = Response(*_overtaken(error))
    write_survivors()
    return _protect(response)


def _let_go(_error: BaseException | None) -> None:
    end_reading()
    if intent := g.pop("write_intent", None):
        intent.__exit__(None, None, None)


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Cache-Control", "no-store")
    headers.add("Vary", "Cookie")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def ask_to_sign_in() -> Any:
    """Answer who has to sign in first: a page leads there and back, a form keeps what was written in it."""
    if request.method in SAFE_METHODS:
        return redirect(url_for("accounts.sign_in", next=next_address()))
    said = gettext("You are not signed in any more. Nothing was saved; what you wrote is below.")
    return _page(401, said), 401


def refuse(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    """Answer what an action refused, with its reason."""
    headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, Throttled) else {}
    return _page(refusal.status, refusal.message), refusal.status, headers


def _forged(error: CSRFError) -> tuple[str, int]:
    said = gettext(
        "This form was open for too long, or you signed in or out in another tab meanwhile. Nothing was saved; "
        "what you wrote is below. Open the page again and send it from there."
    )
    return _page(400, said), 400


def _overtaken(error: Exception) -> tuple[str, int]:
    said = gettext(
        "Somebody else saved at the same moment. Nothing of yours was saved; what you wrote is below. Try again."
    )
    return _page(409, said), 409


def _unstorable() -> tuple[str, int]:
    """Answer a number or a character that the database cannot hold: nothing has such an address, and no text needs it."""
    if request.method in SAFE_METHODS:
        return _page(404, ""), 404
    said = gettext("Something that was sent can't be stored, such as an invisible character. Nothing was saved.")
    return _page(400, said), 400


def _stopped(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    db.session.rollback()
    messages = {
        405: gettext("This address takes a form that is sent, not a page to open."),
        413: gettext(
            "That is more than can be sent at once: at most %(n)d megabytes. Nothing was saved. Go back in your browser, where"
            " all that you typed still stands, and shorten it or save it in parts.",
            n=(request.max_content_length or 0) // 1_000_000,
        ),
    }
    return (
        _page(error.code, messages.get(error.code, "")),
        error.code,
        {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")},
    )


def _failed(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    _let_go(None)  # what the page of the refusal reads must not wait for the lock that could not be had
    if isinstance(error, IntegrityError):
        return _overtaken(error)
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        current_app.logger.exception("the database did not answer at %s", request.path)
        return _page(
            503, gettext("The site is very busy. Nothing was saved; what you wrote is below. Try again in a moment.")
        ), 503
    if isinstance(error, DataError | OverflowError):
        return _unstorable()
    current_app.logger.exception("unexpected error at %s", request.path)
    return _page(500, ""), 500


def _page(status: int, message: str) -> str:
    headings = {
        401: gettext("Sign in first"),
        403: gettext("This is not yours to do"),
        404: gettext("There is nothing here"),
        405: gettext("Nothing to see here"),
        409: gettext("Somebody was quicker"),
        413: gettext("That is too much at once"),
        429: gettext("Too often"),
        503: gettext("Not just now"),
        500: gettext("Something went wrong"),
    }
    return render_template(
        "error.html",
        status=status,
        heading=headings.get(status, gettext("That did not work")),
        message=message,
        typed=_typed() if status != 413 else {},
    )


def _typed() -> dict[str, list[str]]:
    """Return what the person wrote in the refused form, so that it can be shown and is not lost."""
    if request.method in SAFE_METHODS:
        return {}
    return {
        name: values
        for name, values in request.form.lists()
        if name not in NOT_ECHOED and any(value.strip() for value in values)
    }
