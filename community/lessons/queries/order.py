"""In which order lessons are listed: those that stand adopted first, then by how often they were used, then the newest."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, or_

from community.lessons.models import Lesson, Status

_RANKS = {Status.ADOPTED: 0, Status.REVIEW: 1, Status.PLENARY: 2, Status.PROPOSED: 2}
_LAST = 3
_rank = case({status.value: rank for status, rank in _RANKS.items()}, value=Lesson.status, else_=_LAST)
_LONGEST = 17

ORDER: tuple[ColumnElement[Any], ...] = (
    _rank,
    Lesson.use_count.desc(),
    Lesson.published_at.desc(),
    Lesson.id.desc(),
)


class Place(NamedTuple):
    """The place of a lesson in its list, behind which the next page begins."""

    rank: int
    uses: int
    published_at: datetime
    id: int

    def __str__(self) -> str:
        """Return it as it stands in an address."""
        return f"{self.rank}.{self.uses}.{int(self.published_at.timestamp() * 1_000_000)}.{self.id}"


def rank_of(status: str) -> int:
    """Return how far up a lesson of this status stands."""
    return _RANKS.get(Status(status), _LAST)


def read_place(text: str | None) -> Place | None:
    """Return the place that an address carries; None where there is none or it makes no sense."""
    parts = (text or "").split(".")
    if len(parts) != 4 or not all(p.isascii() and p.isdigit() and len(p) <= _LONGEST for p in parts):
        return None
    rank, uses, moment, number = map(int, parts)
    if max(rank, uses, number) >= 2**31:
        return None
    return Place(rank, uses, datetime.fromtimestamp(moment / 1_000_000, UTC), number)


def behind(place: Place) -> ColumnElement[bool]:
    """Return what stands behind a place, as a condition."""
    rank, uses, moment, number = place
    return or_(
        _rank > rank,
        and_(
            _rank == rank,
            or_(
                Lesson.use_count < uses,
                and_(
                    Lesson.use_count == uses,
                    or_(Lesson.published_at < moment, and_(Lesson.published_at == moment, Lesson.id < number)),
                ),
            ),
        ),
    )
