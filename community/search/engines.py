"""Which engine searches, as the settings say."""

from collections.abc import Mapping
from typing import Any

from community.database import db
from community.search.engine import Engine
from community.search.postgres_engine import PostgresEngine
from community.search.whoosh_engine import WhooshEngine


def engine_for(settings: Mapping[str, Any]) -> Engine:
    """Return the engine that was chosen."""
    if settings["SEARCH"] == "postgresql":
        return PostgresEngine(lambda: db.engine)
    return WhooshEngine(settings["VAR"] / "search")
