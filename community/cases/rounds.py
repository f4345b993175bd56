"""A choosing round: the cases offered in it, who wishes to work on which, and the subgroups that came of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.models import Group

UNSETTLED = text("state = 'choosing'")


class RoundState(StrEnum):
    """What has become of a round. Whether people may still choose is for the clock to say."""

    CHOOSING = "choosing"
    FORMED = "formed"
    GIVEN_UP = "given_up"


class ChoosingRound(Model):
    """Members of a community choose among cases until the round closes; then subgroups are formed from it, once."""

    __tablename__ = "choosing_round"
    __table_args__ = (
        CheckConstraint("state IN ('choosing', 'formed', 'given_up')", name="state"),
        CheckConstraint("(state = 'choosing') = (settled_at IS NULL)", name="settled"),
        Index(
            "uq_choosing_round_unsettled",
            "group_id",
            unique=True,
            sqlite_where=UNSETTLED,
            postgresql_where=UNSETTLED,
        ),
        Index("ix_choosing_round_group_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    intro: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(10), default=RoundState.CHOOSING)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    settled_at: Mapped[datetime | None]

    community: Mapped[Group] = relationship()
    opened_by: Mapped[Person] = relationship(foreign_keys=[opened_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])

    def is_open(self, at: datetime) -> bool:
        """Whether people may choose."""
        return self.state == RoundState.CHOOSING and at < self.closes_at

    def close(self, at: datetime) -> None:
        """Close at another moment than was said."""
        self.closes_at = at

    def settle(self, state: RoundState, *, by_id: int | None, at: datetime) -> None:
        """End it: its subgroups are formed, or it is given up."""
        self.state, self.settled_by_id, self.settled_at = state, by_id, at


class RoundCase(Model):
    """A case that may be chosen in a round."""

    __tablename__ = "round_case"

    round_id: Mapped[int] = mapped_column(ForeignKey("choosing_round.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True, index=True)


class Wish(Model):
    """Somebody wants to work on a case, strongly or willingly, and may say why."""

    __tablename__ = "wish"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "case_id"], ["round_case.round_id", "round_case.case_id"], ondelete="CASCADE"
        ),
        CheckConstraint("strength IN ('strong', 'willing')", name="strength"),
    )

    round_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    case_id: Mapped[int] = mapped_column(primary_key=True)
    strength: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(String(300), default="")
    wished_at: Mapped[datetime]


class RoundGroup(Model):
    """A subgroup that was formed from a round."""

    __tablename__ = "round_group"

    round_id: Mapped[int] = mapped_column(ForeignKey("choosing_round.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)
