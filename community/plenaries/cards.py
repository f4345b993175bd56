"""The board of a plenary: passages as cards, themes, and which card stands in which theme."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.lessons.passages import Passage
from community.plenaries.models import Plenary

THEMES_A_CARD = 2


class Theme(Model):
    """A cluster of cards; a draft that was made of it hangs on it."""

    __tablename__ = "plenary_theme"
    __table_args__ = (Index("ix_plenary_theme_plenary", "plenary_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id", ondelete="SET NULL"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]

    plenary: Mapped[Plenary] = relationship()

    def rename(self, name: str) -> None:
        """Call it otherwise."""
        self.name = name

    def lead_to(self, lesson_id: int) -> None:
        """Point to the draft that was made of it."""
        self.lesson_id = lesson_id


class Card(Model):
    """A passage that was brought to a plenary. `moved_edition` is the edition of the board that it changed in last.

    A duplicate stands behind another card, where it is credited; it keeps its passage and comes back when it is taken out.
    """

    __tablename__ = "plenary_passage"
    __table_args__ = (UniqueConstraint("plenary_id", "passage_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), index=True)
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    brought_at: Mapped[datetime]
    moved_edition: Mapped[int]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    behind_id: Mapped[int | None] = mapped_column(ForeignKey("plenary_passage.id", ondelete="SET NULL"), index=True)

    plenary: Mapped[Plenary] = relationship()
    passage: Mapped[Passage] = relationship()
    moved_by: Mapped[Person | None] = relationship(foreign_keys=[moved_by_id])

    def move(self, *, edition: int, by_id: int) -> None:
        """Note who changed its place last, and in which edition of the board."""
        self.moved_edition, self.moved_by_id = edition, by_id

    def stand_behind(self, other_id: int | None) -> None:
        """Stand behind another card, as its duplicate, or for itself again."""
        self.behind_id = other_id


class Placing(Model):
    """A card stands in a theme."""

    __tablename__ = "plenary_placing"

    card_id: Mapped[int] = mapped_column(ForeignKey("plenary_passage.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(
        ForeignKey("plenary_theme.id", ondelete="CASCADE"), primary_key=True, index=True
    )
