"""The cases of a community as somebody looks for them: which fit, and how many there are behind each choice.

Both are worked out once for each edition of the cases, and for all viewers who see as much.
"""

from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import and_
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from community.accounts.models import Organisation, Person
from community.cases.facets import CaseFacet
from community.cases.models import Case, Status
from community.cases.queries.holders import FACETS, holders_in
from community.cases.queries.sight import Sight

MOST_KEPT = 256
ORGANISATIONS = 60  # those with the most cases can be chosen
KEY_LENGTH = 80

# What is chosen by a column of the case, or of who brought it, rather than by a kind of facet.
_COLUMNS: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
    "status": Case.status,
    "language": Case.language,
    "organisation": Organisation.slug,
    "group": cast(Case.group_id, String),
}
CHOICES = (*FACETS, *_COLUMNS)


class Wanted(NamedTuple):
    """Which cases somebody looks for; what is empty was not asked for. A group is named by its number."""

    purpose: str = ""
    theme: str = ""
    sector: str = ""
    stage: str = ""
    kind: str = ""
    role: str = ""
    place: str = ""
    status: str = ""
    language: str = ""
    organisation: str = ""
    group: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that were made."""
        return {name: value for name in CHOICES if (value := getattr(self, name))}


class Counts(NamedTuple):
    """How many cases fit; how many would without each choice that was made; and how many fit each choice besides the others."""

    total: int
    without: tuple[tuple[str, int], ...]
    behind: tuple[tuple[str, str, str, int], ...]


def count_fitting(sight: Sight, wanted: Wanted) -> Counts:
    """Return how many cases fit, and how many there are behind every choice."""
    count = _count_fitting if sight.edition is not None else _count_fitting.__wrapped__
    return count(sight, wanted)


@lru_cache(MOST_KEPT)
def _count_fitting(sight: Sight, wanted: Wanted) -> Counts:
    held, given = holders_in(sight.community_id, sight.edition), wanted.chosen
    fits = {name: held.by_choice.get(name, {}).get(value, 0) for name, value in given.items()}
    seen, withdrawn = held.seen_by(sight), held.by_choice["status"].get(Status.WITHDRAWN, 0)

    def left(without: str = "", *, stand: int = ~withdrawn) -> int:
        is_any = "status" not in given or without == "status"
        fitting = (cases for name, cases in fits.items() if name != without)
        return reduce(and_, fitting, seen & stand if is_any else seen)

    all_fit, behind = left(), []
    for name, cases_by_key in held.by_choice.items():
        others = left(without=name) if name in given else all_fit
        others = left(without=name, stand=-1) if name == "status" else others  # who asks for withdrawn ones finds them
        numbers = [(key, (cases & others).bit_count()) for key, cases in cases_by_key.items()]
        behind += [(name, key, held.employers.get(key, ""), number) for key, number in numbers if number]
    employers = sorted((row for row in behind if row[0] == "organisation"), key=lambda row: (-row[3], row))
    left_out = {row for row in employers[ORGANISATIONS:] if row[1] != wanted.organisation}
    return Counts(
        all_fit.bit_count(),
        tuple((name, left(without=name).bit_count()) for name in given),
        tuple(sorted(row for row in behind if row not in left_out)),
    )


def with_owner(statement: Select[*tuple[Any, ...]], owner_id: Any = Case.owner_id) -> Select[*tuple[Any, ...]]:
    """Join who brought a case, and the organisation they work for."""
    return statement.join(Person, Person.id == owner_id).outerjoin(
        Organisation, Organisation.id == Person.organisation_id
    )


def standing(given: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    """Leave withdrawn cases to those who ask for them."""
    return () if "status" in given else (Case.status != Status.WITHDRAWN.value,)


def fits(name: str) -> ColumnElement[bool]:
    """Say that a case fits a choice."""
    if name in _COLUMNS:
        return _COLUMNS[name] == bindparam(name, type_=String)
    held = select(CaseFacet.case_id).where(CaseFacet.kind == FACETS[name], CaseFacet.key == bindparam(name))
    return Case.id.in_(held)
