"""The ways into a community, as tables: invitations, and requests to join."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.models import Group
from community.groups.viewer import Role
from community.mail.models import Letter


class InvitationState(StrEnum):
    """Where an invitation is: the first four let somebody in until they expire, the others have ended."""

    LINK = "link"
    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    JOINED = "joined"
    DECLINED = "declined"
    REVOKED = "revoked"


MAILED = (InvitationState.QUEUED, InvitationState.SENT, InvitationState.REFUSED)
OPEN = (InvitationState.LINK, *MAILED)


class RequestState(StrEnum):
    """What became of a request to join."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


# Written out in indexes and queries: a database uses an index on some of the rows only where it sees that it may.
IS_MAILED = text("state IN ('queued', 'sent', 'refused')")
IS_UNWRITTEN = text("state = 'queued' AND letter_id IS NULL")
IS_ASKED = text("state = 'asked'")


class Invitation(Model):
    """A door into a community that opens once: the link carries a signed value, `nonce` is what makes it unguessable.

    One without an address is a link that a coordinator hands over; the others are written to their address.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(
            "state IN ('link', 'queued', 'sent', 'refused', 'joined', 'declined', 'revoked')", name="state"
        ),
        Index("ix_invitation_group_state", "group_id", "state", "id"),
        Index(
            "uq_invitation_open", "group_id", "email", unique=True, sqlite_where=IS_MAILED, postgresql_where=IS_MAILED
        ),
        Index("ix_invitation_unwritten", "id", sqlite_where=IS_UNWRITTEN, postgresql_where=IS_UNWRITTEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    subgroup_id: Mapped[int | None] = mapped_column(ForeignKey("group.id", ondelete="SET NULL"), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    organisation: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(12), default=Role.MEMBER)
    note: Mapped[str] = mapped_column(String(120), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=InvitationState.LINK)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"), index=True)
    answer: Mapped[str] = mapped_column(String(500), default="")
    word: Mapped[str] = mapped_column(String(300), default="")
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    group: Mapped[Group] = relationship(foreign_keys=[group_id])
    subgroup: Mapped[Group | None] = relationship(foreign_keys=[subgroup_id])
    letter: Mapped[Letter | None] = relationship()
    invited_by: Mapped[Person] = relationship(foreign_keys=[invited_by_id])
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id])

    def is_open(self, at: datetime) -> bool:
        """Whether somebody can still come in by it."""
        return self.state in OPEN and self.expires_at > at

    def accept(self, person: Person, at: datetime) -> None:
        """Use it up."""
        self.accepted_by = person
        self._end(InvitationState.JOINED, at)

    def decline(self, word: str, at: datetime) -> None:
        """Close it by who was invited."""
        self.word = word
        self._end(InvitationState.DECLINED, at)

    def revoke(self, at: datetime) -> None:
        """Close it by who invites."""
        self._end(InvitationState.REVOKED, at)

    def ask_again(self, at: datetime, until: datetime) -> None:
        """Queue another letter, and let it last longer."""
        self.state, self.letter, self.answer = InvitationState.QUEUED, None, ""
        self.asked_at, self.expires_at = at, until

    def write_by(self, letter: Letter) -> None:
        """Note which letter carries it."""
        self.letter = letter

    def refuse(self, answer: str) -> None:
        """Note that its letter cannot be sent, and why."""
        self.state, self.answer = InvitationState.REFUSED, answer[:500]

    def _end(self, state: InvitationState, at: datetime) -> None:
        self.state, self.ended_at = state, at


class JoinRequest(Model):
    """Somebody asks to join a community, and answers its question."""

    __tablename__ = "join_request"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'approved', 'declined', 'withdrawn')", name="state"),
        Index(
            "uq_join_request_asked", "group_id", "person_id",
            unique=True, sqlite_where=IS_ASKED, postgresql_where=IS_ASKED,
        ),
        Index("ix_join_request_group_state", "group_id", "state", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=RequestState.ASKED)
    word: Mapped[str] = mapped_column(String(300), default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    group: Mapped[Group] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    def settle(self, state: RequestState, *, by_id: int | None, word: str, at: datetime) -> None:
        """End it."""
        self.state, self.decided_by_id, self.word, self.decided_at = state, by_id, word, at
