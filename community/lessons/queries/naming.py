"""What somebody means who types the title or the address of a lesson or a case: the one, or those that it may be."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, func, or_, select

from community.cases.models import Case
from community.database import read, session
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import CURRENT, Lesson
from community.slugs import begun

MOST = 12
OFFERED = 100


class Meant(NamedTuple):
    """What may be meant; where that is exact, by its address or its whole title, nothing else is."""

    things: Sequence[Any] = ()
    is_exact: bool = False


def _named(model: Any, *conditions: Any) -> Any:
    """Return a statement for those with this slug or title, or else those whose title holds what was typed."""
    is_it = or_(model.slug == bindparam("slug"), func.lower(model.title) == bindparam("title"))
    return (
        select(model.id, is_it.label("is_it"))
        .join(Group, Group.id == model.group_id)
        .where(
            model.community_id == bindparam("community", type_=Integer),
            visible_to(model.audience),
            or_(
                is_it,
                model.slug.like(bindparam("begins"), escape="\\"),
                model.slug.like(bindparam("inside"), escape="\\"),
                func.lower(model.title).like(bindparam("typed"), escape="\\"),
            ),
            *conditions,
        )
        .order_by(is_it.desc(), model.title, model.id)
        .limit(MOST)
    )


_TAKES_ITS_PLACE = (Lesson.status.in_(CURRENT), Lesson.id != bindparam("but"), Lesson.kind == bindparam("kind"))
_LESSONS = _named(Lesson, *_TAKES_ITS_PLACE)
_CASES = _named(Case)
_TITLES = (
    select(Lesson.title)
    .join(Group, Group.id == Lesson.group_id)
    .where(Lesson.community_id == bindparam("community", type_=Integer), visible_to(Lesson.audience), *_TAKES_ITS_PLACE)
    .order_by(Lesson.use_count.desc(), Lesson.id.desc())
    .limit(OFFERED)
)
_CASE_TITLES = (
    select(Case.title)
    .join(Group, Group.id == Case.group_id)
    .where(Case.community_id == bindparam("community", type_=Integer), visible_to(Case.audience))
    .order_by(Case.updated_at.desc(), Case.id.desc())
    .limit(OFFERED)
)


def lessons_meant(lesson: Lesson, text: str, *, viewer: Viewer) -> Meant:
    """Return the current lessons other than this one that somebody means: one, several that it may be, or none."""
    return _meant(Lesson, _LESSONS, text, lesson.community_id, viewer, but=lesson.id, kind=lesson.kind)


def cases_meant(community: Group, text: str, *, viewer: Viewer) -> Meant:
    """Return the cases that somebody means: one, several that it may be, or none."""
    return _meant(Case, _CASES, text, community.id, viewer)


def titles_beside(lesson: Lesson, *, viewer: Viewer) -> list[str]:
    """Return titles of lessons that may take a lesson's place, those used most first."""
    values = {"community": lesson.community_id, "but": lesson.id, "kind": lesson.kind}
    return [row.title for row in read(_TITLES, viewer=viewer.person_id, **values)]


def titles_of_newest_cases(community: Group, *, viewer: Viewer) -> list[str]:
    """Return titles of cases, those changed last first."""
    return [row.title for row in read(_CASE_TITLES, community=community.id, viewer=viewer.person_id)]


def _meant(model: Any, statement: Any, text: str, community_id: int, viewer: Viewer, **values: Any) -> Meant:
    typed = " ".join(text.split())
    if not typed:
        return Meant()
    slug = typed.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    values |= {"slug": slug, "title": typed.lower(), **begun(slug if "/" in typed else typed)._asdict()}
    rows = read(statement, community=community_id, viewer=viewer.person_id, **values)
    exact = [row.id for row in rows if row.is_it]
    ids = exact or [row.id for row in rows]
    found = {thing.id: thing for thing in session().scalars(select(model).where(model.id.in_(ids)))} if ids else {}
    return Meant([found[number] for number in ids], bool(exact))
