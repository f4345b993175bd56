"""What notifications are about, as their reader may see it at this moment: what they may not see is not found.

Each function takes the ids that happenings of its kinds carry, and answers in one statement.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Person
from community.cases.models import Case, CaseRevision
from community.database import read
from community.discussions.models import Post, PostRevision, Thread
from community.discussions.queries.posts import POSTS_A_PAGE
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, inside, visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Lesson
from community.lessons.passages import Passage
from community.lessons.queries.sources import COLUMNS, source_of, with_sources
from community.lessons.queries.visibility import shown_to
from community.notifications.models import Nudge


class Thing(NamedTuple):
    """One thing: how it is called, where it is found, and what of it can be quoted."""

    title: str
    language: str | None
    community: str
    endpoint: str
    values: Mapping[str, Any]
    anchor: str = ""
    said: str = ""


Things = Callable[[Sequence[int], Viewer], dict[int, Thing]]

IDS = bindparam("ids", type_=Integer, expanding=True)
_community = aliased(Group)
_noted, _present = aliased(PostRevision), aliased(PostRevision)


def _of_posts(key: Any, said: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            key,
            Thread.title,
            Thread.language,
            Thread.id.label("thread_id"),
            Post.number,
            said.label("text"),
            _community.name,
            _community.slug,
        )
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Group, Group.id == Thread.group_id)
        .join(_community, _community.id == Group.community_id)
        .where(visible_to(Thread.audience), key.in_(IDS))
    )


_POSTS = (
    _of_posts(_noted.id, _present.text)
    .join(_noted, _noted.post_id == Post.id)
    .join(_present, and_(_present.post_id == Post.id, _present.number == Post.revision_count))
    .where(Post.taken_back_at.is_(None))
)
_REMOVED = _of_posts(Post.id, Post.taken_back_why).where(Post.is_removed.is_(True))
_noted_case, _present_case = aliased(CaseRevision), aliased(CaseRevision)
_REVISIONS = (
    select(
        _noted_case.id,
        Case.title,
        Case.language,
        Case.slug.label("case_slug"),
        _present_case.text,
        _community.name,
        _community.slug,
    )
    .join(Case, Case.id == _noted_case.case_id)
    .join(_present_case, and_(_present_case.case_id == Case.id, _present_case.number == Case.revision_count))
    .join(Group, Group.id == Case.group_id)
    .join(_community, _community.id == Group.community_id)
    .where(_noted_case.id.in_(IDS), visible_to(Case.audience))
)
_CASES = (
    select(Case.id, Case.title, Case.language, Case.slug.label("case_slug"), _community.name, _community.slug)
    .join(Group, Group.id == Case.group_id)
    .join(_community, _community.id == Group.community_id)
    .where(Case.id.in_(IDS), visible_to(Case.audience))
)
_PASSAGES = (
    with_sources(select(*COLUMNS, _community.name, _community.slug).select_from(Passage))
    .join(_community, _community.id == Group.community_id)
    .where(Passage.id.in_(IDS), visible_to(Passage.audience), Passage.author_id == VIEWER)
)
_LESSONS = (
    select(Lesson.id, Lesson.title, Lesson.language, Lesson.slug.label("lesson_slug"), _community.name, _community.slug)
    .join(Group, Group.id == Lesson.group_id)
    .join(_community, _community.id == Lesson.community_id)
    .where(Lesson.id.in_(IDS), shown_to())
)
_GROUPS = (
    select(Group.id, Group.name.label("title"), Group.slug.label("group_slug"), _community.name, _community.slug)
    .join(_community, _community.id == Group.parent_id)
    .where(Group.id.in_(IDS), visible_to(Group.audience))
)
_NUDGES = (
    select(Nudge.id, Nudge.text, Person.name.label("by"), Group.name, Group.slug)
    .join(Group, Group.id == Nudge.group_id)
    .join(Person, Person.id == Nudge.by_id)
    .where(Nudge.id.in_(IDS), inside())
)


def posts(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return posts by the ids of their revisions, saying what they say now."""
    return {row.id: _post(row) for row in rows_of(_POSTS, ids, viewer)}


def removed_posts(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return posts that were removed, saying why."""
    return {row.id: _post(row) for row in rows_of(_REMOVED, ids, viewer)}


def revisions(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return cases by the ids of their revisions; of their words, those around the reader's own name."""
    return {
        row.id: _thing(row, "cases.case", slug=row.case_slug)._replace(said=_around(viewer, row.text))
        for row in rows_of(_REVISIONS, ids, viewer)
    }


def cases(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return cases."""
    return {row.id: _thing(row, "cases.case", slug=row.case_slug) for row in rows_of(_CASES, ids, viewer)}


def passages(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return passages of the reader's own words, where their source is seen; those that could leave it lead to the tray."""
    return {row.passage_id: _passage(row) for row in rows_of(_PASSAGES, ids, viewer)}


def lessons(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return lessons."""
    return {row.id: _thing(row, "lessons.lesson", slug=row.lesson_slug) for row in rows_of(_LESSONS, ids, viewer)}


def subgroups(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return subgroups."""
    return {
        row.id: Thing(row.title, None, row.name, "groups.subgroup", {"community": row.slug, "slug": row.group_slug})
        for row in rows_of(_GROUPS, ids, viewer)
    }


def nudges(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return what coordinators wrote to the members of their community."""
    return {
        row.id: Thing(row.name, None, row.name, "groups.community", {"community": row.slug}, said=row.text)
        for row in rows_of(_NUDGES, ids, viewer)
    }


def rows_of(statement: Any, ids: Sequence[int], viewer: Viewer) -> Sequence[Any]:
    """Return what a statement finds of these things for the viewer."""
    return read(statement, ids=ids, viewer=viewer.person_id)


def _thing(row: Any, endpoint: str, **values: Any) -> Thing:
    return Thing(row.title, row.language, row.name, endpoint, {"community": row.slug, **values})


def _post(row: Any) -> Thing:
    page = (row.number - 1) // POSTS_A_PAGE * POSTS_A_PAGE
    thing = _thing(row, "discussions.thread", thread_id=row.thread_id, **({"after": page} if page else {}))
    return thing._replace(anchor=f"post-{row.number}", said=row.text)


def _passage(row: Any) -> Thing:
    source, place = source_of(row), {"community": row.slug}
    thing = Thing(source.title, row.passage_language, row.name, "lessons.tray", place, said=row.exact)
    if row.is_confidential and row.released_at is None:
        return thing
    if source.case_slug is not None:
        return thing._replace(endpoint="cases.case", values=place | {"slug": source.case_slug})
    page = ((source.post_number or 1) - 1) // POSTS_A_PAGE * POSTS_A_PAGE
    values = place | {"thread_id": source.thread_id} | ({"after": page} if page else {})
    return thing._replace(endpoint="discussions.thread", values=values, anchor=f"post-{source.post_number}")


def _around(viewer: Viewer, text: str) -> str:
    """Return the paragraph in which the reader is mentioned."""
    name = f"@{viewer.handle}".casefold()
    return next((block for block in text.split("\n\n") if name in block.casefold()), "")
