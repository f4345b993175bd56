"""Plenary: the application factory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from community import config, demo_guard, fragments, languages, serving, templating, web, wiring
from community.cookies import Cookies
from community.database import db
from community.editions import Editions

ROOT = Path(__file__).resolve().parent.parent


class _Plenary(Flask):
    jinja_environment = Editions

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a view as it is: none here is a coroutine, and Flask would look fifteen times per request."""
        return func


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Make the application from the environment, or from the settings given on top of it."""
    app = _Plenary(__name__, template_folder=str(ROOT / "templates"), static_folder="static")
    app.config.update(config.from_environment() if settings is None else settings)
    app.session_interface = Cookies()
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    if app.config["DEMO"]:
        demo_guard.install(app)
    web.install(app)
    languages.install(app)
    templating.install(app)
    fragments.install(app)
    wiring.install(app)
    serving.install(app)
    if app.config["PROXIES"]:
        n = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app
