"""The verbs of the board: put cards into themes, put duplicates together and take them apart again."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, delete, insert, or_, select, update

from community.database import session
from community.errors import Invalid, Refusal
from community.events import publish
from community.groups.viewer import Viewer
from community.languages import gettext
from community.plenaries.cards import THEMES_A_CARD, Card, Placing
from community.plenaries.events import CardsMoved
from community.plenaries.holding import check_arranger, lock, note_member
from community.plenaries.models import Plenary
from community.plenaries.queries.board import has_theme, movable_cards, themes_of_cards

_CARDS = bindparam("cards", type_=Integer, expanding=True)
_TAKE_OUT = delete(Placing).where(Placing.card_id.in_(_CARDS))
_PUT_IN = insert(Placing)
_NOTE = (
    update(Card)
    .where(or_(Card.id.in_(_CARDS), Card.behind_id.in_(_CARDS)))
    .values(moved_edition=bindparam("to_edition"), moved_by_id=bindparam("by"))
)


class Moved(NamedTuple):
    """Which cards were moved, and which of them somebody else had moved since the board was looked at, by whom."""

    cards: tuple[int, ...]
    overtaken: tuple[str, ...]


def move(
    plenary: Plenary,
    cards: Collection[int],
    *,
    by: Viewer,
    theme: int | None = None,
    keeps: bool = False,
    came_from: int | None = None,
    seen: int | None = None,
) -> Moved:
    """Put cards into a theme, or back among those to be placed. The later of two moves of one card holds.

    `keeps` leaves them where they stand, too; `came_from` names the one theme that they leave; `seen` is the edition of
    the board that was looked at.
    """
    lock(plenary)
    by_id = check_arranger(plenary, by)
    found = movable_cards(plenary, cards, viewer=by)
    if not found:
        raise Invalid("card", gettext("Tick at least one card that is on the board."))
    if theme is not None and not has_theme(plenary, theme):
        raise Invalid("theme", gettext("Somebody removed this theme meanwhile. Choose another one."))
    overtaken = [card for card in found if seen is not None and card.moved_edition > seen]
    names = tuple(sorted({card.moved_by for card in overtaken if card.moved_by_id not in (None, by_id)}))
    # Who may not read the card that a duplicate stands behind sees it alone, where that one stands: they move together.
    ids = tuple(sorted({card.behind_id or card.id for card in found}))
    edition, places = plenary.next_edition(), themes_of_cards(ids)
    rows = []
    for card_id in ids:
        stays = set(places[card_id]) if keeps else set(places[card_id]) - {came_from} if came_from else set()
        stands = stays | {theme} if theme is not None else stays
        if len(stands) > THEMES_A_CARD:
            raise Invalid("theme", gettext("A card stands in two themes at most. Take it out of one first."))
        rows += [{"card_id": card_id, "theme_id": theme_id} for theme_id in sorted(stands)]
    connection = session().connection()  # past the object layer: several people move cards all the time
    connection.execute(_TAKE_OUT, {"cards": ids})
    if rows:
        connection.execute(_PUT_IN, rows)
    connection.execute(_NOTE, {"cards": ids, "to_edition": edition, "by": by_id})
    note_member(plenary, by_id)
    session().flush()
    publish(CardsMoved(plenary.id, ids, by_id))
    return Moved(ids, names)


def put_together(plenary: Plenary, card: Card, other: Card, *, by: Viewer) -> None:
    """Let a card stand behind another that says the same; both are credited there."""
    by_id = check_arranger(plenary, by)
    lock(plenary)
    check_arranger(plenary, by)
    session().refresh(card)
    session().refresh(other)
    if card.id == other.id or other.behind_id is not None:
        raise Invalid("into", gettext("Choose another card that stands on the board by itself."))
    if card.behind_id is not None:
        raise Refusal(gettext("Somebody put this card together with another one meanwhile."))
    edition = plenary.next_edition()
    behind = session().scalars(select(Card).where(Card.behind_id == card.id)).all()
    for each in (card, *behind):
        each.stand_behind(other.id)
        each.move(edition=edition, by_id=by_id)
    other.move(edition=edition, by_id=by_id)
    plenary.next_edition(of_themes=True)
    session().flush()
    publish(CardsMoved(plenary.id, (card.id, other.id), by_id))


def take_apart(plenary: Plenary, card: Card, *, by: Viewer) -> None:
    """Let a duplicate stand for itself again, where it stood before."""
    by_id = check_arranger(plenary, by)
    lock(plenary)
    check_arranger(plenary, by)
    session().refresh(card)
    if card.behind_id is None:
        return
    card.stand_behind(None)
    card.move(edition=plenary.next_edition(of_themes=True), by_id=by_id)
    session().flush()
    publish(CardsMoved(plenary.id, (card.id,), by_id))
