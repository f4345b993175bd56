"""What happened that somebody should be told of, who was told, what each person chose, and nudges."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.models import Group
from community.groups.viewer import Scope


class Door(StrEnum):
    """What lets a person of the community know of a happening: the three ways in which a thing concerns people."""

    SEE = "see"
    COORDINATE = "coordinate"
    OWN = "own"


class Level(StrEnum):
    """How somebody wants to be told of one kind of thing."""

    MAIL = "mail"
    PRODUCT = "product"
    NOTHING = "nothing"


# Written out, and so the same in the index and in the statement that is to use it.
WAITS = text("told_at IS NULL")
IS_UNREAD = text("read_at IS NULL")
IS_LETTER_DUE = text("is_letter_due")
IS_MAILED = text("mailed_at IS NOT NULL AND read_at IS NULL")


class Happening(Model):
    """One event, noted in its own transaction, to be fanned out by the worker.

    `thing_id` is the id of what its kind is about. `container` says where that stands ("thread:7"), and group and audience
    follow the container when it moves: so who may know of it is decided from this row, and counted cheaply.
    """

    __tablename__ = "happening"
    __table_args__ = (
        CheckConstraint("audience IN ('subgroup', 'community', 'public')", name="audience"),
        CheckConstraint("door IN ('see', 'coordinate', 'own')", name="door"),
        Index("ix_happening_waiting", "id", sqlite_where=WAITS, postgresql_where=WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    thing_id: Mapped[int]
    container: Mapped[str] = mapped_column(String(40), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    audience: Mapped[str] = mapped_column(String(12))
    door: Mapped[str] = mapped_column(String(10), default=Door.SEE)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    happened_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    @property
    def scope(self) -> Scope:
        """Where what happened stands now."""
        return self.group.scope_of(self.audience)


class Notification(Model):
    """One person was told of one happening, for the strongest reason there was; when it happened is copied, to be paged by."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("person_id", "happening_id"),
        Index("ix_notification_page", "person_id", "happened_at", "happening_id"),
        Index(
            "ix_notification_unread", "person_id", "happening_id", sqlite_where=IS_UNREAD, postgresql_where=IS_UNREAD
        ),
        Index("ix_notification_letter_due", "id", sqlite_where=IS_LETTER_DUE, postgresql_where=IS_LETTER_DUE),
        Index("ix_notification_mailed", "person_id", sqlite_where=IS_MAILED, postgresql_where=IS_MAILED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    happening_id: Mapped[int] = mapped_column(ForeignKey("happening.id", ondelete="CASCADE"), index=True)
    happened_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20))
    is_letter_due: Mapped[bool]
    mailed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    happening: Mapped[Happening] = relationship()


class Choice(Model):
    """How one person wants to be told for one reason; where there is no row, in the product and by mail."""

    __tablename__ = "notification_choice"
    __table_args__ = (CheckConstraint("level IN ('mail', 'product', 'nothing')", name="level"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    level: Mapped[str] = mapped_column(String(10))


class Nudge(Model):
    """What a coordinator wrote to members who were silent; to whom, its happenings say."""

    __tablename__ = "nudge"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
