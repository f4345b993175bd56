"""What is kept beside a case while somebody writes in it: what its newest revision held before, and who is there."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model


class FormerState(Model):
    """What a revision held before its author amended it: kept for as long as somebody may be writing from it."""

    __tablename__ = "case_former_state"

    revision_id: Mapped[int] = mapped_column(ForeignKey("case_revision.id", ondelete="CASCADE"), primary_key=True)
    amendments: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    held: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(index=True)


class Presence(Model):
    """When somebody was last seen writing in a case."""

    __tablename__ = "case_presence"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    seen_at: Mapped[datetime]
