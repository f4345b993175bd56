"""Search entries of everything that the product would have entered, written by the database itself."""

from typing import Any

from sqlalchemy import Connection, Select, String, and_, cast, func, insert, literal, literal_column, null, select

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.discussions.models import Post, PostRevision, Thread
from community.groups.models import Group
from community.lessons.models import Lesson, LessonRevision
from community.search.filling import EDITION, KINDS
from community.search.models import SearchEntry, SearchFilling

_BIG = 1


def add_entries(connection: Connection) -> None:
    """Enter all cases, posts and published lessons."""
    for statement in (_cases(), _posts(), _lessons()):
        connection.execute(insert(SearchEntry).from_select([c.name for c in statement.selected_columns], statement))
    filled = [{"kind": kind, "edition": EDITION, "reached": 0, "is_done": True} for kind in KINDS]
    connection.execute(insert(SearchFilling), filled)
    connection.commit()


def _cases() -> Select[Any]:
    columns = _columns("case", Case, CaseRevision.text, Case.title, Case.slug, Case.created_at)
    is_present = and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count)
    return _by(
        select(*columns, null().label("container")).select_from(Case).join(CaseRevision, is_present),
        Case,
        Case.owner_id,
    )


def _posts() -> Select[Any]:
    locator = cast(Thread.id, String) + "#" + cast(Post.number, String)
    columns = _columns("post", Thread, PostRevision.text, Thread.title, locator, Post.posted_at, key=Post.id)
    container = (literal("thread:") + cast(Thread.id, String)).label("container")
    found = select(*columns, container).select_from(Post).join(Thread, Thread.id == Post.thread_id)
    is_present = and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count)
    return _by(found.join(PostRevision, is_present), Thread, Post.author_id)


def _lessons() -> Select[Any]:
    said = LessonRevision.when + "\n\n" + LessonRevision.question + "\n\n" + LessonRevision.text
    columns = _columns("lesson", Lesson, said, Lesson.title, Lesson.slug, Lesson.published_at, kind=Lesson.kind)
    found = select(*columns, null().label("container")).select_from(Lesson)
    found = found.join(LessonRevision, LessonRevision.lesson_id == Lesson.id).where(Lesson.status == "adopted")
    return _by(found, Lesson, Lesson.written_by_id)


def _columns(
    prefix: str, model: Any, body: Any, title: Any, locator: Any, created_at: Any, *, key: Any = None, kind: Any = None
) -> list[Any]:
    thing = model.id if key is None else key
    return [
        (literal(f"{prefix}:") + cast(thing, String)).label("key"),
        (literal(prefix) if kind is None else kind).label("kind"),
        model.group_id,
        model.audience,
        func.iif(Group.community_id == _BIG, "psc", "fed").label("community"),
        model.language,
        title.label("title"),
        body.label("body"),
        Person.name.label("author"),
        func.coalesce(Organisation.name, "").label("organisation"),
        locator.label("locator"),
        created_at.label("created_at"),
        created_at.label("changed_at"),
        literal_column("0").label("is_pending"),
        literal_column("0").label("is_removed"),
    ]


def _by(statement: Select[Any], model: Any, author_id: Any) -> Select[Any]:
    return (
        statement.join(Group, Group.id == model.group_id)
        .join(Person, Person.id == author_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    )
