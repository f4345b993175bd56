"""Lessons with their revisions, and the evidence that they rest on."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.models import Group
from community.groups.viewer import Scope
from community.lessons.passages import Passage


class Kind(StrEnum):
    """What was learned, or what is still asked together."""

    LESSON = "lesson"
    ISSUE = "issue"


class Status(StrEnum):
    """How far a lesson has come. A draft is for those who write lessons there; everything else is for its audience."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PLENARY = "plenary"
    ADOPTED = "adopted"
    REVIEW = "review"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


CURRENT = (Status.PROPOSED, Status.PLENARY, Status.ADOPTED, Status.REVIEW)
PAST = (Status.SUPERSEDED, Status.WITHDRAWN)
REVIEWED_AFTER = timedelta(days=365)


class Stance(StrEnum):
    """What a piece of evidence does to a claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    QUALIFIES = "qualifies"


class Lesson(Model):
    """A lesson or a common issue of a group; what it says stands in its revisions.

    `published_at` is when its audience could see it first: empty for a draft, and only for a draft. `reason` says why it
    was withdrawn, is under review or gave way to another one. `use_count` counts the reports of its use; `review_at` is
    when somebody should look at it again, `reviewed_at` when somebody last did, and `review_asked_at` when they were asked.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("community_id", "slug"),
        CheckConstraint("kind IN ('lesson', 'issue')", name="kind"),
        CheckConstraint("audience IN ('subgroup', 'community', 'public')", name="audience"),
        Index("ix_lesson_community_published", "community_id", "published_at"),
        Index("ix_lesson_community_title", "community_id", "title"),
        Index("ix_lesson_review_at", "review_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(12), default=Status.DRAFT)
    revision_count: Mapped[int] = mapped_column(default=0)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(400))
    use_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    review_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    review_asked_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship(foreign_keys=[group_id])
    written_by: Mapped[Person] = relationship()
    succession: Mapped["Succession | None"] = relationship(
        foreign_keys="Succession.lesson_id", back_populates="lesson", cascade="all, delete-orphan"
    )
    revisions: Mapped[list["LessonRevision"]] = relationship(order_by="LessonRevision.number", back_populates="lesson")
    evidence: Mapped[list["Evidence"]] = relationship(
        order_by="Evidence.position", back_populates="lesson", cascade="all, delete-orphan"
    )

    @property
    def scope(self) -> Scope:
        """Where the lesson stands."""
        return self.group.scope_of(self.audience)

    def revise(
        self,
        *,
        when: str,
        do: str,
        because: str,
        question: str,
        explanation: str,
        html: str,
        text: str,
        themes: list[str],
        author_id: int,
        at: datetime,
        holds: str = "",
        holds_not: str = "",
    ) -> "LessonRevision":
        """Save a new state of what is said; the earlier ones stay."""
        self.revision_count += 1
        said = do if self.kind == Kind.LESSON else question
        self.title, self.updated_at = (said[:1].upper() + said[1:])[:200], at
        revision = LessonRevision(
            number=self.revision_count,
            when=when,
            do=do,
            because=because,
            question=question,
            holds=holds,
            holds_not=holds_not,
            explanation=explanation,
            html=html,
            text=text,
            themes=themes,
            author_id=author_id,
            saved_at=at,
        )
        self.revisions.append(revision)
        return revision

    def cite(self, passage: Passage, *, stance: Stance, note: str, by_id: int, at: datetime) -> "Evidence":
        """Rest the lesson on one more passage, or change what a cited one does to it."""
        found = next((piece for piece in self.evidence if piece.passage_id == passage.id), None)
        if found is None:
            position = max((piece.position for piece in self.evidence), default=0) + 1
            found = Evidence(passage=passage, position=position, cited_by_id=by_id, cited_at=at)
            self.evidence.append(found)
        found.stance, found.note = stance, note
        return found

    def withdraw(self, evidence: "Evidence") -> None:
        """Rest on a piece of evidence no longer."""
        self.evidence.remove(evidence)

    def settle(
        self, status: Status, at: datetime, *, reason: str | None = None, successor: "Lesson | None" = None
    ) -> None:
        """Bring it to another status, and to the eyes of its audience where it was a draft."""
        self.status, self.settled_at, self.reason = status, at, reason
        if successor is None:
            self.succession = None
        elif self.succession is None:
            self.succession = Succession(successor=successor)
        else:
            self.succession.successor = successor
        self.published_at = self.published_at or at
        if status == Status.ADOPTED:
            self.adopted_at = self.adopted_at or at
            self.keep(at, until=at + REVIEWED_AFTER)

    def keep(self, at: datetime, *, until: datetime) -> None:
        """Stand as it is until somebody looks at it again."""
        self.reviewed_at, self.review_at, self.review_asked_at = at, until, None

    def forget_adoption(self) -> None:
        """Be as if it had not been adopted yet."""
        self.adopted_at = None


class Succession(Model):
    """A lesson that gave way to another one."""

    __tablename__ = "succession"
    __table_args__ = (CheckConstraint("lesson_id <> successor_id", name="another"),)

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)

    lesson: Mapped[Lesson] = relationship(foreign_keys=[lesson_id], back_populates="succession")
    successor: Mapped[Lesson] = relationship(foreign_keys=[successor_id])


class LessonRevision(Model):
    """One saved state of a lesson (when, do, because; where it holds and where not) or of a common issue (question)."""

    __tablename__ = "lesson_revision"
    __table_args__ = (UniqueConstraint("lesson_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    number: Mapped[int]
    when: Mapped[str] = mapped_column(String(400), default="")
    do: Mapped[str] = mapped_column(String(400), default="")
    because: Mapped[str] = mapped_column(String(400), default="")
    question: Mapped[str] = mapped_column(String(400), default="")
    holds: Mapped[str] = mapped_column(String(600), default="", server_default=text("''"))
    holds_not: Mapped[str] = mapped_column(String(600), default="", server_default=text("''"))
    explanation: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    themes: Mapped[list[Any]] = mapped_column(JSON)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    saved_at: Mapped[datetime]

    lesson: Mapped[Lesson] = relationship(back_populates="revisions")
    author: Mapped[Person] = relationship()


class Evidence(Model):
    """A passage cited by a lesson, with what it does to the claim."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("lesson_id", "passage_id"),
        CheckConstraint("stance IN ('supports', 'contradicts', 'qualifies')", name="stance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), index=True)
    stance: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(400), default="")
    position: Mapped[int]
    cited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cited_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]

    lesson: Mapped[Lesson] = relationship(back_populates="evidence")
    passage: Mapped[Passage] = relationship()

    def confirm(self, at: datetime) -> None:
        """Bear the lesson out still, though the words were changed where they stand."""
        self.checked_at = at
