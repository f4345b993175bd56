"""Themes of plenaries that nothing was made of, though the time to draft is over."""

from functools import cache
from typing import Any

from sqlalchemy import Select, func, select

from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.passages import Passage
from community.lessons.queries.gaps import COMMUNITY, Gap, paged
from community.lessons.queries.visibility import readable_by
from community.paging import Key
from community.plenaries.cards import Card, Placing, Theme
from community.plenaries.models import Phase, Plenary

_CARDS = (
    select(func.count(Card.id))
    .join(Placing, Placing.card_id == Card.id)
    .join(Passage, Passage.id == Card.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .where(Placing.theme_id == Theme.id, readable_by())
    .correlate(Theme)
    .scalar_subquery()
)
_THEMES = (
    select(
        Theme.id,
        Plenary.slug,
        Theme.name.label("title"),
        Plenary.language,
        Theme.made_at.label("at"),
        _CARDS.label("number"),
    )
    .join(Plenary, Plenary.id == Theme.plenary_id)
    .join(Group, Group.id == Plenary.community_id)
    .where(
        Plenary.community_id == COMMUNITY,
        Plenary.phase.in_((Phase.AGREE.value, Phase.CLOSED.value)),
        Theme.lesson_id.is_(None),
        visible_to(Plenary.audience),
    )
)


@cache
def _page(*, is_continued: bool) -> Select[*tuple[Any, ...]]:
    return paged(_THEMES, is_continued=is_continued)


def themes_without_lesson(community: Group, *, viewer: Viewer, limit: int, before: Key | None = None) -> list[Gap]:
    """Return themes past the drafting of which no lesson was made; the slug is that of the plenary."""
    moment, last = before or (None, None)
    values = {"community": community.id, "viewer": viewer.person_id, "limit": limit + 1, "moment": moment, "last": last}
    return [Gap(*row) for row in read(_page(is_continued=before is not None), **values)]
