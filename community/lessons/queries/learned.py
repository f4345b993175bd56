"""What a community has learned, as one reader may see it: its lessons, what they rest on, and what they can be chosen by."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Integer, Text, and_, bindparam, case, cast, literal, select

from community.cases.facets import CaseFacet
from community.cases.models import Case, CaseRevision
from community.database import read
from community.discussions.models import Post, PostRevision, Thread
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import CURRENT, Evidence, Lesson, LessonRevision, Status
from community.lessons.passages import Passage
from community.lessons.queries.visibility import counts_for

MOST = 5_000  # lessons that are looked at, newest first
CHOICES = ("theme", "purpose", "sector", "place", "plenary", "status", "kind")
HELD = ("held", 0)  # all that is kept in subgroups of others
_OF_CASES = {"purposes": "purpose", "sectors": "sector", "places": "place"}

Origin = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Learned:
    """A lesson or a common issue; from where it comes; and by what it can be chosen."""

    id: int
    slug: str
    title: str
    kind: str
    status: str
    language: str
    origins: frozenset[Origin]
    marks: Mapping[str, frozenset[str]] = field(hash=False)

    def fits(self, wanted: Mapping[str, str], *, without: str = "") -> bool:
        """Whether it is among those that are asked for; who asks for no status wants what holds at present."""
        if "status" not in wanted and without != "status" and self.status not in CURRENT:
            return False
        return all(value in self.marks[name] for name, value in wanted.items() if name != without)


class Titled(NamedTuple):
    """A case or a discussion that lessons come from."""

    kind: str
    id: int
    slug: str
    title: str
    language: str


_COMMUNITY = bindparam("community", type_=Integer)
_IDS = bindparam("ids", type_=Integer, expanding=True)
_LESSONS = (
    select(
        Lesson.id,
        Lesson.slug,
        Lesson.title,
        Lesson.kind,
        Lesson.status,
        Lesson.language,
        cast(LessonRevision.themes, Text).label("themes"),
    )
    .join(Group, Group.id == Lesson.group_id)
    .join(LessonRevision, and_(LessonRevision.lesson_id == Lesson.id, LessonRevision.number == Lesson.revision_count))
    .where(Lesson.community_id == _COMMUNITY, Lesson.status != Status.DRAFT.value, visible_to(Lesson.audience))
    .order_by(Lesson.published_at.desc(), Lesson.id.desc())
    .limit(MOST)
)
_seen = visible_to(Passage.audience)
_ORIGINS = (
    select(
        Evidence.lesson_id,
        case((_seen, CaseRevision.case_id)).label("case_id"),
        case((_seen, Post.thread_id)).label("thread_id"),
    )
    .join(Lesson, Lesson.id == Evidence.lesson_id)
    .join(Passage, Passage.id == Evidence.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .outerjoin(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .outerjoin(PostRevision, PostRevision.id == Passage.post_revision_id)
    .outerjoin(Post, Post.id == PostRevision.post_id)
    .where(Lesson.community_id == _COMMUNITY, Lesson.status != Status.DRAFT.value, counts_for())
    .distinct()
)
_FACETS = (
    select(CaseFacet.case_id, CaseFacet.kind, CaseFacet.key)
    .join(Case, Case.id == CaseFacet.case_id)
    .join(Group, Group.id == Case.group_id)
    .where(Case.community_id == _COMMUNITY, CaseFacet.kind.in_(tuple(_OF_CASES)), visible_to(Case.audience))
)
_CASES = (
    select(literal("case"), Case.id, Case.slug, Case.title, Case.language)
    .join(Group, Group.id == Case.group_id)
    .where(Case.id.in_(_IDS), visible_to(Case.audience))
)
_THREADS = (
    select(literal("thread"), Thread.id, cast(Thread.id, Text), Thread.title, Thread.language)
    .join(Group, Group.id == Thread.group_id)
    .where(Thread.id.in_(_IDS), visible_to(Thread.audience))
)


def learned_in(
    community: Group, *, viewer: Viewer, merged: Mapping[tuple[str, str], str], plenaries: Mapping[int, frozenset[str]]
) -> list[Learned]:
    """Return what the viewer may see of what a community has learned, newest first; `plenaries` says where lessons were made."""
    values = {"community": community.id, "viewer": viewer.person_id}
    origins: dict[int, set[Origin]] = {}
    for lesson_id, case_id, thread_id in read(_ORIGINS, **values):
        origin = ("case", case_id) if case_id is not None else ("thread", thread_id) if thread_id is not None else HELD
        origins.setdefault(lesson_id, set()).add(origin)
    facets: dict[int, list[tuple[str, str]]] = {}
    for case_id, kind, key in read(_FACETS, **values):
        facets.setdefault(case_id, []).append((_OF_CASES[kind], merged.get((kind, key), key)))
    return [
        _learned(row, frozenset(origins.get(row.id, ())), facets, merged, plenaries) for row in read(_LESSONS, **values)
    ]


def _learned(row: Any, origins: frozenset[Origin], facets: Any, merged: Any, plenaries: Any) -> Learned:
    marks: dict[str, set[str]] = {name: set() for name in CHOICES}
    for kind, number in origins:
        for name, key in facets.get(number, ()) if kind == "case" else ():
            marks[name].add(key)
    marks["theme"] |= {merged.get(("themes", key), key) for key in json.loads(row.themes or "[]")}
    marks["plenary"] |= plenaries.get(row.id, frozenset())
    marks["status"].add(row.status)
    marks["kind"].add(row.kind)
    told = {name: frozenset(found) for name, found in marks.items()}
    return Learned(row.id, row.slug, row.title, row.kind, row.status, row.language, origins, told)


def count_choices(found: Sequence[Learned], wanted: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return, for each choice and each of its values, how many would fit beside what else was chosen."""
    counts: dict[str, dict[str, int]] = {name: {} for name in CHOICES}
    for lesson in found:
        for name in CHOICES:
            if lesson.fits(wanted, without=name):
                for value in lesson.marks[name]:
                    counts[name][value] = counts[name].get(value, 0) + 1
    return counts


def titles_of(origins: Sequence[Origin], *, viewer: Viewer) -> dict[Origin, Titled]:
    """Return what these cases and discussions are called, as far as the viewer may read them."""
    found: dict[Origin, Titled] = {}
    for kind, statement in (("case", _CASES), ("thread", _THREADS)):
        ids = [number for other, number in origins if other == kind]
        for row in read(statement, viewer=viewer.person_id, ids=ids) if ids else ():
            found[kind, row[1]] = Titled(*row)
    return found
