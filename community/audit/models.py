"""The audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model


class AuditEntry(Model):
    """One change. It holds plain numbers, not references: it outlives what it is about."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_time", "happened_at", "id"),
        Index("ix_audit_entry_community", "community_id", "happened_at", "id"),
        Index("ix_audit_entry_by", "by_id", "id"),
        Index("ix_audit_entry_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int | None]
    community_id: Mapped[int | None]
    group_id: Mapped[int | None]
    person_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
