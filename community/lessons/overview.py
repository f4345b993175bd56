"""What a community has learned, at a glance: by theme, where most of it comes from, and what else could be chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from community.lessons.models import CURRENT, Kind

CHOICES = ("theme", "purpose", "sector", "place", "plenary", "status", "kind")
HELD = ("held", 0)  # all that is kept in subgroups of others
BANDS, SPRINGS, LESSONS = 8, 9, 16
TIES_OF_A_SPRING = 3

Origin = tuple[str, int]


class Learned(NamedTuple):
    """A lesson or a common issue; from where it comes; and by what it can be chosen."""

    id: int
    slug: str
    title: str
    kind: str
    status: str
    language: str
    origins: frozenset[Origin]
    marks: Mapping[str, frozenset[str]]

    def misses(self, wanted: Mapping[str, str]) -> list[str]:
        """Return by which choices it is left out; who asks for no status wants what holds at present."""
        missed = [name for name, value in wanted.items() if value not in self.marks[name]]
        return missed if "status" in wanted or self.status in CURRENT else [*missed, "status"]


class Band(NamedTuple):
    """A theme with what fits it: how many lessons and common issues, those shown, how many are left. No theme has no key."""

    key: str
    lessons: int
    issues: int
    shown: tuple[Learned, ...]
    left: int


class Spring(NamedTuple):
    """A case or discussion that much comes from: how much, and how much of each of the themes that it gave most to."""

    origin: Origin
    number: int
    bands: tuple[tuple[str, int], ...]


class Overview(NamedTuple):
    """All that fits what was chosen, at a glance; `counts` says how much would fit each choice beside the others."""

    ids: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]]
    bands: tuple[Band, ...]
    more_bands: int
    springs: tuple[Spring, ...]
    more_springs: int
    has_any: bool


def look_over(every: Sequence[Learned], wanted: Mapping[str, str]) -> Overview:
    """Return what fits at a glance, the largest themes and sources first."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in CHOICES}
    found = []
    for lesson in every:
        missed = lesson.misses(wanted)
        if not missed:
            found.append(lesson)
        for name in CHOICES if not missed else missed if len(missed) == 1 else ():
            counts[name].update(lesson.marks[name])
    themes = _by_theme(found, wanted.get("theme"))
    largest = dict(list(themes.items())[:BANDS])
    springs, more = _springs(found, largest)
    is_any, ids = bool(every), tuple(lesson.id for lesson in found)
    return Overview(ids, counts, _bands(largest), len(themes) - len(largest), springs, more, is_any)


def _by_theme(found: Sequence[Learned], only: str | None) -> dict[str, list[Learned]]:
    themes: dict[str, list[Learned]] = {}
    for lesson in found:
        for key in [only] if only else sorted(lesson.marks["theme"]) or [""]:
            themes.setdefault(key, []).append(lesson)
    return dict(sorted(themes.items(), key=lambda row: (not row[0], -len(row[1]), row[0])))


def _bands(themes: Mapping[str, Sequence[Learned]]) -> tuple[Band, ...]:
    """Show under each theme what rests on most cases and discussions, and whatever else is shown under another."""
    each = max(1, LESSONS // max(1, len(themes)))
    shown: set[int] = set()
    for lessons in themes.values():
        firmest = sorted((one for one in lessons if one.id not in shown), key=lambda lesson: -len(lesson.origins))
        shown |= {lesson.id for lesson in firmest[:each]}
    bands = []
    for key, lessons in themes.items():
        issues = sum(lesson.kind == Kind.ISSUE for lesson in lessons)
        seen = tuple(lesson for lesson in lessons if lesson.id in shown)
        bands.append(Band(key, len(lessons) - issues, issues, seen, len(lessons) - len(seen)))
    return tuple(bands)


def _springs(found: Sequence[Learned], themes: Mapping[str, Sequence[Learned]]) -> tuple[tuple[Spring, ...], int]:
    numbers = Counter(origin for lesson in found for origin in lesson.origins)
    ranked = sorted((origin for origin in numbers if origin != HELD), key=lambda origin: (-numbers[origin], origin))
    shown = ranked[:SPRINGS] + [HELD] * (HELD in numbers)
    given = {key: Counter(origin for lesson in lessons for origin in lesson.origins) for key, lessons in themes.items()}
    springs = []
    for origin in shown:
        most = sorted(((key, counted[origin]) for key, counted in given.items()), key=lambda row: (-row[1], row[0]))
        springs.append(Spring(origin, numbers[origin], tuple(row for row in most[:TIES_OF_A_SPRING] if row[1])))
    return tuple(springs), max(0, len(ranked) - SPRINGS)
