"""What members say of lessons out of their own experience: that it holds there too, or that it does not."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.cases.models import Case
from community.database import Model
from community.lessons.models import Lesson


class VoiceKind(StrEnum):
    """What a member says of a lesson."""

    ALSO = "also"
    NOT_HERE = "not_here"


class Voice(Model):
    """One member's word on a lesson, given on one revision of it: a sentence, a case, or both; kept when it is taken back."""

    __tablename__ = "lesson_voice"
    __table_args__ = (
        UniqueConstraint("lesson_id", "person_id"),
        CheckConstraint("kind IN ('also', 'not_here')", name="kind"),
        Index("ix_lesson_voice_page", "lesson_id", "given_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(String(400), default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="SET NULL"), index=True)
    revision: Mapped[int]
    given_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    lesson: Mapped[Lesson] = relationship()
    person: Mapped[Person] = relationship()
    case: Mapped[Case | None] = relationship()
