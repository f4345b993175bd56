"""The drafts of a plenary, where each participant stands on them, and what was decided."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.lessons.models import Lesson
from community.plenaries.models import Plenary


class Stand(StrEnum):
    """Where somebody stands on a draft."""

    AGREE = "agree"
    REMARK = "remark"
    OBJECT = "object"
    CONTEXT = "context"


class Verdict(StrEnum):
    """What a plenary decided on a draft."""

    ADOPTED = "adopted"
    DISSENT = "dissent"
    ASIDE = "aside"
    ISSUE = "issue"


DISSENTING = (Stand.OBJECT, Stand.CONTEXT)


class Draft(Model):
    """A lesson or common issue that a plenary speaks about, and what it decided.

    `asked_revision` is the text that participants were asked about last. A draft that was taken further as an issue has
    that in `issue`, which is the draft itself where it was an issue already, and who takes it further in `owner`.
    """

    __tablename__ = "plenary_draft"
    __table_args__ = (
        UniqueConstraint("plenary_id", "lesson_id"),
        CheckConstraint("verdict IN ('adopted', 'dissent', 'aside', 'issue')", name="verdict"),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    drafted_at: Mapped[datetime]
    asked_revision: Mapped[int]
    verdict: Mapped[str | None] = mapped_column(String(8))
    sentence: Mapped[str] = mapped_column(String(400), default="")
    decided_revision: Mapped[int | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id", ondelete="SET NULL"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    plenary: Mapped[Plenary] = relationship()
    lesson: Mapped[Lesson] = relationship(foreign_keys=[lesson_id])
    issue: Mapped[Lesson | None] = relationship(foreign_keys=[issue_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])

    def ask(self, revision: int) -> None:
        """Note which text participants are asked about."""
        self.asked_revision = revision

    def decide(
        self,
        verdict: Verdict,
        sentence: str,
        *,
        by_id: int,
        at: datetime,
        issue: Lesson | None = None,
        owner_id: int | None = None,
    ) -> None:
        """Record what was decided, and on which text."""
        self.verdict, self.sentence, self.decided_revision = verdict, sentence, self.lesson.revision_count
        self.decided_by_id, self.decided_at, self.issue, self.owner_id = by_id, at, issue, owner_id

    def take_back(self) -> None:
        """Be as open as before the decision."""
        self.verdict, self.sentence, self.decided_revision = None, "", None
        self.decided_by_id, self.decided_at, self.issue, self.owner_id = None, None, None, None


class Voice(Model):
    """Where one person stands on one text of a draft; on each text they have one voice, the last that they gave."""

    __tablename__ = "plenary_voice"
    __table_args__ = (
        UniqueConstraint("draft_id", "person_id", "revision"),
        CheckConstraint("stand IN ('agree', 'remark', 'object', 'context')", name="stand"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("plenary_draft.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    stand: Mapped[str] = mapped_column(String(8))
    because: Mapped[str] = mapped_column(String(600), default="")
    said_at: Mapped[datetime]

    draft: Mapped[Draft] = relationship()
    person: Mapped[Person] = relationship()

    def say(self, stand: Stand, because: str, at: datetime) -> None:
        """Stand here from now on."""
        self.stand, self.because, self.said_at = stand, because, at
