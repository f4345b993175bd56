"""Passages, lessons with their revisions, and the evidence that joins them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.cases.models import CaseRevision
from community.database import Model
from community.discussions.models import PostRevision
from community.groups.models import Group
from community.groups.viewer import Scope
from community.lessons.anchoring import Standing


class Kind(StrEnum):
    """What was learned, or what is still asked together."""

    LESSON = "lesson"
    ISSUE = "issue"


class Status(StrEnum):
    """How far a lesson has come."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Stance(StrEnum):
    """What a piece of evidence does to a claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    QUALIFIES = "qualifies"


class Passage(Model):
    """An exact quotation with its place in one case revision or one post revision, harvested as worth learning from.

    `group_id` and `audience` are those of the source when it was harvested and follow the source when it moves: who may
    see the source may see the passage. Its anchor names a block; of words out of blocks also their bounds (`anchors.py`);
    a post harvested as a whole has the empty one. How it stands today is kept by the worker (`reanchoring.py`); outside a
    confidential subgroup that it was released from, `masked` is what is read, if anything is said there.
    """

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint("(case_revision_id IS NULL) <> (post_revision_id IS NULL)", name="one_source"),
        CheckConstraint("audience IN ('subgroup', 'community', 'public')", name="audience"),
        UniqueConstraint("case_revision_id", "section", "anchor", "harvested_by_id", name="uq_passage_case_place"),
        UniqueConstraint("post_revision_id", "anchor", "harvested_by_id", name="uq_passage_post_place"),
        Index("ix_passage_group", "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    audience: Mapped[str] = mapped_column(String(12))
    case_revision_id: Mapped[int | None] = mapped_column(ForeignKey("case_revision.id"), index=True)
    post_revision_id: Mapped[int | None] = mapped_column(ForeignKey("post_revision.id"), index=True)
    variant: Mapped[str] = mapped_column(String(12), default="full")
    section: Mapped[str | None] = mapped_column(String(40))
    anchor: Mapped[str | None] = mapped_column(String(60))
    exact: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(String(200), default="")
    after: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    harvested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(String(400), default="")
    harvested_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    masked: Mapped[str | None] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(String(8), default=Standing.EXACT, server_default=Standing.EXACT.value)
    now_section: Mapped[str | None] = mapped_column(String(40))
    now_anchor: Mapped[str | None] = mapped_column(String(60))
    now_words: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    case_revision: Mapped[CaseRevision | None] = relationship()
    post_revision: Mapped[PostRevision | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    harvested_by: Mapped[Person] = relationship(foreign_keys=[harvested_by_id])

    @property
    def scope(self) -> Scope:
        """Where the passage stands: where its source does."""
        return self.group.scope_of(self.audience)

    def release(self, at: datetime, *, masked: str | None = None) -> None:
        """Let a passage out of a confidential subgroup, by the author of the words: as they are, or in other ones."""
        self.released_at, self.masked = at, masked


class Lesson(Model):
    """A lesson or a common issue of a group; what it says stands in its revisions."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("community_id", "slug"),
        CheckConstraint("kind IN ('lesson', 'issue')", name="kind"),
        CheckConstraint("audience IN ('subgroup', 'community', 'public')", name="audience"),
        Index("ix_lesson_community_published", "community_id", "published_at"),
        Index("ix_lesson_community_title", "community_id", "title"),
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

    group: Mapped[Group] = relationship(foreign_keys=[group_id])
    written_by: Mapped[Person] = relationship()
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

    def publish(self, at: datetime) -> None:
        """Make it a lesson that the audience sees."""
        self.status, self.published_at = Status.PUBLISHED, at


class LessonRevision(Model):
    """One saved state of a lesson (when, do, because) or of a common issue (question)."""

    __tablename__ = "lesson_revision"
    __table_args__ = (UniqueConstraint("lesson_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    number: Mapped[int]
    when: Mapped[str] = mapped_column(String(400), default="")
    do: Mapped[str] = mapped_column(String(400), default="")
    because: Mapped[str] = mapped_column(String(400), default="")
    question: Mapped[str] = mapped_column(String(400), default="")
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
