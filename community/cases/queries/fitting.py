"""Which cases of a community fit what somebody looks for, in some order, page by page; and those whose period is known."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, or_, select

from community.addresses import read_number
from community.cases.facets import PERIOD, CaseFacet
from community.cases.models import Case
from community.cases.queries.narrowing import MOST_KEPT, Wanted, fits, standing, with_owner
from community.cases.queries.sight import Sight, seen_by
from community.database import read
from community.discussions.models import Thread
from community.paging import read_key, write_key


class Sort(NamedTuple):
    """An order of cases: by what, which way, and how the place in it where a page ends is written and read again."""

    by: Any
    is_falling: bool
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    is_kept: bool = True


def _write_moment(moment: datetime) -> str:
    return write_key(moment.astimezone(UTC), 0).partition(".")[0]


def _read_moment(text: str) -> datetime | None:
    found = read_key(f"{text}.0")
    return found[0] if found else None


SORTS = {
    "changed": Sort(Case.updated_at, True, _write_moment, _read_moment),
    "newest": Sort(Case.created_at, True, _write_moment, _read_moment),
    "title": Sort(Case.folded, False, str, str),
    "discussed": Sort(Thread.post_count, True, str, read_number, is_kept=False),  # posts make no new edition
}


class Place(NamedTuple):
    """Where a page of cases ends."""

    value: Any
    case_id: int


def write_place(sort: str, place: Place) -> str:
    """Return a place for the address."""
    return f"{place.case_id}~{SORTS[sort].write(place.value)}"


def read_place(sort: str, text: str) -> Place | None:
    """Return the place that an address carries; None where it makes no sense."""
    left, _, right = text.partition("~")
    number, value = read_number(left), SORTS[sort].read(right[:400])
    return None if number is None or value is None else Place(value, number)


def find_fitting(
    sight: Sight, wanted: Wanted, *, sort: str = "changed", after: Place | None = None, limit: int
) -> tuple[Place, ...]:
    """Return the cases that fit, in order, one more than asked for where there are more."""
    is_kept = sight.edition is not None and SORTS[sort].is_kept
    find = _find_fitting if is_kept else _find_fitting.__wrapped__
    return find(sight, wanted, sort, after, limit)


@lru_cache(MOST_KEPT)
def _find_fitting(sight: Sight, wanted: Wanted, sort: str, after: Place | None, limit: int) -> tuple[Place, ...]:
    given = wanted.chosen
    statement = _fitting(tuple(given), sort, is_continued=after is not None)
    value, last = after or (None, None)
    rows = read(statement, **sight.values, **given, value=value, last=last, limit=limit + 1)
    return tuple(Place(row[1], row[0]) for row in rows)


@cache
def _fitting(given: Sequence[str], sort: str, *, is_continued: bool) -> Select[*tuple[Any, ...]]:
    order = SORTS[sort]
    found = select(Case.id, order.by).where(seen_by(), *standing(given), *map(fits, given))
    found = with_owner(found) if "organisation" in given else found
    if sort == "discussed":
        found = found.join(Thread, Thread.id == Case.thread_id)
    if is_continued:
        value, last = bindparam("value", type_=order.by.type), bindparam("last", type_=Integer)
        beyond = order.by < value if order.is_falling else order.by > value
        further = Case.id < last if order.is_falling else Case.id > last
        found = found.where(or_(beyond, and_(order.by == value, further)))
    places = (order.by.desc(), Case.id.desc()) if order.is_falling else (order.by, Case.id)
    return found.order_by(*places).limit(bindparam("limit", type_=Integer))


class Dated(NamedTuple):
    """A case whose period is known."""

    slug: str
    title: str
    language: str
    status: str
    period: str


@cache
def _dated(given: Sequence[str]) -> Select[*tuple[Any, ...]]:
    found = (
        select(Case.slug, Case.title, Case.language, Case.status, CaseFacet.key)
        .join(CaseFacet, and_(CaseFacet.case_id == Case.id, CaseFacet.kind == PERIOD))
        .where(seen_by(), *standing(given), *map(fits, given))
    )
    found = with_owner(found) if "organisation" in given else found
    return found.order_by(CaseFacet.key, Case.id).limit(bindparam("limit", type_=Integer))


def find_dated(sight: Sight, wanted: Wanted, *, limit: int) -> list[Dated]:
    """Return the fitting cases whose period is known, by when they began; one more than asked for where there are more."""
    rows = read(_dated(tuple(wanted.chosen)), **sight.values, **wanted.chosen, limit=limit + 1)
    return [Dated(*row) for row in rows]
