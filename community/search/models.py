"""What can be found, one row a thing: the truth that an index is built from; and how far all things were entered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.database import Model
from community.groups.models import Group

# The group of what belongs to none, in a scope.
NOBODYS = 0


class SearchEntry(Model):
    """One thing that can be found; what belongs to no group, everybody may read.

    `locator` is what its address is made of, `container` what moves it along. `marks` holds what was chosen for it from
    lists, by the list. `places` says from which character of its body on which part of it stands, and what that is called.
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_pending", "is_pending", "changed_at"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    audience: Mapped[str] = mapped_column(String(12))
    community: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, server_default=text("''"))
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    author: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    locator: Mapped[str] = mapped_column(String(100))
    container: Mapped[str | None] = mapped_column(String(40), index=True)
    marks: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    places: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    is_pending: Mapped[bool]
    is_removed: Mapped[bool]

    group: Mapped[Group | None] = relationship()

    @property
    def scope(self) -> str:
        """Who may find it, as engines know it."""
        return f"{self.group_id or NOBODYS}:{self.audience}"


class SearchFilling(Model):
    """How far all things of a kind were entered, in the way of which edition."""

    __tablename__ = "search_filling"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    edition: Mapped[str] = mapped_column(String(64))
    reached: Mapped[int] = mapped_column(default=0)
    is_done: Mapped[bool] = mapped_column(default=False)

    def begin(self, edition: str) -> None:
        """Start from the first again."""
        self.edition, self.reached, self.is_done = edition, 0, False

    def go_on(self, reached: int, *, is_done: bool) -> None:
        """Have come so far."""
        self.reached, self.is_done = reached, is_done
