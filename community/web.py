"""The edge of the web: one commit per request, security headers, and a page for every refusal."""

from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask_babel import gettext
from flask_compress import Compress
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from community.database import db, write_intent
from community.errors import Refusal, Throttled
from community.survival import write_survivors

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
NOT_ECHOED = frozenset({"csrf_token", "password", "new_password", "next"})

csrf = CSRFProtect()


def install(app: Flask) -> None:
    """Put the edge around every request."""
    csrf.init_app(app)
    Compress(app)
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_let_go)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _stopped)
    app.register_error_handler(Exception, _failed)


def _begin() -> None:
    if request.method not in SAFE_METHODS:
        g.write_intent = write_intent()
        g.write_intent.__enter__()


def _finish(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["X-Content-Type-Options"] = "nosniff"
        if "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
    if request.method in SAFE_METHODS or response.status_code >= 400:
        db.session.rollback()  # a GET writes nothing
    else:
        try:
            db.session.commit()
        except (IntegrityError, OperationalError) as error:
            db.session.rollback()
            response = Response(*_overtaken(error))
    write_survivors()
    return _protect(response)


def _let_go(_error: BaseException | None) -> None:
    if intent := g.pop("write_intent", None):
        intent.__exit__(None, None, None)


def _protect(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Cache-Control", "no-store")
    headers.add("Vary", "Cookie")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _refused(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
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
        413: gettext("That is more than can be sent at once: at most 2 megabytes. Shorten it or send it in parts."),
    }
    return (
        _page(error.code, messages.get(error.code, "")),
        error.code,
        {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")},
    )


def _failed(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    if isinstance(error, IntegrityError):
        return _overtaken(error)
    if isinstance(error, DataError | OverflowError):
        return _unstorable()
    current_app.logger.exception("unexpected error at %s", request.path)
    return _page(500, ""), 500


def _page(status: int, message: str) -> str:
    headings = {
        403: gettext("This is not yours to do"),
        404: gettext("There is nothing here"),
        405: gettext("Nothing to see here"),
        409: gettext("Somebody was quicker"),
        413: gettext("That is too much at once"),
        429: gettext("Too often"),
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
