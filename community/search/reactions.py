"""What search writes when something changes elsewhere: rows of its table, in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from community import clock
from community.accounts.models import Organisation, Person
from community.cases.events import CaseCreated, CaseHandedOver, CaseMoved, CaseRevised
from community.cases.models import Case
from community.database import read, session
from community.discussions.events import PostAdded, PostEdited, ThreadMoved
from community.discussions.models import Post, Thread
from community.groups.models import Group
from community.lessons.events import LessonPublished, LessonWritten
from community.lessons.models import Lesson, Status
from community.search.models import SearchEntry


def note_case(event: CaseCreated | CaseRevised | CaseMoved | CaseHandedOver) -> None:
    """Enter a case as its present revision says it."""
    case = session().get_one(Case, event.case_id)
    revision = case.revision
    _enter(
        f"case:{case.id}",
        "case",
        case.group_id,
        case.audience,
        case.language,
        case.title,
        revision.text,
        case.owner_id,
        locator=case.slug,
        created_at=case.created_at,
    )


def note_post(event: PostAdded | PostEdited) -> None:
    """Enter a post under the title of its thread."""
    post = session().get_one(Post, event.post_id)
    thread = post.thread
    _enter(
        f"post:{post.id}",
        "post",
        thread.group_id,
        thread.audience,
        thread.language,
        thread.title,
        post.revision.text,
        post.author_id,
        locator=f"{thread.id}#{post.number}",
        container=f"thread:{thread.id}",
        created_at=post.posted_at,
    )


def follow_thread(event: ThreadMoved) -> None:
    """Let the posts of a thread stand where the thread stands now."""
    thread = session().get_one(Thread, event.thread_id)
    session().execute(
        update(SearchEntry)
        .where(SearchEntry.container == f"thread:{thread.id}")
        .values(group_id=thread.group_id, audience=thread.audience, is_pending=True, changed_at=clock.now())
    )


def follow_title(event: CaseRevised) -> None:
    """Let the posts about a case stand under the title it has now."""
    case = session().get_one(Case, event.case_id)
    session().execute(
        update(SearchEntry)
        .where(SearchEntry.container == f"thread:{case.thread_id}", SearchEntry.title != case.title)
        .values(title=case.title, is_pending=True, changed_at=clock.now())
    )


def note_lesson(event: LessonWritten | LessonPublished) -> None:
    """Enter a lesson or common issue once it is published."""
    lesson = session().get_one(Lesson, event.lesson_id)
    if lesson.status != Status.PUBLISHED:
        return
    revision = lesson.revisions[-1]
    said = [revision.when, revision.do, revision.because, revision.question, revision.text]
    _enter(
        f"lesson:{lesson.id}",
        lesson.kind,
        lesson.group_id,
        lesson.audience,
        lesson.language,
        lesson.title,
        "\n\n".join(part for part in said if part),
        lesson.written_by_id,
        locator=lesson.slug,
        created_at=lesson.published_at or lesson.created_at,
    )


_community = aliased(Group)
_AROUND = (
    select(Person.name, func.coalesce(Organisation.name, ""), _community.slug)
    .select_from(Person)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .join(Group, Group.id == bindparam("group"))
    .join(_community, _community.id == Group.community_id)
    .where(Person.id == bindparam("author"))
)


def _upsert(insert: Any) -> Insert:
    row = insert(SearchEntry)
    return row.on_conflict_do_update(index_elements=["key"], set_=dict(row.excluded))


_UPSERT = {"postgresql": _upsert(postgresql.insert), "sqlite": _upsert(sqlite.insert)}


def _enter(
    key: str,
    kind: str,
    group_id: int,
    audience: str,
    language: str,
    title: str,
    body: str,
    author_id: int,
    *,
    locator: str,
    created_at: datetime,
    container: str | None = None,
) -> None:
    ((author, organisation, community),) = read(_AROUND, group=group_id, author=author_id)
    session().connection().execute(
        _UPSERT[session().get_bind().dialect.name],
        {
            "key": key,
            "kind": kind,
            "group_id": group_id,
            "audience": audience,
            "community": community,
            "language": language,
            "title": title,
            "body": body,
            "author": author,
            "organisation": organisation,
            "locator": locator,
            "container": container,
            "created_at": created_at,
            "changed_at": clock.now(),
            "is_pending": True,
            "is_removed": False,
        },
    )
