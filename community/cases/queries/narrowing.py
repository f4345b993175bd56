"""The cases of a community as somebody looks for them: which fit, and how many there are behind each choice.

Both are worked out once for each edition of the cases, and for all viewers who see as much.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from community.accounts.models import Organisation, Person
from community.cases.facets import CaseFacet
from community.cases.models import Case
from community.cases.queries.sight import Sight, seen_by
from community.database import read

MOST_KEPT = 256
ORGANISATIONS = 60  # those with the most cases can be chosen
KEY_LENGTH = 80

# How the address names a choice, and what is chosen by it: a kind of facet, or a column.
FACETS = {
    "purpose": "purposes",
    "theme": "themes",
    "sector": "sectors",
    "stage": "stages",
    "kind": "partner-kinds",
    "role": "roles",
    "place": "places",
}
_COLUMNS: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
    "status": Case.status,
    "language": Case.language,
    "organisation": Organisation.slug,
    "group": cast(Case.group_id, String),
}
CHOICES = (*FACETS, *_COLUMNS)
_NAMES = {kind: name for name, kind in FACETS.items()}


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
    given = wanted.chosen
    rows = read(_counting(tuple(given)), **sight.values, **given)
    numbers = dict.fromkeys(given, 0) | {key: number for what, key, _label, number in rows if what == "without"}
    behind = {(_NAMES.get(what, what), *more) for what, *more in rows if what not in ("total", "without")}
    employers = sorted((row for row in behind if row[0] == "organisation"), key=lambda row: (-row[3], row))
    behind.difference_update(row for row in employers[ORGANISATIONS:] if row[1] != wanted.organisation)
    return Counts(
        next(number for what, _key, _label, number in rows if what == "total"),
        tuple(numbers.items()),
        tuple(sorted(behind)),
    )


def with_owner(statement: Select[*tuple[Any, ...]], owner_id: Any = Case.owner_id) -> Select[*tuple[Any, ...]]:
    """Join who brought a case, and the organisation they work for."""
    return statement.join(Person, Person.id == owner_id).outerjoin(
        Organisation, Organisation.id == Person.organisation_id
    )


def fits(name: str) -> ColumnElement[bool]:
    """Say that a case fits a choice."""
    if name in _COLUMNS:
        return _COLUMNS[name] == bindparam(name, type_=String)
    held = select(CaseFacet.case_id).where(CaseFacet.kind == FACETS[name], CaseFacet.key == bindparam(name))
    return Case.id.in_(held)


@cache
def _counting(given: Sequence[str]) -> CompoundSelect[Any]:
    """Return the statement for all numbers: each counts what all the other choices leave.

    Only cases that fit all choices but one at most are looked at any further.
    """
    chosen = [case((fits(name), 1), else_=0).label(f"fits_{name}") for name in given]
    columns = (Case.id, Case.status, Case.language, Case.group_id, Case.owner_id)
    seen = select(*columns, *chosen).where(seen_by())
    seen_here = (with_owner(seen) if "organisation" in given else seen).subquery()
    fitting = sum((seen_here.c[column.name] for column in chosen), literal(0))
    found = select(seen_here).where(fitting >= len(given) - 1).cte("found")

    kind = CaseFacet.kind.concat(
        ""
    )  # or SQLite would begin with all facets of a kind, instead of those of the cases found

    def others_fit(name: str = "") -> ColumnElement[bool]:
        return and_(true(), *(found.c[f"fits_{other}"] == 1 for other in given if other != name))

    def counted(name: str) -> Select[*tuple[Any, ...]]:
        if name == "organisation":
            said = select(literal(name), Organisation.slug, func.min(Organisation.name), func.count())
            return (
                with_owner(said.select_from(found), found.c.owner_id)
                .where(others_fit(name), Organisation.slug.is_not(None))
                .group_by(Organisation.slug)
            )
        if name in FACETS:
            return held(literal(name), others_fit(name), kind == FACETS[name])
        key = cast(found.c.group_id, String) if name == "group" else found.c[name]
        return select(literal(name), key, literal(""), func.count()).where(others_fit(name)).group_by(key)

    def held(name: ColumnElement[Any] | InstrumentedAttribute[str], *conditions: Any) -> Select[*tuple[Any, ...]]:
        said = select(name, CaseFacet.key, literal(""), func.count())
        facets = said.select_from(found).join(CaseFacet, CaseFacet.case_id == found.c.id)
        return facets.where(*conditions).group_by(kind, CaseFacet.key)

    total = select(literal("total"), literal(""), literal(""), func.count()).select_from(found).where(others_fit())
    without = [
        select(literal("without"), literal(name), literal(""), func.count()).select_from(found).where(others_fit(name))
        for name in given
    ]
    open_kinds = [kind for name, kind in FACETS.items() if name not in given]
    apart = [name for name in CHOICES if name in _COLUMNS or name in given]
    return union_all(total, *without, *map(counted, apart), held(kind, others_fit(), kind.in_(open_kinds)))
