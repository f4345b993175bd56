"""What a community has yet to learn from, and which of its lessons stand on one leg: as far as one reader may see it.

Each gap is one statement of the same columns; a page of it and how many there are in all come in one query.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    distinct,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from community import clock
from community.accounts.models import Person
from community.cases.models import Case, CaseRevision
from community.cases.models import Status as CaseStatus
from community.database import read
from community.discussions.models import Post, PostRevision, Thread, ThreadKind
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import CURRENT, Evidence, Kind, Lesson, Stance, Status
from community.lessons.passages import Passage
from community.lessons.queries.evidence import count_of_sources
from community.lessons.queries.visibility import counts_for, is_changed_since
from community.paging import Key

TOLD = (CaseStatus.DESCRIBED.value, CaseStatus.PLENARY.value, CaseStatus.FOLLOWED_UP.value)
UNUSED_DAYS = 30  # until then nobody wonders that a lesson was not used
POSTS, DAYS = 3, 7  # a discussion of so many posts, so many days old, has something to harvest


class Gap(NamedTuple):
    """One thing that is missing something; `number` says how much there is of it, `total` how many such things there are."""

    id: int
    slug: str
    title: str
    language: str
    at: datetime
    number: int
    total: int

    @property
    def key(self) -> Key:
        """Where the next page begins behind it."""
        return self.at, self.id


COMMUNITY = bindparam("community", type_=Integer)


def _marked_case() -> ColumnElement[bool]:
    return exists(
        select(Passage.id)
        .join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
        .where(CaseRevision.case_id == Case.id)
        .correlate(Case)
    )


def _marked_thread() -> ColumnElement[bool]:
    return exists(
        select(Passage.id)
        .join(PostRevision, PostRevision.id == Passage.post_revision_id)
        .join(Post, Post.id == PostRevision.post_id)
        .where(Post.thread_id == Thread.id)
        .correlate(Thread)
    )


_CASES = (
    select(
        Case.id,
        Case.slug,
        Case.title,
        Case.language,
        Case.updated_at.label("at"),
        Case.revision_count.label("number"),
    )
    .join(Group, Group.id == Case.group_id)
    .where(
        Case.community_id == COMMUNITY,
        Case.status.in_(TOLD),
        ~_marked_case(),
        ~Group.is_dissolved,
        visible_to(Case.audience),
    )
)
_THREADS = (
    select(
        Thread.id,
        cast(Thread.id, Text).label("slug"),
        Thread.title,
        Thread.language,
        Thread.last_post_at.label("at"),
        Thread.post_count.label("number"),
    )
    .join(Group, Group.id == Thread.group_id)
    .where(
        Group.community_id == COMMUNITY,
        Thread.kind != ThreadKind.INTRODUCTIONS.value,
        Thread.post_count >= POSTS,
        Thread.started_at < bindparam("long_ago", type_=Thread.started_at.type),
        ~_marked_thread(),
        ~Group.is_dissolved,
        visible_to(Thread.audience),
    )
)


def _lessons(number: Any, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Lesson.id,
            Lesson.slug,
            Lesson.title,
            Lesson.language,
            func.coalesce(Lesson.published_at, Lesson.updated_at, type_=Lesson.updated_at.type).label("at"),
            number.label("number"),
        )
        .join(Group, Group.id == Lesson.group_id)
        .where(
            Lesson.community_id == COMMUNITY,
            Lesson.kind == Kind.LESSON.value,
            Lesson.status.in_(CURRENT),
            ~Group.is_dissolved,
            visible_to(Lesson.audience),
            *conditions,
        )
    )


def _evidence(what: Any, *conditions: ColumnElement[bool], of_seen: bool = False) -> ColumnElement[int]:
    """Return a count of the evidence of a lesson that exists for the viewer, or that they may see in its place."""
    group = aliased(Group)
    return (
        select(func.count(what))
        .select_from(Evidence)
        .join(Passage, Passage.id == Evidence.passage_id)
        .join(Person, Person.id == Passage.author_id)
        .join(group, group.id == Passage.group_id)
        .where(
            Evidence.lesson_id == Lesson.id,
            visible_to(Passage.audience, group) if of_seen else counts_for(group),
            *conditions,
        )
        .correlate(Lesson)
        .scalar_subquery()
    )


_organisations = _evidence(distinct(Person.organisation_id))
_all = _evidence(Evidence.id)
_against = _evidence(Evidence.id, Evidence.stance == Stance.CONTRADICTS.value, Evidence.cited_at > Lesson.adopted_at)
_changed = _evidence(Evidence.id, is_changed_since(), of_seen=True)
_GAPS = {
    "cases": _CASES,
    "threads": _THREADS,
    "one-source": _lessons(_all, count_of_sources() <= 1),
    "one-organisation": _lessons(_all, _organisations <= 1, count_of_sources() > 1),
    "contradicted": _lessons(_against, _against > 0),
    "changed": _lessons(_changed, _changed > 0),
    "unused": _lessons(
        _all,
        Lesson.status == Status.ADOPTED.value,
        Lesson.use_count == 0,
        Lesson.adopted_at < bindparam("long_ago", type_=Lesson.created_at.type),
    ),
    "review": _lessons(
        _all,
        Lesson.status.in_((Status.ADOPTED.value, Status.REVIEW.value)),
        Lesson.review_at <= bindparam("now", type_=Lesson.created_at.type),
    ),
}
NAMES = tuple(_GAPS)
_LONG_AGO = {"threads": DAYS, "unused": UNUSED_DAYS}


def gaps_in(community: Group, name: str, *, viewer: Viewer, limit: int, before: Key | None = None) -> list[Gap]:
    """Return a page of one kind of gap, latest first; one more than the page tells there is more."""
    moment, last = before or (None, None)
    values: Mapping[str, Any] = {
        "community": community.id,
        "viewer": viewer.person_id,
        "limit": limit + 1,
        "moment": moment,
        "last": last,
    }
    if name in _LONG_AGO:
        values = {**values, "long_ago": clock.now() - timedelta(days=_LONG_AGO[name])}
    if name == "review":
        values = {**values, "now": clock.now()}
    return [Gap(*row) for row in read(_page(name, is_continued=before is not None), **values)]


@cache
def _page(name: str, *, is_continued: bool) -> Select[*tuple[Any, ...]]:
    return paged(_GAPS[name], is_continued=is_continued)


def paged(statement: Select[*tuple[Any, ...]], *, is_continued: bool) -> Select[*tuple[Any, ...]]:
    """Return a page of what a statement of gaps finds, each row with how many there are in all."""
    found = statement.cte("found")
    page = select(found, select(func.count()).select_from(found).scalar_subquery().label("total"))
    if is_continued:
        moment, last = bindparam("moment", type_=found.c.at.type), bindparam("last", type_=Integer)
        page = page.where(or_(found.c.at < moment, and_(found.c.at == moment, found.c.id < last)))
    return page.order_by(found.c.at.desc(), found.c.id.desc()).limit(bindparam("limit", type_=Integer))
