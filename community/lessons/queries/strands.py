"""Reads of what was marked in a case, in a discussion or for a plenary: the strands of a picture from practice to lessons."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import aliased

from community.cases.models import CaseRevision
from community.database import read
from community.discussions.models import Post, PostRevision
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.passages import Passage
from community.lessons.queries.evidence import EvidenceShown
from community.lessons.queries.sources import COLUMNS, Source, source_key, source_of, with_sources, words_of
from community.lessons.queries.visibility import readable_by
from community.rendering import excerpt

STRANDS = 400  # of one picture; a case or a plenary with more is shown by its first
_QUOTED = 200


class Strand(NamedTuple):
    """A passage on its way: its words, who said them and where, as far as the reader may know each of these.

    `origin` tells one source from another; `held_by` is the group that keeps the words, where the reader may know it.
    """

    passage_id: int
    origin: tuple[str, int]
    language: str
    words: str | None = None
    author: str | None = None
    source: Source | None = None
    group: str | None = None
    held_by: str | None = None
    evidence_id: int | None = None


_STRANDS = (
    with_sources(
        select(
            *COLUMNS,
            Group.parent_id.label("parent"),
            visible_to(Passage.audience).label("is_visible"),
        ).select_from(Passage)
    )
    .where(readable_by())
    .order_by(Passage.id)
    .limit(STRANDS)
)
_revision, _state, _post = aliased(CaseRevision), aliased(PostRevision), aliased(Post)
_IN_CASE = Passage.case_revision_id.in_(
    select(_revision.id).where(_revision.case_id == bindparam("case", type_=Integer))
)
_IN_THREAD = Passage.post_revision_id.in_(
    select(_state.id)
    .join(_post, _post.id == _state.post_id)
    .where(_post.thread_id == bindparam("thread", type_=Integer))
)
_OF_CASE = _STRANDS.where(or_(_IN_CASE, _IN_THREAD), visible_to(Passage.audience))
_OF_THREAD = _STRANDS.where(_IN_THREAD, visible_to(Passage.audience))
_OF_PASSAGES = _STRANDS.where(Passage.id.in_(bindparam("ids", type_=Integer, expanding=True)))


def strands_of_case(case_id: int, thread_id: int, *, viewer: Viewer) -> list[Strand]:
    """Return what was marked in a case and in its discussion."""
    return _read(_OF_CASE, viewer, case=case_id, thread=thread_id)


def strands_of_thread(thread_id: int, *, viewer: Viewer) -> list[Strand]:
    """Return what was marked in a discussion."""
    return _read(_OF_THREAD, viewer, thread=thread_id)


def strands_among(passage_ids: Sequence[int], *, viewer: Viewer) -> list[Strand]:
    """Return these passages, as far as the viewer may read them."""
    return _read(_OF_PASSAGES, viewer, ids=list(passage_ids)) if passage_ids else []


def strands_of(pieces: Iterable[EvidenceShown]) -> list[Strand]:
    """Return the evidence of a lesson, as a reader is shown it."""
    return [
        Strand(
            piece.passage_id,
            piece.source_key,
            piece.language,
            excerpt(piece.quote, _QUOTED) if piece.quote is not None else None,
            piece.author,
            piece.source,
            held_by=piece.held_by,
            evidence_id=piece.id,
        )
        for piece in pieces
    ]


def _read(statement: Select[*tuple[Any, ...]], viewer: Viewer, **values: Any) -> list[Strand]:
    return [
        Strand(
            row.passage_id,
            source_key(row),
            row.passage_language,
            excerpt(words_of(row, is_inside=row.is_visible), _QUOTED),
            row.author,
            source_of(row) if row.is_visible else None,
            row.group_name if row.is_visible and row.parent is not None else None,
        )
        for row in read(statement, viewer=viewer.person_id, **values)
    ]
