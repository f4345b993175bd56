"""What can be found, one row a thing: the truth that an index is built from and can be rebuilt from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.database import Model
from community.groups.models import Group
from community.search.engine import Document


class SearchEntry(Model):
    """One thing that can be found. `locator` is what its address is made of; `container` what moves it along."""

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_pending", "is_pending", "changed_at"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    audience: Mapped[str] = mapped_column(String(12))
    community: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    locator: Mapped[str] = mapped_column(String(100))
    container: Mapped[str | None] = mapped_column(String(40), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    is_pending: Mapped[bool]
    is_removed: Mapped[bool]

    group: Mapped[Group] = relationship()

    def document(self) -> Document:
        """Return what the engine indexes of it."""
        return Document(
            key=self.key,
            kind=self.kind,
            scope=f"{self.group_id}:{self.audience}",
            community=self.community,
            language=self.language,
            title=self.title,
            body=self.body,
            author=self.author,
            organisation=self.organisation,
            created_at=self.created_at,
        )
