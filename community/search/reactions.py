"""What search writes when something changes elsewhere: rows of its table, in the same transaction."""

from datetime import datetime

from sqlalchemy import update

from community import clock
from community.accounts.models import Person
from community.cases.events import CaseCreated, CaseMoved, CaseRevised
from community.cases.models import Case
from community.database import session
from community.discussions.events import PostAdded, PostEdited, ThreadMoved
from community.discussions.models import Post, Thread
from community.groups.models import Group
from community.lessons.events import LessonPublished, LessonWritten
from community.lessons.models import Lesson, Status
from community.search.models import SearchEntry


def note_case(event: CaseCreated | CaseRevised | CaseMoved) -> None:
    """Enter a case as its present revision says it."""
    case = session().get_one(Case, event.case_id)
    if not case.revisions:
        return
    revision = case.revisions[-1]
    _enter(
        f"case:{case.id}", "case", case.group, case.audience, case.language, case.title, revision.text, case.owner,
        locator=case.slug, created_at=case.created_at,
    )


def note_post(event: PostAdded | PostEdited) -> None:
    """Enter a post under the title of its thread."""
    post = session().get_one(Post, event.post_id)
    thread = post.thread
    _enter(
        f"post:{post.id}", "post", thread.group, thread.audience, thread.language, thread.title, post.revision.text,
        post.author, locator=f"{thread.id}#{post.number}", container=f"thread:{thread.id}", created_at=post.posted_at,
    )


def follow_thread(event: ThreadMoved) -> None:
    """Let the posts of a thread stand where the thread stands now."""
    thread = session().get_one(Thread, event.thread_id)
    session().execute(
        update(SearchEntry)
        .where(SearchEntry.container == f"thread:{thread.id}")
        .values(group_id=thread.group_id, audience=thread.audience, is_pending=True, changed_at=clock.now())
    )


def note_lesson(event: LessonWritten | LessonPublished) -> None:
    """Enter a lesson or common issue once it is published."""
    lesson = session().get_one(Lesson, event.lesson_id)
    if lesson.status != Status.PUBLISHED:
        return
    revision = lesson.revisions[-1]
    said = [revision.when, revision.do, revision.because, revision.question, revision.text]
    _enter(
        f"lesson:{lesson.id}", lesson.kind, lesson.group, lesson.audience, lesson.language, lesson.title,
        "\n\n".join(part for part in said if part), lesson.written_by, locator=lesson.slug,
        created_at=lesson.published_at or lesson.created_at,
    )


def _enter(
    key: str, kind: str, group: Group, audience: str, language: str, title: str, body: str, author: Person, *,
    locator: str, created_at: datetime, container: str | None = None,
) -> None:
    session().merge(
        SearchEntry(
            key=key, kind=kind, group_id=group.id, audience=audience, community=group.community.slug, language=language,
            title=title, body=body, author=author.name,
            organisation=author.organisation.name if author.organisation else "", locator=locator, container=container,
            created_at=created_at, changed_at=clock.now(), is_pending=True, is_removed=False,
        )
    )
