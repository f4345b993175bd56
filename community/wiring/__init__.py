"""What belongs together: pages, who asks, what follows each event, and what the worker does."""

from flask import Flask

from community import worker
from community.files import storage
from community.mail.sending import transport_for
from community.search.engines import engine_for
from community.wiring.asking import know_who_asks
from community.wiring.following import follow
from community.wiring.jobs import JOBS
from community.wiring.pages import register


def install(app: Flask) -> None:
    """Wire the features into the application."""
    know_who_asks(app)
    register(app)
    follow()
    app.extensions["search_engine"] = engine_for(app.config)
    app.extensions[storage.EXTENSION] = storage.FolderStore(app.config["VAR"] / "files")
    app.extensions["mail_transport"] = transport_for(app.config)
    app.extensions[worker.JOBS] = JOBS
