"""What may still be brought to a plenary."""

from sqlalchemy import Integer, bindparam, exists, or_, select

from community.database import read
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.lessons.passages import Passage
from community.lessons.queries.visibility import readable_by
from community.plenaries.cards import Card
from community.plenaries.models import Plenary

_ABSENT_CARD = ~exists(
    select(Card.id)
    .where(Card.plenary_id == bindparam("plenary", type_=Integer), Card.passage_id == Passage.id)
    .correlate(Passage)
)
_TO_BRING = (
    select(Passage.id)
    .join(Group, Group.id == Passage.group_id)
    .where(
        Group.id == bindparam("group", type_=Integer),
        or_(Group.is_confidential.is_(False), Passage.released_at.is_not(None)),
        readable_by(),
        _ABSENT_CARD,
    )
    .order_by(Passage.id)
)
_ON_BOARD = select(Card.passage_id).where(
    Card.plenary_id == bindparam("plenary", type_=Integer),
    Card.passage_id.in_(bindparam("passages", type_=Integer, expanding=True)),
)


def passages_to_bring(plenary: Plenary, group: Group, *, viewer: Viewer) -> list[int]:
    """Return the passages of a subgroup that the viewer may bring: readable to them, released where it is confidential."""
    return [row.id for row in read(_TO_BRING, plenary=plenary.id, group=group.id, viewer=viewer.person_id)]


def on_board(plenary: Plenary, passage_ids: list[int]) -> frozenset[int]:
    """Return those of these passages that were brought."""
    rows = read(_ON_BOARD, plenary=plenary.id, passages=passage_ids) if passage_ids else ()
    return frozenset(row.passage_id for row in rows)
