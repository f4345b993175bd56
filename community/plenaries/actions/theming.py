"""The verbs of themes: make one, rename it, put two together, remove one, make a draft of it."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, func, select, update

from community import clock
from community.database import session
from community.errors import Absent, Invalid, NotAllowed, Refusal
from community.events import publish
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson, Status
from community.lessons.rules import can_cite
from community.lines import clean_line
from community.plenaries import rules
from community.plenaries.actions.arranging import move
from community.plenaries.cards import Card, Placing, Theme
from community.plenaries.events import ThemeDrafted, ThemesChanged
from community.plenaries.holding import check_arranger, lock, note_member
from community.plenaries.models import Plenary
from community.plenaries.queries.board import cards_for
from community.plenaries.voices import Draft


def make_theme(plenary: Plenary, *, name: str, by: Viewer, cards: Collection[int] = ()) -> Theme:
    """Give a name to what speaks of the same, and put these cards into it."""
    by_id = check_arranger(plenary, by)
    name = _taken(name)
    lock(plenary)
    check_arranger(plenary, by)
    held, last = (
        session()
        .execute(select(func.count(Theme.id), func.max(Theme.position)).where(Theme.plenary_id == plenary.id))
        .one()
    )
    if held >= rules.THEMES:
        raise Refusal(gettext("A board holds at most %(n)d themes. Put some together first.", n=rules.THEMES))
    _check_free(plenary, name)
    theme = Theme(plenary_id=plenary.id, name=name, position=(last or 0) + 1, made_by_id=by_id, made_at=clock.now())
    session().add(theme)
    plenary.next_edition(of_themes=True)
    note_member(plenary, by_id)
    session().flush()
    if cards:
        move(plenary, cards, theme=theme.id, by=by)
    publish(ThemesChanged(plenary.id, by_id))
    return theme


def rename_theme(theme: Theme, *, name: str, by: Viewer) -> None:
    """Call a theme otherwise."""
    plenary = theme.plenary
    by_id = check_arranger(plenary, by)
    name = _taken(name)
    _lock(plenary, theme, by)
    if name != theme.name:
        _check_free(plenary, name, of=theme.id)
        theme.rename(name)
        plenary.next_edition(of_themes=True)
        session().flush()
        publish(ThemesChanged(plenary.id, by_id))


def merge_theme(theme: Theme, other: Theme, *, by: Viewer) -> None:
    """Put all cards of a theme into another one, and remove it."""
    plenary = theme.plenary
    by_id = check_arranger(plenary, by)
    _lock(plenary, theme, by)
    if other.id == theme.id or other.plenary_id != plenary.id or session().scalar(_present(other.id)) is None:
        raise Invalid("into", gettext("Choose another theme that is on the board."))
    if theme.lesson_id is not None and other.lesson_id is not None:
        raise Refusal(gettext("Both themes have a draft already. Their evidence is put together there."))
    edition = plenary.next_edition(of_themes=True)
    _touch(theme, edition, by_id)
    in_other = select(Placing.card_id).where(Placing.theme_id == other.id)
    session().execute(
        update(Placing)
        .where(Placing.theme_id == theme.id, Placing.card_id.not_in(in_other))
        .values(theme_id=other.id)
        .execution_options(synchronize_session=False)
    )
    if theme.lesson_id is not None:
        other.lead_to(theme.lesson_id)
    session().delete(theme)
    session().flush()
    publish(ThemesChanged(plenary.id, by_id))


def remove_theme(theme: Theme, *, by: Viewer) -> None:
    """Take a theme off the board; its cards are to be placed again."""
    plenary = theme.plenary
    by_id = check_arranger(plenary, by)
    _lock(plenary, theme, by)
    _touch(theme, plenary.next_edition(of_themes=True), by_id)
    session().delete(theme)
    session().flush()
    publish(ThemesChanged(plenary.id, by_id))


def draft_theme(theme: Theme, *, kind: str, said: Mapping[str, str], stances: Mapping[int, str], by: Viewer) -> Lesson:
    """Make a draft lesson or common issue of a theme, resting on its cards; each has a stance, by the id of the card.

    All who follow the plenary read it from now on: it is to be spoken about.
    """
    plenary = theme.plenary
    if by.person_id is None or not rules.can_draft(by, plenary):
        raise NotAllowed(gettext("The coordinator makes drafts of themes, while the plenary drafts and agrees."))
    lock(plenary)
    if session().scalar(_present(theme.id)) is None:
        raise Absent
    session().refresh(theme)
    if theme.lesson_id is not None:
        raise Refusal(gettext("A draft was made of this theme already."))
    lesson = lessons.write(plenary.community, kind=kind, audience=plenary.audience, by=by, **said)
    cards = session().scalars(select(Placing.card_id).where(Placing.theme_id == theme.id)).all()
    behind = session().scalars(select(Card.id).where(Card.behind_id.in_(cards))).all()
    for card in cards_for(plenary, [*cards, *behind], viewer=by):
        stance = stances.get(card.behind_id or card.id, "")
        if stance and can_cite(card.passage, lesson.scope):  # its case may stand in a confidential subgroup by now
            lessons.cite(lesson, card.passage, stance=stance, by=by)
    settle(lesson, status=Status.PLENARY, by=by)
    session().add(
        Draft(plenary_id=plenary.id, lesson=lesson, drafted_at=clock.now(), asked_revision=lesson.revision_count)
    )
    theme.lead_to(lesson.id)
    plenary.next_edition(of_themes=True)
    session().flush()
    publish(ThemeDrafted(plenary.id, theme.id, lesson.id, by.person_id))
    return lesson


def _taken(name: str) -> str:
    name = clean_line(name)
    if not name:
        raise Invalid("name", gettext("Give the theme a name."))
    if len(name) > rules.NAME_LENGTH:
        raise Invalid("name", gettext("Write at most %(n)d characters here.", n=rules.NAME_LENGTH))
    return name


def _check_free(plenary: Plenary, name: str, *, of: int = 0) -> None:
    # Compared here: SQLite knows no capitals but those of English.
    others = session().scalars(select(Theme.name).where(Theme.plenary_id == plenary.id, Theme.id != of))
    if name.casefold() in {other.casefold() for other in others}:
        raise Invalid("name", gettext("There is a theme of this name already."))


def _lock(plenary: Plenary, theme: Theme, by: Viewer) -> None:
    """Let nobody else change the board meanwhile; a theme that somebody has removed is not there any more."""
    lock(plenary)
    check_arranger(plenary, by)
    if session().scalar(_present(theme.id)) is None:
        raise Absent
    session().refresh(theme)


def _touch(theme: Theme, edition: int, by_id: int) -> None:
    """Note that the cards of a theme stand elsewhere now."""
    inside = select(Placing.card_id).where(Placing.theme_id == theme.id)
    session().execute(
        update(Card)
        .where(Card.id.in_(inside))
        .values(moved_edition=edition, moved_by_id=by_id)
        .execution_options(synchronize_session=False)
    )


def _present(theme_id: int) -> Select[int]:
    return select(Theme.id).where(Theme.id == theme_id)
