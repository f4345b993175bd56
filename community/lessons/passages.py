"""Passages: exact words with their place, marked as worth learning from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.cases.models import CaseRevision
from community.database import Model
from community.discussions.models import PostRevision
from community.groups.models import Group
from community.groups.viewer import Scope
from community.lessons.anchoring import Standing


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
