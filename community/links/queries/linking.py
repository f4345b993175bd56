"""What links to a case, a lesson or a thread, as far as the viewer may read it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, cast, null, or_, select, union

from community.cases.models import Case
from community.database import constant, read
from community.discussions.models import Post, Thread
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Lesson
from community.lessons.queries.visibility import shown_to
from community.links.models import Link

SHOWN = 50


class Source(NamedTuple):
    """A text that links here: a case, a lesson, or a post of a thread."""

    kind: str
    slug: str
    title: str
    language: str
    thread_id: int | None
    number: int | None


_TARGET = bindparam("target", type_=Integer)
_NOTHING: Any = null()


def _sources(to: str, *, is_itself: Mapping[str, ColumnElement[bool]]) -> Any:
    """Return the texts that link to something, as far as the viewer may read them, its own left aside."""
    by_number = getattr(Link, f"to_{to}_id") == _TARGET
    by_name = and_(
        Link.community_id == bindparam("community", type_=Integer),
        or_(Link.wanted == bindparam("name", type_=String), Link.wanted == bindparam("any_name", type_=String)),
    )
    leads_here = by_number if to == "thread" else or_(by_number, by_name)
    here = select(Link.case_id, Link.lesson_id, Link.post_id).where(leads_here).cte("here")
    cases = (
        select(
            constant("case").label("kind"),
            Case.slug,
            Case.title,
            Case.language,
            cast(_NOTHING, Integer),
            cast(_NOTHING, Integer),
        )
        .join(here, here.c.case_id == Case.id)
        .join(Group, Group.id == Case.group_id)
        .where(visible_to(Case.audience))
    )
    lessons = (
        select(
            constant("lesson"),
            Lesson.slug,
            Lesson.title,
            Lesson.language,
            cast(_NOTHING, Integer),
            cast(_NOTHING, Integer),
        )
        .join(here, here.c.lesson_id == Lesson.id)
        .join(Group, Group.id == Lesson.group_id)
        .where(shown_to())
    )
    posts = (
        select(constant("post"), constant(""), Thread.title, Thread.language, Thread.id, Post.number)
        .join(Post, Post.thread_id == Thread.id)
        .join(here, here.c.post_id == Post.id)
        .join(Group, Group.id == Thread.group_id)
        .where(visible_to(Thread.audience))
    )
    arms = {"case": cases, "lesson": lessons, "post": posts}
    for kind, condition in is_itself.items():
        arms[kind] = arms[kind].where(~condition)
    return union(*arms.values()).order_by("kind").limit(SHOWN)


_TO_CASE = _sources("case", is_itself={"case": Case.id == _TARGET})
_TO_LESSON = _sources("lesson", is_itself={"lesson": Lesson.id == _TARGET})
_TO_THREAD = _sources("thread", is_itself={"post": Thread.id == _TARGET})


def linking_to_case(case_id: int, *, slug: str, community_id: int, viewer: Viewer) -> tuple[Source, ...]:
    """Return what links to a case, as far as the viewer may read it."""
    return _linking(_TO_CASE, case_id, viewer, community=community_id, name=f"case:{slug}", any_name=f"any:{slug}")


def linking_to_lesson(lesson_id: int, *, slug: str, community_id: int, viewer: Viewer) -> tuple[Source, ...]:
    """Return what links to a lesson, as far as the viewer may read it."""
    return _linking(
        _TO_LESSON, lesson_id, viewer, community=community_id, name=f"lesson:{slug}", any_name=f"any:{slug}"
    )


def linking_to_thread(thread_id: int, *, viewer: Viewer) -> tuple[Source, ...]:
    """Return what links to a thread, as far as the viewer may read it."""
    return _linking(_TO_THREAD, thread_id, viewer)


def _linking(statement: Any, target: int, viewer: Viewer, **values: Any) -> tuple[Source, ...]:
    return tuple(Source(*row) for row in read(statement, target=target, viewer=viewer.person_id, **values))
