"""The settings, from environment variables; the README's table says what each means."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "change-me"
LANGUAGES = ("en",)
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
SEARCH_ENGINES = ("whoosh", "postgresql")
MAIL_FROM = "Plenary <plenary@localhost>"


class Misconfigured(SystemExit):
    """The product refuses to start; the message says what to set."""


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the Flask configuration; raise Misconfigured where production lacks a secret."""
    env = os.environ if environ is None else environ
    is_demo = env.get("PLENARY_DEMO", "0") == "1"
    var = Path(env.get("PLENARY_VAR") or ROOT / "var").resolve()
    var.mkdir(parents=True, exist_ok=True)
    database = env.get("SQLALCHEMY_DATABASE_URI") or f"sqlite:///{var / 'plenary.sqlite'}"
    base_url = env.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    return {
        "SECRET_KEY": _secret(env, var, is_demo=is_demo),
        "SQLALCHEMY_DATABASE_URI": database,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": False},
        "SEARCH": _search(env, database),
        "VAR": var,
        "BASE_URL": base_url,
        "DEMO": is_demo,
        "WORKER": env.get("PLENARY_WORKER", "process"),
        "PROXIES": int(env.get("PLENARY_PROXIES", "0")),
        "FILES_QUOTA": _megabytes(env, "PLENARY_FILES_QUOTA", 500),
        "USES_ASKED_AFTER": timedelta(days=_number(env, "PLENARY_USES_ASKED_AFTER", 150, "days")),
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_COOKIE_NAME": "plenary",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": urlsplit(base_url).scheme == "https",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "en",
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "image/svg+xml"],
        "COMPRESS_ALGORITHM": ["gzip"],
        "COMPRESS_ALGORITHM_STREAMING": [
            "gzip"
        ],  # static files are streamed, and would go out plain to who takes only gzip
        "COMPRESS_LEVEL": 5,
        "COMPRESS_STREAMS": True,
        **_mail(env),
    }


def _megabytes(env: Mapping[str, str], name: str, default: int) -> int:
    """Return a number of megabytes as bytes."""
    return _number(env, name, default, "megabytes") * 1_000_000


def _number(env: Mapping[str, str], name: str, default: int, unit: str) -> int:
    """Return a whole number of something."""
    said = env.get(name) or str(default)
    if not (said.isascii() and said.isdigit() and len(said) <= 5):
        raise Misconfigured(f"{name} is {said!r}; it is a number of {unit}, such as {default}.")
    return int(said)


def _search(env: Mapping[str, str], database: str) -> str:
    """Return the name of the search engine, one that can work with the database."""
    name = env.get("PLENARY_SEARCH") or SEARCH_ENGINES[0]
    if name not in SEARCH_ENGINES:
        raise Misconfigured(f"PLENARY_SEARCH is {name!r}; it can be {' or '.join(SEARCH_ENGINES)}.")
    if name == "postgresql" and not database.startswith("postgresql"):
        raise Misconfigured(
            "PLENARY_SEARCH is 'postgresql', but the database is another: set SQLALCHEMY_DATABASE_URI to one of PostgreSQL"
            " (postgresql+psycopg://user:password@localhost/plenary), or leave PLENARY_SEARCH away."
        )
    return name


def _mail(env: Mapping[str, str]) -> dict[str, Any]:
    """Return how letters leave: without SMTP_HOST they are written to files."""
    security, host = env.get("SMTP_SECURITY") or "starttls", env.get("SMTP_HOST", "").strip()
    if security not in MAIL_PORTS:
        raise Misconfigured(f"SMTP_SECURITY is {security!r}; it can be {', '.join(MAIL_PORTS)}.")
    port = env.get("SMTP_PORT") or str(MAIL_PORTS[security])
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Misconfigured(f"SMTP_PORT is {port!r}; it is a number, such as {MAIL_PORTS[security]}.")
    user, password = env.get("SMTP_USER", ""), env.get("SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        raise Misconfigured("SMTP_USER and SMTP_PASSWORD belong together: set both or neither.")
    if host and not env.get("MAIL_FROM"):
        raise Misconfigured(
            "Set MAIL_FROM to the address that mails come from: MAIL_FROM='Plenary <plenary@example.org>'."
        )
    return {
        "SMTP_HOST": host,
        "SMTP_PORT": int(port),
        "SMTP_SECURITY": security,
        "SMTP_USER": user,
        "SMTP_PASSWORD": password,
        "MAIL_FROM": _sender(env.get("MAIL_FROM") or MAIL_FROM),
    }


def _sender(text: str) -> tuple[str, str]:
    """Return the name and the address that mails come from; any server must be able to take the address."""
    name, address = parseaddr(text)
    if (name, address) == parseaddr(MAIL_FROM):
        return name, address
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True).ascii_email
    except EmailNotValidError:
        found = None
    if found is None or not name.isprintable():
        raise Misconfigured(f"MAIL_FROM is {text!r}; it should look like 'Plenary <plenary@example.org>'.")
    return name, found


def _secret(env: Mapping[str, str], var: Path, *, is_demo: bool) -> str:
    secret = env.get("PLENARY_SECRET_KEY", "")
    if is_demo and not secret:
        return _kept_secret(var / "demo-secret")
    if secret == DEFAULT_SECRET or len(secret) < 32:
        raise Misconfigured(
            "Plenary does not start without a secret of its own. Set PLENARY_SECRET_KEY to at least 32 random characters,\n"
            "for instance with:  export PLENARY_SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')\n"
            "and keep it: people are signed out and links in mails end when it changes. To try the product: make run."
        )
    return secret


def _kept_secret(path: Path) -> str:
    """Return the demo's secret, made once, so that a restart signs nobody out."""
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()
