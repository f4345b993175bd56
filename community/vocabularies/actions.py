"""The verbs of vocabularies: take in one, or all that come with the product."""

import secrets
from collections.abc import Mapping
from typing import Any

import yaml
from sqlalchemy import func, select

from community.config import ROOT
from community.database import session
from community.vocabularies.models import Term

SHIPPED = ROOT / "content" / "vocabularies"


def load_shipped() -> int:
    """Take in the vocabularies that come with the product; return how many terms they have."""
    return sum(load(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(SHIPPED.glob("*.yml")))


def load(vocabulary: Mapping[str, Any]) -> int:
    """Take in a vocabulary as its file gives it; return how many terms it has. Doing it again changes only what changed.

    A term that the file no longer names stays: cases and lessons may hold it. Asked by the command that loads content.
    """
    name = vocabulary["key"]
    # counted from anywhere: what is kept of one database's edition never passes for another's
    edition = 1 + (session().scalar(select(func.max(Term.edition))) or secrets.randbits(40))
    known = {term.key: term for term in session().scalars(select(Term).where(Term.vocabulary == name))}
    for position, entry in enumerate(vocabulary["terms"]):
        term = known.get(entry["key"])
        if term is None:
            term = Term(vocabulary=name, key=entry["key"])
            session().add(term)
        term.say(labels=entry["label"], descriptions=entry.get("description") or {}, position=position, edition=edition)
    session().flush()
    return len(vocabulary["terms"])
