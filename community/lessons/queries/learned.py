"""What a community has learned, as one reader may see it: its lessons, what they rest on, and what they can be chosen by.

What is made of the rows is kept in the process for those who see the same rows: they themselves say whether it still holds.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Text, and_, bindparam, case, cast, literal, select

from community.cases.facets import CaseEdition, CaseFacet
from community.cases.models import Case, CaseRevision
from community.database import read
from community.discussions.models import Post, PostRevision, Thread
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Evidence, Lesson, LessonRevision, Status
from community.lessons.overview import CHOICES, HELD, Learned, Origin, Overview, look_over
from community.lessons.passages import Passage
from community.lessons.queries.visibility import counts_for
from community.vocabularies.queries import merged

MOST = 5_000  # lessons that are looked at, newest first
_KEPT, _COMMUNITIES_KEPT = 12, 8
_OF_CASES = {"purposes": "purpose", "sectors": "sector", "places": "place"}

Facets = Mapping[int, Sequence[tuple[str, str]]]


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
_ORIGINS = (
    select(Evidence.lesson_id, CaseRevision.case_id, Post.thread_id, case((visible_to(Passage.audience), 1), else_=0))
    .join(Lesson, Lesson.id == Evidence.lesson_id)
    .join(Passage, Passage.id == Evidence.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .outerjoin(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .outerjoin(PostRevision, PostRevision.id == Passage.post_revision_id)
    .outerjoin(Post, Post.id == PostRevision.post_id)
    .where(Lesson.community_id == _COMMUNITY, Lesson.status != Status.DRAFT.value, counts_for())
)
_EDITION = select(CaseEdition.number).where(CaseEdition.community_id == _COMMUNITY)
# Whose a facet is needs no look: it is asked for cases only that the reader was found to see.
_FACETS = (
    select(CaseFacet.case_id, CaseFacet.kind, CaseFacet.key)
    .join(Case, Case.id == CaseFacet.case_id)
    .where(Case.community_id == _COMMUNITY, CaseFacet.kind.in_(tuple(_OF_CASES)))
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


def overview_of(
    community: Frame, wanted: Mapping[str, str], *, viewer: Viewer, terms: int, plenaries: Mapping[int, frozenset[str]]
) -> Overview:
    """Return what of all that was learned fits, as the viewer may see it.

    `plenaries` says where lessons were made, `terms` which edition of the vocabularies is the present one.
    """
    values = {"community": community.id, "viewer": viewer.person_id}
    edition = read(_EDITION, community=community.id)
    work_out = _worked_out if edition else _worked_out.__wrapped__
    return work_out(
        community.id,
        edition[0][0] if edition else None,
        terms,
        tuple(map(tuple, read(_LESSONS, **values))),
        tuple(map(tuple, read(_ORIGINS, **values))),
        tuple(sorted(plenaries.items())),
        tuple(wanted.items()),
    )


@lru_cache(_KEPT)
def _worked_out(
    community_id: int,
    edition: int | None,
    terms: int,
    lessons: Sequence[Any],
    rows: Sequence[Any],
    plenaries: Sequence[tuple[int, frozenset[str]]],
    wanted: Sequence[tuple[str, str]],
) -> Overview:
    origins: dict[int, set[Origin]] = {}
    for lesson_id, case_id, thread_id, is_seen in rows:
        origin: Origin = ("thread", thread_id) if case_id is None else ("case", case_id)
        origins.setdefault(lesson_id, set()).add(origin if is_seen else HELD)
    into, made = merged(community_id, edition=terms), dict(plenaries)
    facets = (_facets if edition is not None else _facets.__wrapped__)(community_id, edition)
    every = [_learned(row, frozenset(origins.get(row[0], ())), facets, into, made) for row in lessons]
    return look_over(every, dict(wanted))


@lru_cache(_COMMUNITIES_KEPT)
def _facets(community_id: int, _edition: int | None) -> Facets:
    found: dict[int, list[tuple[str, str]]] = {}
    for case_id, kind, key in read(_FACETS, community=community_id):
        found.setdefault(case_id, []).append((kind, key))
    return found


def _learned(
    row: Any,
    origins: frozenset[Origin],
    facets: Facets,
    into: Mapping[tuple[str, str], str],
    made: Mapping[int, frozenset[str]],
) -> Learned:
    lesson_id, slug, title, kind, status, language, themes = row
    marks: dict[str, set[str]] = {name: set() for name in CHOICES}
    for source, number in origins:
        for held, key in facets.get(number, ()) if source == "case" else ():
            marks[_OF_CASES[held]].add(into.get((held, key), key))
    marks["theme"] |= {into.get(("themes", key), key) for key in json.loads(themes or "[]")}
    marks["plenary"] |= made.get(lesson_id, frozenset())
    marks["status"].add(status)
    marks["kind"].add(kind)
    told = {name: frozenset(found) for name, found in marks.items()}
    return Learned(lesson_id, slug, title, kind, status, language, origins, told)


def titles_of(origins: Sequence[Origin], *, viewer: Viewer) -> dict[Origin, Titled]:
    """Return what these cases and discussions are called, as far as the viewer may read them."""
    found: dict[Origin, Titled] = {}
    for kind, statement in (("case", _CASES), ("thread", _THREADS)):
        ids = [number for other, number in origins if other == kind]
        for row in read(statement, viewer=viewer.person_id, ids=ids) if ids else ():
            found[kind, row[1]] = Titled(*row)
    return found
