"""Threads, posts and the revisions of posts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.models import Group
from community.groups.viewer import Scope


class ThreadKind(StrEnum):
    """What a thread is for."""

    QUESTION = "question"
    DISCUSSION = "discussion"
    INTRODUCTIONS = "introductions"
    CASE = "case"


WHY_LENGTH = 300

# A question that nobody has answered. Written out, and so the same in the index and in the statement that is to use it.
UNANSWERED = text("kind = 'question' AND post_count <= 1")
GUIDED = text("guide IS NOT NULL")


class Thread(Model):
    """A discussion. It knows its group and audience; a case or a plenary that has a thread points here.

    `guide` names the guiding question that it takes up, each at most once in a subgroup.
    """

    __tablename__ = "thread"
    __table_args__ = (
        CheckConstraint("audience IN ('subgroup', 'community', 'public')", name="audience"),
        CheckConstraint("kind IN ('question', 'discussion', 'introductions', 'case')", name="kind"),
        Index("ix_thread_group_last_post", "group_id", "last_post_at"),
        Index("uq_thread_guide", "group_id", "guide", unique=True, sqlite_where=GUIDED, postgresql_where=GUIDED),
        Index("ix_thread_unanswered", "started_at", sqlite_where=UNANSWERED, postgresql_where=UNANSWERED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(12))
    guide: Mapped[str | None] = mapped_column(String(40))
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    is_locked: Mapped[bool] = mapped_column(default=False)
    post_count: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    started_by: Mapped[Person] = relationship()

    @property
    def scope(self) -> Scope:
        """Where the thread and all its posts stand."""
        return self.group.scope_of(self.audience)


class Post(Model):
    """One contribution; it may answer another post of its thread. What is taken back keeps its place and says nothing."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("thread_id", "number"), Index("ix_post_posted_at", "posted_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    revision_count: Mapped[int] = mapped_column(default=0)
    taken_back_at: Mapped[datetime | None]
    is_removed: Mapped[bool] = mapped_column(default=False, server_default=false())
    taken_back_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="", server_default=text("''"))

    thread: Mapped[Thread] = relationship()
    author: Mapped[Person] = relationship()
    answers: Mapped["Post | None"] = relationship(remote_side=[id])
    revisions: Mapped[list["PostRevision"]] = relationship(order_by="PostRevision.number", back_populates="post")

    @property
    def revision(self) -> "PostRevision":
        """The present state."""
        return self.revisions[-1]

    def revise(self, *, source: str, html: str, text: str, at: datetime, language: str | None = None) -> "PostRevision":
        """Save a new state; the earlier ones stay. Where no language is told, it is that of the thread."""
        self.revision_count += 1
        if self.revision_count > 1:
            self.edited_at = at
        said = {"source": source, "html": html, "text": text, "language": language}
        revision = PostRevision(**said, number=self.revision_count, saved_at=at)
        self.revisions.append(revision)
        return revision

    def take_back(self, *, is_removed: bool, why: str, at: datetime) -> None:
        """Say nothing any more, and keep its place; `is_removed` where it wasn't its author who wanted that."""
        self.revise(source="", html="", text="", at=at)
        self.taken_back_at, self.is_removed, self.taken_back_why = at, is_removed, why

    def put_back(self, at: datetime) -> None:
        """Say again what it said before it was taken back."""
        former = self.revisions[-2]
        self.revise(source=former.source, html=former.html, text=former.text, at=at, language=former.language)
        self.taken_back_at, self.is_removed, self.taken_back_why = None, False, ""


class PostRevision(Model):
    """One saved state of a post."""

    __tablename__ = "post_revision"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(8))
    saved_at: Mapped[datetime]
    is_pinned: Mapped[bool] = mapped_column(default=False)

    post: Mapped[Post] = relationship(back_populates="revisions")

    def pin(self) -> None:
        """Keep this state for good: a passage of it was harvested."""
        self.is_pinned = True


class IntroductionPost(Model):
    """Which post says what a member's introduction to a community says, so that the two change together."""

    __tablename__ = "introduction_post"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), unique=True)

    post: Mapped[Post] = relationship()
