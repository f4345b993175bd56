"""What a plenary leaves: the coordinator's words around what can be shown of it, and who does what next."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.viewer import Scope, narrower
from community.plenaries.models import Plenary

PARTS = ("introduction", "findings", "conclusions")


class Report(Model):
    """The words of a report as they stand now. Everything else on its page is made for each reader from what they may see."""

    __tablename__ = "plenary_report"
    __table_args__ = (CheckConstraint("audience IN ('community', 'public')", name="audience"),)

    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=0)
    introduction: Mapped[str] = mapped_column(Text, default="")
    introduction_html: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    findings_html: Mapped[str] = mapped_column(Text, default="")
    conclusions: Mapped[str] = mapped_column(Text, default="")
    conclusions_html: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    plenary: Mapped[Plenary] = relationship()
    written_by: Mapped[Person] = relationship()

    @property
    def scope(self) -> Scope:
        """Where the report stands: never wider than its plenary."""
        present = self.plenary.scope
        return present._replace(audience=narrower(self.audience, present.audience))

    def write(self, *, said: dict[str, str], html: dict[str, str], by_id: int, at: datetime) -> "ReportVersion":
        """Replace the words, and keep them as a version of their own."""
        for part in PARTS:
            setattr(self, part, said[part])
            setattr(self, f"{part}_html", html[part])
        self.version = (self.version or 0) + 1
        self.written_by_id, self.written_at = by_id, at
        return ReportVersion(report=self, number=self.version, author_id=by_id, saved_at=at, **said)

    def publish(self, audience: str, at: datetime | None) -> None:
        """Show it to its readers, or to nobody but those who run the plenary."""
        self.audience = audience
        self.published_at = at


class ReportVersion(Model):
    """The words of a report as they were saved once."""

    __tablename__ = "plenary_report_version"
    __table_args__ = (UniqueConstraint("plenary_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary_report.plenary_id", ondelete="CASCADE"))
    number: Mapped[int]
    introduction: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    conclusions: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    saved_at: Mapped[datetime]

    report: Mapped[Report] = relationship()
    author: Mapped[Person] = relationship()


class NextStep(Model):
    """What somebody does after a plenary."""

    __tablename__ = "plenary_step"
    __table_args__ = (Index("ix_plenary_step_plenary", "plenary_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    change_count: Mapped[int] = mapped_column(default=0)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_at: Mapped[datetime]

    plenary: Mapped[Plenary] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])

    def change(self, *, text: str, owner_id: int | None, due_on: date | None) -> None:
        """Say what is to be done, by whom and when."""
        self.text, self.owner_id, self.due_on = text, owner_id, due_on
        self.change_count = (self.change_count or 0) + 1
