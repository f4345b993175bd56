"""Which text refers to what: taken from stored HTML, so that it can be made anew from it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model

SOURCES = ("case_id", "post_id", "lesson_id")
TARGETS = ("to_case_id", "to_lesson_id", "to_thread_id", "wanted")


def _one_of(*columns: str) -> str:
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns) + " = 1"


class Link(Model):
    """What was typed in the present text of a case, post or lesson, and what it means; `wanted` where there is none yet."""

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint(_one_of(*SOURCES), name="one_source"),
        CheckConstraint(_one_of(*TARGETS), name="one_target"),
        UniqueConstraint("case_id", "typed"),
        UniqueConstraint("post_id", "typed"),
        UniqueConstraint("lesson_id", "typed"),
        Index("ix_link_wanted", "community_id", "wanted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    typed: Mapped[str] = mapped_column(String(2000))
    to_case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    to_lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    to_thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    wanted: Mapped[str | None] = mapped_column(String(100))

    @property
    def meant(self) -> tuple[str, int] | str:
        """What it means: a kind and a number, or the name under which it is wanted."""
        for kind in ("case", "lesson", "thread"):
            if (number := getattr(self, f"to_{kind}_id")) is not None:
                return kind, number
        return self.wanted or ""
