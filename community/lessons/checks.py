"""Cases and posts whose passages are to be looked for again, because their words were saved anew."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model


class PassageCheck(Model):
    """A case or a post that the worker has yet to go through; `reached` is the last passage that it came to."""

    __tablename__ = "passage_check"
    __table_args__ = (
        CheckConstraint("(case_id IS NULL) <> (post_id IS NULL)", name="one_source"),
        UniqueConstraint("case_id"),
        UniqueConstraint("post_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    reached: Mapped[int] = mapped_column(default=0, server_default=text("0"))
