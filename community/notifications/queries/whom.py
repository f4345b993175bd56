"""Whom a happening concerns, and why: every person with each reason there is, whoever may know of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Person
from community.cases.models import Case, CaseAuthor, CaseRevision
from community.database import read
from community.discussions.models import Post, PostRevision, Thread, ThreadKind
from community.groups.models import Group, Membership
from community.groups.viewer import Role
from community.lessons.models import Evidence, Lesson, LessonRevision
from community.lessons.passages import Passage
from community.markdown_mentions import mentions_in
from community.notifications.models import Happening, Notification

Concerned = Iterable[tuple[int, str]]

_THING = bindparam("thing", type_=Integer)
_former = aliased(PostRevision)
_answered = aliased(Post)
_POST = (
    select(
        Post.thread_id,
        Post.number,
        PostRevision.number.label("revision"),
        PostRevision.source,
        _former.source.label("former"),
        _answered.author_id.label("answered_id"),
        Thread.started_by_id,
        Thread.kind,
        Case.owner_id,
        Case.id.label("case_id"),
    )
    .join(PostRevision, PostRevision.post_id == Post.id)
    .join(Thread, Thread.id == Post.thread_id)
    .outerjoin(_former, (_former.post_id == Post.id) & (_former.number == PostRevision.number - 1))
    .outerjoin(_answered, _answered.id == Post.answers_id)
    .outerjoin(Case, Case.thread_id == Thread.id)
    .where(PostRevision.id == _THING)
)
_WROTE_BEFORE = (
    select(Post.author_id).where(Post.thread_id == bindparam("thread"), Post.number < bindparam("number")).distinct()
)
_before = aliased(CaseRevision)
_REVISION = (
    select(CaseRevision.number, CaseRevision.sections, _before.sections.label("former"), Case.owner_id, Case.id)
    .join(Case, Case.id == CaseRevision.case_id)
    .outerjoin(_before, (_before.case_id == Case.id) & (_before.number == CaseRevision.number - 1))
    .where(CaseRevision.id == _THING)
)
_OWNER = select(Case.owner_id.label("person_id")).where(Case.id == bindparam("case", type_=Integer))
_AUTHORS = select(CaseAuthor.person_id).where(CaseAuthor.case_id == bindparam("case", type_=Integer))
_PASSAGE = select(Passage.author_id, Group.is_confidential, Passage.released_at).join(Passage.group)
_PASSAGE = _PASSAGE.where(Passage.id == _THING)
_LESSON = (
    select(
        LessonRevision.when,
        LessonRevision.do,
        LessonRevision.because,
        LessonRevision.question,
        LessonRevision.explanation,
    )
    .join(Lesson, (Lesson.id == LessonRevision.lesson_id) & (Lesson.revision_count == LessonRevision.number))
    .where(Lesson.id == _THING)
)
_CITED = select(Passage.author_id, Passage.harvested_by_id).join(Evidence).where(Evidence.lesson_id == _THING)
_TOLD_HERE = (
    select(Notification.person_id, Notification.reason)
    .join(Happening)
    .where(Happening.container == bindparam("container"), Happening.id < bindparam("before"))
)
_BY_HANDLE = select(Person.id).where(Person.handle.in_(bindparam("handles", expanding=True)))
_MEMBERS = select(Membership.person_id).where(
    Membership.group_id == bindparam("group"), Membership.role.in_(bindparam("roles", expanding=True))
)


def of_post(happening: Happening) -> Iterator[tuple[int, str]]:
    """Yield whom a post concerns; one that was only changed concerns nobody but those it mentions now."""
    for post in read(_POST, thing=happening.thing_id):
        yield from _mentioned([post.source], [post.former or ""])
        if post.revision > 1:
            return
        if post.answered_id:
            yield post.answered_id, "reply"
        if post.owner_id:
            yield post.owner_id, "case"
            yield from ((row.person_id, "case") for row in read(_AUTHORS, case=post.case_id))
        yield post.started_by_id, "watch"
        if post.kind == ThreadKind.INTRODUCTIONS:
            return  # everybody writes here once, and nobody asked to hear of all who come after them
        for row in read(_WROTE_BEFORE, thread=post.thread_id, number=post.number):
            yield row.author_id, "watch"


def of_revision(happening: Happening) -> Iterator[tuple[int, str]]:
    """Yield whom a revision of a case concerns: its owner and co-authors, and those it mentions that the one before did not."""
    for revision in read(_REVISION, thing=happening.thing_id):
        yield from _mentioned(revision.sections.values(), (revision.former or {}).values())
        yield revision.owner_id, "revision"
        yield from ((row.person_id, "revision") for row in read(_AUTHORS, case=revision.id))


def authors(reason: str) -> Any:
    """Return what names the owner and the co-authors of the case that a happening is about."""

    def whom(happening: Happening) -> Concerned:
        owners = read(_OWNER, case=happening.thing_id)
        return [(row.person_id, reason) for row in (*owners, *read(_AUTHORS, case=happening.thing_id))]

    return whom


def of_passage(happening: Happening) -> Iterator[tuple[int, str]]:
    """Yield whose words were marked: in a confidential subgroup they are asked whether the words may leave it."""
    for passage in read(_PASSAGE, thing=happening.thing_id):
        asks = passage.is_confidential and passage.released_at is None
        yield passage.author_id, "release" if asks else "harvest"


def of_lesson(happening: Happening) -> Iterator[tuple[int, str]]:
    """Yield whom a published lesson mentions, and whose words it rests on; of each nobody hears twice."""
    told = {tuple(row) for row in read(_TOLD_HERE, container=happening.container, before=happening.id)}
    for said in read(_LESSON, thing=happening.thing_id):
        yield from (found for found in _mentioned(said) if found not in told)
    for row in read(_CITED, thing=happening.thing_id):
        yield from ((person, "citation") for person in row if (person, "citation") not in told)


def of_adoption(happening: Happening) -> Iterator[tuple[int, str]]:
    """Yield whom an adopted lesson mentions, each once, and everyone whose words carry it."""
    told = {tuple(row) for row in read(_TOLD_HERE, container=happening.container, before=happening.id)}
    for said in read(_LESSON, thing=happening.thing_id):
        yield from (found for found in _mentioned(said) if found not in told)
    yield from carriers(happening)


def carriers(happening: Happening) -> Iterator[tuple[int, str]]:
    """Yield everyone who said or marked words that a lesson rests on."""
    for row in read(_CITED, thing=happening.thing_id):
        yield from ((person, "citation") for person in row)


def the_person(reason: str) -> Any:
    """Return what names the one person whom a happening is about."""

    def whom(happening: Happening) -> Concerned:
        return [(happening.person_id, reason)] if happening.person_id else []

    return whom


def members(reason: str, *roles: Role) -> Any:
    """Return what names the members of the happening's group, or those in some roles."""

    def whom(happening: Happening) -> Concerned:
        rows = read(_MEMBERS, group=happening.group_id, roles=[role.value for role in roles or Role])
        return [(row.person_id, reason) for row in rows]

    return whom


