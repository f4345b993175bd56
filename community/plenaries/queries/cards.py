"""Reads of one card: its passage, the duplicates behind it, and the card that it stands behind itself."""

from sqlalchemy import select

from community.database import session
from community.groups.viewer import Viewer
from community.lessons.queries.passages import PassageLine, line_of
from community.plenaries.cards import Card
from community.plenaries.models import Plenary
from community.plenaries.queries.board import cards_for


def line_of_card(card: Card, *, viewer: Viewer) -> PassageLine:
    """Return the passage of a card that was found for the viewer, with all that they may know of it."""
    return line_of(card.passage, viewer=viewer)


def front_of(card: Card, *, viewer: Viewer) -> int | None:
    """Return the card that a duplicate stands behind, where the viewer may read that; it stands for itself otherwise."""
    if card.behind_id is None:
        return None
    return next((front.id for front in cards_for(card.plenary, [card.behind_id], viewer=viewer)), None)


def behind(card: Card, *, viewer: Viewer) -> list[tuple[int, PassageLine]]:
    """Return the duplicates that stand behind a card, as far as the viewer may read them."""
    ids = session().scalars(select(Card.id).where(Card.behind_id == card.id)).all()
    found = session().get_one(Plenary, card.plenary_id)
    return [(each.id, line_of(each.passage, viewer=viewer)) for each in cards_for(found, ids, viewer=viewer)]
