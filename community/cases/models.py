"""Cases and their revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship, validates

from community.accounts.models import Person
from community.database import Model
from community.discussions.models import Thread
from community.folding import LENGTH as FOLDED_LENGTH
from community.folding import fold_line
from community.groups.models import Group
from community.groups.viewer import Scope

WHY_LENGTH = 300


class Status(StrEnum):
    """How far a case has come."""

    SKETCHED = "sketched"
    OFFERED = "offered"
    CHOSEN = "chosen"
    ANALYSIS = "analysis"
    DESCRIBED = "described"
    PLENARY = "plenary"
    FOLLOWED_UP = "followed_up"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Wording:
    """All that a revision says: as it was typed, as it is shown and read, and what of it is whose."""

    title: str
    sections: Mapping[str, str]
    partners: Sequence[Mapping[str, str]]
    choices: Mapping[str, Sequence[str]]
    html: Mapping[str, str]
    text: str
    question: str
    changes: Mapping[str, list[int]]
    credits: Mapping[str, list[list[int]]]

    def columns(self) -> dict[str, Any]:
        """Return the values of a revision's columns."""
        partners = [dict(partner) for partner in self.partners]
        return vars(self) | {"partners": partners, "choices": {name: list(keys) for name, keys in self.choices.items()}}


class Case(Model):
    """One experience, described in revisions; it belongs to a community or to one of its subgroups.

    `folded` is its title as titles are put in order.
    """

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("community_id", "slug"),
        CheckConstraint("audience IN ('subgroup', 'community', 'public')", name="audience"),
        Index("ix_case_community_updated", "community_id", "updated_at"),
        Index("ix_case_updated", "updated_at"),
        Index("ix_case_community_created", "community_id", "created_at"),
        Index("ix_case_community_folded", "community_id", "folded"),
        Index("ix_case_community_title", "community_id", "title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(FOLDED_LENGTH), server_default=text("''"))
    language: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(12), default=Status.SKETCHED)
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)
    revision_count: Mapped[int] = mapped_column(default=0)
    consent_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="", server_default=text("''"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    group: Mapped[Group] = relationship(foreign_keys=[group_id])
    owner: Mapped[Person] = relationship()
    thread: Mapped[Thread] = relationship()
    revisions: Mapped[list["CaseRevision"]] = relationship(
        order_by="CaseRevision.number", back_populates="case", passive_deletes=True
    )

    co_authors: Mapped[list["CaseAuthor"]] = relationship(
        order_by="CaseAuthor.added_at", back_populates="case", passive_deletes=True, cascade="all, delete-orphan"
    )

    @property
    def author_ids(self) -> frozenset[int]:
        """Who writes it together with its owner."""
        return frozenset(author.person_id for author in self.co_authors)

    @validates("title")
    def _fold(self, _key: str, title: str) -> str:
        self.folded = fold_line(title)
        return title

    @property
    def scope(self) -> Scope:
        """Where the case and all its revisions stand."""
        return self.group.scope_of(self.audience)

    @property
    def revision(self) -> "CaseRevision":
        """The present state, read by its number."""
        is_present = (CaseRevision.case_id == self.id, CaseRevision.number == self.revision_count)
        return object_session(self).scalars(select(CaseRevision).where(*is_present)).one()  # type: ignore[union-attr]

    def revise(
        self, wording: Wording, *, author_id: int, change: str, at: datetime, merged_from: str | None = None
    ) -> "CaseRevision":
        """Save a new state of the whole case; the earlier ones stay. Its number is unique per case by constraint.

        The earlier ones aren't read for it, though there be thousands: what is returned has yet to join the session.
        """
        self.revision_count += 1
        self._be_called(wording.title, at)
        return CaseRevision(
            **wording.columns(),
            case=self,
            number=self.revision_count,
            author_id=author_id,
            change=change,
            saved_at=at,
            merged_from=merged_from,
            amendments=0,
        )

    def amend(self, revision: "CaseRevision", wording: Wording, *, change: str, at: datetime) -> dict[str, Any]:
        """Let its newest revision hold a later state under the same number; return what it held."""
        self._be_called(wording.title, at)
        return revision.hold(wording, change=change, at=at)

    def move(self, group: Group, audience: str) -> None:
        """Belong to another group of the community, or be seen by others."""
        self.group, self.audience = group, audience

    def hand_to(self, person: Person) -> None:
        """Belong to somebody else."""
        self.owner = person

    def settle(self, status: Status) -> None:
        """Have come so far, and stand again where it was withdrawn."""
        self.status = status
        self.withdrawn_at, self.withdrawn_why = None, ""

    def withdraw(self, *, why: str, at: datetime) -> None:
        """Be offered as experience no longer; whoever could read it still can."""
        self.status, self.withdrawn_at, self.withdrawn_why = Status.WITHDRAWN, at, why

    def _be_called(self, title: str, at: datetime) -> None:
        self.title = self.thread.title = title
        self.updated_at = at


class CaseRevision(Model):
    """One saved state of a case. `sections` and `html` are keyed by section; a section without text is left out."""

    __tablename__ = "case_revision"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    sections: Mapped[dict[str, str]] = mapped_column(JSON)
    html: Mapped[dict[str, str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    partners: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    choices: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    change: Mapped[str] = mapped_column(String(200), default="")
    saved_at: Mapped[datetime]
    is_pinned: Mapped[bool] = mapped_column(default=False)
    amendments: Mapped[int] = mapped_column(default=0, server_default="0")
    amended_at: Mapped[datetime | None]
    merged_from: Mapped[str | None] = mapped_column(
        String(24)
    )  # the version it was written from, if not the one before
    changes: Mapped[dict[str, list[int]] | None] = mapped_column(JSON)
    credits: Mapped[dict[str, list[list[int]]] | None] = mapped_column(JSON)

    case: Mapped[Case] = relationship(back_populates="revisions")
    author: Mapped[Person] = relationship()

    @property
    def version(self) -> str:
        """Its number, and how often it was amended: what somebody who writes on begins with."""
        return f"{self.number}.{self.amendments}" if self.amendments else str(self.number)

    def hold(self, wording: Wording, *, change: str, at: datetime) -> dict[str, Any]:
        """Hold a later state; return what it held."""
        held = {name: getattr(self, name) for name in ("title", "sections", "partners", "choices")}
        for name, value in wording.columns().items():
            setattr(self, name, value)
        self.amendments += 1
        self.change, self.amended_at = change, at
        return held

    def credit(self, credits: Mapping[str, list[list[int]]] | None) -> None:
        """Say whose words stand in it."""
        self.credits = dict(credits) if credits else self.credits

    def pin(self) -> None:
        """Keep this state for good: a passage of it was harvested."""
        self.is_pinned = True


class CaseAuthor(Model):
    """Somebody who writes a case together with its owner."""

    __tablename__ = "case_author"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]

    case: Mapped[Case] = relationship(back_populates="co_authors")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
