"""What a list of cases is narrowed by: a row for each word that the present revision of a case holds, and their edition."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model

CHOSEN = ("purposes", "themes", "places", "sectors", "stages")
PARTNERS = {"kind": "partner-kinds", "role": "roles"}
PERIOD = "period"
LENGTH = 60


class CaseFacet(Model):
    """One word that the present revision of a case holds: chosen from a list, or said of one of its partners.

    The period of a case is kept as one, "2009-03/2011", for the timeline.
    """

    __tablename__ = "case_facet"
    __table_args__ = (Index("ix_case_facet_kind", "kind", "key", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(LENGTH), primary_key=True)


class CaseEdition(Model):
    """Another number whenever anything changed by which the cases of a community are listed and counted.

    It is drawn, not counted: what a process keeps of one state of a database never passes for another's.
    """

    __tablename__ = "case_edition"

    community_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


def facets_of(partners: Iterable[Mapping[str, Any]], choices: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return what a revision with these partners and choices is found by, each once, in order."""
    found = {(kind, key) for kind in CHOSEN for key in choices.get(kind) or ()}
    found |= {(kind, row[field]) for row in partners for field, kind in PARTNERS.items() if row.get(field)}
    if period := choices.get(PERIOD):
        found.add((PERIOD, "/".join(period)))
    return sorted((kind, key) for kind, key in found if key and len(key) <= LENGTH)
