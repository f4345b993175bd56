"""What was searched and not found: words with a count, by community; who searched is not kept."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model

LENGTH = 80
KEPT_FOR = timedelta(days=180)


class SearchMiss(Model):
    """Words that members of a community looked for and did not find, and how often."""

    __tablename__ = "search_miss"
    __table_args__ = (UniqueConstraint("group_id", "words"), Index("ix_search_miss_last", "group_id", "last_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(LENGTH))
    count: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime]
