"""A plenary with its phases, what is in its scope, and who takes part; its board stands in `cards.py`."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.discussions.models import Thread
from community.groups.models import Group
from community.groups.viewer import Scope


class Phase(StrEnum):
    """How far a plenary has come."""

    COLLECT = "collect"
    CLUSTER = "cluster"
    DRAFT = "draft"
    AGREE = "agree"
    CLOSED = "closed"


PHASES = tuple(Phase)
ENDING = PHASES[:-1]


class Plenary(Model):
    """A time-boxed discussion of chosen cases. Each phase but the last may have a moment at which it ends.

    `due_at` is when the present phase ends by itself: empty for one without a moment, and for one that was entered after
    it, which ends by hand. `edition` counts the changes of the board, `change_count` those of what was said when it opened.
    `quorum` is how many have to say where they stand before a draft is decided on; none where it is 0.
    """

    __tablename__ = "plenary"
    __table_args__ = (
        UniqueConstraint("community_id", "slug"),
        CheckConstraint("phase IN ('collect', 'cluster', 'draft', 'agree', 'closed')", name="phase"),
        CheckConstraint("audience IN ('community', 'public')", name="audience"),
        Index("ix_plenary_community_opened", "community_id", "opened_at"),
        Index("ix_plenary_due_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(160))
    question: Mapped[str] = mapped_column(String(400))
    language: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(12))
    phase: Mapped[str] = mapped_column(String(8), default=Phase.COLLECT)
    phase_since: Mapped[datetime]
    collect_ends_at: Mapped[datetime | None]
    cluster_ends_at: Mapped[datetime | None]
    draft_ends_at: Mapped[datetime | None]
    agree_ends_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=0)
    themes_edition: Mapped[int] = mapped_column(default=0)
    change_count: Mapped[int] = mapped_column(default=0)
    quorum: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]

    community: Mapped[Group] = relationship()
    thread: Mapped[Thread] = relationship()
    opened_by: Mapped[Person] = relationship()

    @property
    def scope(self) -> Scope:
        """Where the plenary stands."""
        return self.community.scope_of(self.audience)

    def ends_at(self, phase: str) -> datetime | None:
        """Return when a phase is to end."""
        moment: datetime | None = getattr(self, f"{phase}_ends_at", None)
        return moment

    def is_late(self, at: datetime) -> bool:
        """Whether the present phase goes on though its moment has come."""
        moment = self.ends_at(self.phase)
        return moment is not None and moment <= at

    def describe(self, *, title: str, question: str, audience: str, quorum: int) -> None:
        """Say what it is about, who may see it, and how many have to speak before it decides."""
        self.title, self.question, self.audience, self.quorum = title, question, audience, quorum
        self.change_count = (self.change_count or 0) + 1

    def plan(self, ends: Mapping[str, datetime | None]) -> None:
        """Say when the phases end."""
        for phase in ENDING:
            setattr(self, f"{phase}_ends_at", ends.get(phase))
        self._know_when_due()

    def move_to(self, phase: Phase, at: datetime) -> None:
        """Enter another phase."""
        self.phase, self.phase_since = phase, at
        self._know_when_due()

    def next_edition(self, *, of_themes: bool = False) -> int:
        """Count one more change of the board."""
        self.edition += 1
        if of_themes:
            self.themes_edition = self.edition
        return self.edition

    def _know_when_due(self) -> None:
        moment = self.ends_at(self.phase)
        self.due_at = moment if moment is not None and moment > self.phase_since else None


class PlenaryCase(Model):
    """A case that the plenary is about."""

    __tablename__ = "plenary_case"

    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True, index=True)


class PlenaryGroup(Model):
    """A subgroup that brings its harvest, and when it did."""

    __tablename__ = "plenary_group"

    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)
    brought_at: Mapped[datetime | None]
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    brought_by: Mapped[Person | None] = relationship()

    def bring(self, *, by_id: int, at: datetime) -> None:
        """Note that its tray and its report are with the plenary."""
        self.brought_by_id, self.brought_at = by_id, at


class PlenaryMember(Model):
    """Somebody who takes part: who said so, or brought or moved something."""

    __tablename__ = "plenary_member"

    plenary_id: Mapped[int] = mapped_column(ForeignKey("plenary.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    joined_at: Mapped[datetime]
