"""The use of lessons: who means to try one, and what came of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.cases.models import Case
from community.database import Model
from community.lessons.models import Lesson

# Written out, and so the same in the index and in the statement that is to use it.
IS_OPEN = text("ended_at IS NULL")


class Stage(StrEnum):
    """How far the value of what was learned has come (after Wenger, Trayner and de Laat, 2011)."""

    IMMEDIATE = "immediate"
    POTENTIAL = "potential"
    APPLIED = "applied"
    REALISED = "realised"


class Trial(Model):
    """Somebody means to try a lesson, and is asked what came of it at `ask_at`; `asked_at` is when they were told so."""

    __tablename__ = "lesson_trial"
    __table_args__ = (Index("ix_lesson_trial_due", "ask_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),)

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    planned_at: Mapped[datetime]
    ask_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    is_used: Mapped[bool | None]

    lesson: Mapped[Lesson] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it is yet to be said what came of it."""
        return self.ended_at is None

    def begin(self, at: datetime, *, ask_at: datetime) -> None:
        """Mean to try it, or to try it once more."""
        self.planned_at, self.ended_at, self.is_used = at, None, None
        self.postpone(ask_at)

    def postpone(self, ask_at: datetime) -> None:
        """Be asked at another moment."""
        self.ask_at, self.asked_at = ask_at, None

    def end(self, at: datetime, *, is_used: bool) -> None:
        """Have used it, or not."""
        self.ended_at, self.is_used = at, is_used


class Use(Model):
    """A report of the use of a lesson, as one revision said it; kept, and not counted, when it is taken back."""

    __tablename__ = "lesson_use"
    __table_args__ = (
        CheckConstraint("stage IN ('immediate', 'potential', 'applied', 'realised')", name="stage"),
        Index("ix_lesson_use_page", "lesson_id", "reported_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="SET NULL"), index=True)
    adapted: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(12))
    reported_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    lesson: Mapped[Lesson] = relationship()
    person: Mapped[Person] = relationship()
    case: Mapped[Case | None] = relationship()
