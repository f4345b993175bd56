"""Drafts: what a person typed into a form and has not sent."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model


class Draft(Model):
    """What somebody typed into one form: the kind of form, the thing that it is about, and which part of that."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "thing", "part"),
        Index("ix_draft_person_saved", "person_id", "saved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    thing: Mapped[int]
    part: Mapped[str] = mapped_column(String(40))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(index=True)
