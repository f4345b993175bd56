"""What a subgroup works with: its next meeting, who does what, its report to the plenary, who asks to join, who ended it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.models import Group

PENDING = text("decided_at IS NULL")


class Meeting(Model):
    """The next meeting of a subgroup; each change of it counts, for calendars and for who changes it at the same time."""

    __tablename__ = "meeting"

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    notes: Mapped[str] = mapped_column(String(2000), default="")
    change_count: Mapped[int] = mapped_column(default=0)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    set_at: Mapped[datetime]

    def set(
        self, *, starts_at: datetime, minutes: int, place: str, link: str, notes: str, by_id: int, at: datetime
    ) -> None:
        """Say when and where it is."""
        self.starts_at, self.minutes, self.place, self.link, self.notes = starts_at, minutes, place, link, notes
        self.set_by_id, self.set_at = by_id, at
        self.change_count = (self.change_count or 0) + 1


class Task(Model):
    """Something that a member of a subgroup does, or that somebody has yet to take up."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_group_done", "group_id", "done_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    change_count: Mapped[int] = mapped_column(default=0)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])

    def change(self, *, text: str, owner_id: int | None, due_on: date | None) -> None:
        """Say what is to be done, by whom and when."""
        self.text, self.owner_id, self.due_on = text, owner_id, due_on
        self.change_count = (self.change_count or 0) + 1

    def tick(self, at: datetime | None) -> None:
        """Mark it as done, or as still to do."""
        self.done_at = at


class Report(Model):
    """What a subgroup brings back to the plenary: one text, which its members write until its facilitator hands it in."""

    __tablename__ = "report"

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    change_count: Mapped[int] = mapped_column(default=0)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    written_by: Mapped[Person] = relationship()

    def write(self, *, text: str, html: str, by_id: int, at: datetime) -> None:
        """Replace the text."""
        self.text, self.html, self.written_by_id, self.written_at = text, html, by_id, at
        self.change_count = (self.change_count or 0) + 1

    def hand_in(self, at: datetime | None) -> None:
        """Give it to the plenary, or take it back."""
        self.handed_in_at = at


class SubgroupRequest(Model):
    """Somebody asks to join a subgroup; one open request each."""

    __tablename__ = "subgroup_request"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (is_accepted IS NULL)", name="decided"),
        Index(
            "uq_subgroup_request_pending",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    message: Mapped[str] = mapped_column(String(300), default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_accepted: Mapped[bool | None]

    group: Mapped[Group] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    def decide(self, *, is_accepted: bool, by_id: int | None, at: datetime) -> None:
        """Answer it."""
        self.is_accepted, self.decided_by_id, self.decided_at = is_accepted, by_id, at


class Dissolution(Model):
    """Who dissolved a subgroup, with a word to its members; gone when it is taken up again. `group.dissolved_at` says when."""

    __tablename__ = "dissolution"

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    word: Mapped[str] = mapped_column(String(300), default="")

    by: Mapped[Person] = relationship()
