"""What is noted beside a case: what its partners say to its being published, and the introduction that it began in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.cases.models import Case
from community.database import Model


class Consent(StrEnum):
    """What its partners say to a case being published."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    CONDITIONS = "conditions"
    REFUSED = "refused"


class CaseConsent(Model):
    """A note of what the partners of a case say to its being published; the newest is the one that holds."""

    __tablename__ = "case_consent"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("state IN ('not_asked', 'given', 'conditions', 'refused')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    asked: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]

    noted_by: Mapped[Person] = relationship()


class BroughtCase(Model):
    """The case that became of what a member said, in their introduction, that they could bring: one for each introduction."""

    __tablename__ = "brought_case"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), unique=True)

    case: Mapped[Case] = relationship()
