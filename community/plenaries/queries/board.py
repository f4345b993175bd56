"""The board as one reader sees it: the cards whose words they may read, and the themes that these stand in."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.database import read, session
from community.discussions.models import Post, PostRevision, Thread
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Lesson
from community.lessons.passages import Passage
from community.lessons.queries.visibility import readable_by, shown_to
from community.lessons.rules import can_read_words
from community.plenaries.cards import Card, Placing, Theme
from community.plenaries.models import Plenary

QUOTED = 140


class CardShown(NamedTuple):
    """A card as it stands on the board. `behind` are its duplicates, by who said them; `themes` where it stands."""

    id: int
    words: str
    language: str
    author: str
    organisation: str | None
    source: str | None
    edition: int
    themes: tuple[int, ...] = ()
    behind: tuple[str, ...] = ()


class ThemeShown(NamedTuple):
    """A theme, and the draft that was made of it where the reader may read that."""

    id: int
    name: str
    lesson_slug: str | None
    lesson_title: str | None
    lesson_kind: str | None


class Board(NamedTuple):
    """The whole board for one reader; `edition` grows with each change that they can see."""

    edition: int
    themes: tuple[ThemeShown, ...]
    cards: tuple[CardShown, ...]

    def in_theme(self, theme_id: int) -> tuple[CardShown, ...]:
        """Return the cards of a theme."""
        return tuple(card for card in self.cards if theme_id in card.themes)

    @property
    def unplaced(self) -> tuple[CardShown, ...]:
        """The cards that stand in no theme yet."""
        return tuple(card for card in self.cards if not card.themes)


_PLENARY = bindparam("plenary", type_=Integer)
_CARD_IDS = bindparam("cards", type_=Integer, expanding=True)
_author = aliased(Person)
_visible = visible_to(Passage.audience)
_CARDS = (
    select(
        Card.id,
        Card.behind_id,
        Card.moved_edition,
        func.substr(
            case((or_(_visible, Passage.masked.is_(None)), Passage.exact), else_=Passage.masked), 1, QUOTED + 60
        ).label("words"),
        Passage.language,
        _author.name.label("author"),
        Organisation.name.label("organisation"),
        case((_visible, func.coalesce(Case.title, Thread.title))).label("source"),
    )
    .join(Passage, Passage.id == Card.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .join(_author, _author.id == Passage.author_id)
    .outerjoin(Organisation, Organisation.id == _author.organisation_id)
    .outerjoin(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .outerjoin(Case, Case.id == CaseRevision.case_id)
    .outerjoin(PostRevision, PostRevision.id == Passage.post_revision_id)
    .outerjoin(Post, Post.id == PostRevision.post_id)
    .outerjoin(Thread, Thread.id == Post.thread_id)
    .where(Card.plenary_id == _PLENARY, readable_by())
    .order_by(Card.id)
)
_PLACINGS = (
    select(Placing.card_id, Placing.theme_id)
    .join(Card, Card.id == Placing.card_id)
    .where(Card.plenary_id == _PLENARY)
    .order_by(Placing.card_id, Placing.theme_id)
)
_of_lesson = aliased(Group)
_THEMES = (
    select(
        Theme.id,
        Theme.name,
        case((shown_to(_of_lesson), Lesson.slug)),
        case((shown_to(_of_lesson), Lesson.title)),
        case((shown_to(_of_lesson), Lesson.kind)),
    )
    .outerjoin(Lesson, Lesson.id == Theme.lesson_id)
    .outerjoin(_of_lesson, _of_lesson.id == Lesson.group_id)
    .where(Theme.plenary_id == _PLENARY)
    .order_by(Theme.position, Theme.id)
)
_EDITION = (
    select(func.max(Card.moved_edition), Plenary.themes_edition)
    .select_from(Plenary)
    .outerjoin(
        Card,
        and_(
            Card.plenary_id == Plenary.id,
            Card.passage_id.in_(select(Passage.id).join(Group, Group.id == Passage.group_id).where(readable_by())),
        ),
    )
    .where(Plenary.id == _PLENARY)
    .group_by(Plenary.themes_edition)
)


_MOVABLE = (
    select(Card.id, Card.behind_id, Card.moved_edition, Card.moved_by_id, Person.name.label("moved_by"))
    .join(Passage, Passage.id == Card.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .outerjoin(Person, Person.id == Card.moved_by_id)
    .where(Card.plenary_id == _PLENARY, Card.id.in_(_CARD_IDS), readable_by())
    .order_by(Card.id)
)
_THEMES_OF = select(Placing.card_id, Placing.theme_id).where(Placing.card_id.in_(_CARD_IDS)).order_by(Placing.theme_id)
_HAS_THEME = select(Theme.id).where(Theme.id == bindparam("theme", type_=Integer), Theme.plenary_id == _PLENARY)


def board_of(plenary: Plenary, *, viewer: Viewer) -> Board:
    """Return the board for this reader, in three queries whatever it holds."""
    rows = read(_CARDS, plenary=plenary.id, viewer=viewer.person_id)
    places: dict[int, list[int]] = {}
    for card_id, theme_id in read(_PLACINGS, plenary=plenary.id):
        places.setdefault(card_id, []).append(theme_id)
    shown = {row.id for row in rows}
    behind: dict[int, list[str]] = {}
    for row in rows:
        if row.behind_id in shown:
            behind.setdefault(row.behind_id, []).append(_who(row))
    # A duplicate of a card that this reader may not read stands for itself, where that one does.
    cards = tuple(
        CardShown(
            row.id,
            shortened(row.words),
            row.language,
            row.author,
            row.organisation,
            row.source,
            row.moved_edition,
            tuple(places.get(row.behind_id or row.id, ())),
            tuple(behind.get(row.id, ())),
        )
        for row in rows
        if row.behind_id not in shown
    )
    themes = tuple(ThemeShown(*row) for row in read(_THEMES, plenary=plenary.id, viewer=viewer.person_id))
    return Board(max([plenary.themes_edition, *(row.moved_edition for row in rows)]), themes, cards)


def edition_of(plenary: Plenary, *, viewer: Viewer) -> int:
    """Return the edition of the board for this reader: all that one asks for who looks whether something changed."""
    rows = read(_EDITION, plenary=plenary.id, viewer=viewer.person_id)
    return max(rows[0][0] or 0, rows[0][1])


def cards_for(plenary: Plenary, card_ids: Collection[int], *, viewer: Viewer) -> list[Card]:
    """Return these cards of a plenary as far as the viewer may read them."""
    found = session().scalars(
        select(Card)
        .join(Card.passage)
        .join(Passage.group)
        .where(Card.plenary_id == plenary.id, Card.id.in_(list(card_ids)), readable_by())
        .options(contains_eager(Card.passage).contains_eager(Passage.group))
        .order_by(Card.id),
        {"viewer": viewer.person_id},
    )
    return list(found)


def movable_cards(plenary: Plenary, card_ids: Collection[int], *, viewer: Viewer) -> Sequence[Any]:
    """Return these cards as far as the viewer may read them: id, front, edition, and who moved each last, as rows."""
    return read(_MOVABLE, plenary=plenary.id, cards=list(card_ids), viewer=viewer.person_id) if card_ids else ()


def has_theme(plenary: Plenary, theme_id: int) -> bool:
    """Say whether there is a theme on the board."""
    return bool(read(_HAS_THEME, plenary=plenary.id, theme=theme_id))


def find_card(plenary: Plenary, card_id: int, *, viewer: Viewer) -> Card:
    """Return a card whose words the viewer may read; raise Absent otherwise."""
    found = session().get(Card, card_id)
    if found is None or found.plenary_id != plenary.id or not can_read_words(viewer, found.passage):
        raise Absent
    return found


def find_theme(plenary: Plenary, theme_id: int) -> Theme:
    """Return a theme of a plenary that was found for the viewer; raise Absent where there is none."""
    found = session().get(Theme, theme_id)
    if found is None or found.plenary_id != plenary.id:
        raise Absent
    return found


def themes_of_cards(card_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return in which themes cards stand."""
    found: dict[int, list[int]] = {card_id: [] for card_id in card_ids}
    for card_id, theme_id in read(_THEMES_OF, cards=list(card_ids)):
        found[card_id].append(theme_id)
    return found


def shortened(words: str) -> str:
    """Return the beginning of what was said, on one line, cut between words."""
    line = " ".join(words.split())
    return line if len(line) <= QUOTED else line[:QUOTED].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _who(row: Any) -> str:
    return f"{row.author}, {row.organisation}" if row.organisation else row.author
