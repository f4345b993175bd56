"""Reads for pictures of what led to what: the themes that passages stand in, and what became of these."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, case, func, select
from sqlalchemy.orm import aliased

from community.database import read
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Lesson
from community.lessons.passages import Passage
from community.lessons.queries.visibility import readable_by, shown_to
from community.plenaries.cards import Card, Placing, Theme
from community.plenaries.models import Plenary


class ThemeOf(NamedTuple):
    """A theme of a plenary, and the lesson that was made of it where the reader may read that."""

    id: int
    name: str
    plenary: str
    plenary_title: str
    language: str
    lesson: str | None


class LedTo(NamedTuple):
    """A lesson or a common issue that a theme became."""

    slug: str
    title: str
    kind: str
    language: str
    status: str


class ThemeHeld(NamedTuple):
    """A theme of one plenary, and what it became where the reader may read that."""

    id: int
    name: str
    lesson: LedTo | None


_its, _of_lesson = aliased(Group), aliased(Group)
_THEMES = (
    select(
        Card.passage_id,
        Theme.id,
        Theme.name,
        Plenary.slug,
        Plenary.title,
        Plenary.language,
        case((shown_to(_of_lesson), Lesson.slug)),
    )
    .join(Placing, Placing.card_id == func.coalesce(Card.behind_id, Card.id))
    .join(Theme, Theme.id == Placing.theme_id)
    .join(Plenary, Plenary.id == Theme.plenary_id)
    .join(_its, _its.id == Plenary.community_id)
    .outerjoin(Lesson, Lesson.id == Theme.lesson_id)
    .outerjoin(_of_lesson, _of_lesson.id == Lesson.group_id)
    .where(Card.passage_id.in_(bindparam("ids", type_=Integer, expanding=True)), visible_to(Plenary.audience, _its))
    .order_by(Theme.plenary_id, Theme.position, Theme.id, Card.id)
)
_OF_PLENARY = (
    select(
        Theme.id,
        Theme.name,
        shown_to(_of_lesson).label("is_shown"),
        Lesson.slug,
        Lesson.title,
        Lesson.kind,
        Lesson.language,
        Lesson.status,
    )
    .outerjoin(Lesson, Lesson.id == Theme.lesson_id)
    .outerjoin(_of_lesson, _of_lesson.id == Lesson.group_id)
    .where(Theme.plenary_id == bindparam("plenary", type_=Integer))
    .order_by(Theme.position, Theme.id)
)
_LESSONS = (
    select(Theme.lesson_id, Plenary.slug, Plenary.title)
    .join(Plenary, Plenary.id == Theme.plenary_id)
    .join(Group, Group.id == Plenary.community_id)
    .where(
        Plenary.community_id == bindparam("community", type_=Integer),
        Theme.lesson_id.is_not(None),
        visible_to(Plenary.audience),
    )
    .order_by(Plenary.opened_at.desc())
)
_CARDS = (
    select(Card.passage_id)
    .join(Passage, Passage.id == Card.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .where(Card.plenary_id == bindparam("plenary", type_=Integer), readable_by())
    .order_by(Card.id)
)


def themes_of_passages(passage_ids: Sequence[int], *, viewer: Viewer) -> dict[int, tuple[ThemeOf, ...]]:
    """Return, by passage, the themes that its cards stand in, of the plenaries that the viewer may see."""
    found: dict[int, list[ThemeOf]] = {}
    for passage_id, *theme in read(_THEMES, ids=list(passage_ids), viewer=viewer.person_id) if passage_ids else ():
        found.setdefault(passage_id, []).append(ThemeOf(*theme))
    return {passage_id: tuple(themes) for passage_id, themes in found.items()}


def themes_held(plenary: Plenary, *, viewer: Viewer) -> list[ThemeHeld]:
    """Return the themes of a plenary, each with the lesson that it became as far as the viewer may read that."""
    return [
        ThemeHeld(row.id, row.name, LedTo(*row[3:]) if row.is_shown else None)
        for row in read(_OF_PLENARY, plenary=plenary.id, viewer=viewer.person_id)
    ]


def passages_on_board(plenary: Plenary, *, viewer: Viewer) -> list[int]:
    """Return the passages that were brought to a plenary, as far as the viewer may read them."""
    return [row.passage_id for row in read(_CARDS, plenary=plenary.id, viewer=viewer.person_id)]


def plenaries_of_lessons(community: Frame, *, viewer: Viewer) -> tuple[dict[int, frozenset[str]], dict[str, str]]:
    """Return in which plenaries lessons were made, by lesson, and what these plenaries are called."""
    made: dict[int, set[str]] = {}
    titles: dict[str, str] = {}
    for lesson_id, slug, title in read(_LESSONS, community=community.id, viewer=viewer.person_id):
        made.setdefault(lesson_id, set()).add(slug)
        titles[slug] = title
    return {lesson_id: frozenset(slugs) for lesson_id, slugs in made.items()}, titles