def coordinators(reason: str) -> Any:
    """Return what names the coordinators of the happening's community."""

    def whom(happening: Happening) -> Concerned:
        rows = read(_MEMBERS, group=happening.group.community_id, roles=[Role.COORDINATOR.value])
        return [(row.person_id, reason) for row in rows]

    return whom


def runners(reason: str) -> Any:
    """Return what names who may run the happening's subgroup: its facilitators, and the coordinators of its community."""
    facilitators, others = members(reason, Role.FACILITATOR), coordinators(reason)

    def whom(happening: Happening) -> Concerned:
        return [*facilitators(happening), *others(happening)]

    return whom


def lesson_writers(reason: str) -> Any:
    """Return what names who decides on the lessons of the happening's group: who facilitates it, and the coordinators."""
    everybody, others = runners(reason), coordinators(reason)
    return lambda happening: others(happening) if happening.group.is_community else everybody(happening)


def _mentioned(now: Iterable[str], before: Iterable[str] = ()) -> list[tuple[int, str]]:
    former = set(_handles(before))
    handles = [handle for handle in _handles(now) if handle not in former]
    return [(row.id, "mention") for row in read(_BY_HANDLE, handles=handles)] if handles else []


def _handles(texts: Iterable[str]) -> Sequence[str]:
    return [handle for text in texts for handle in mentions_in(text)]
