"""The outbox: letters, what became of each, and the pause while the server takes none."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.database import Model

SUBJECT_LENGTH = 200
ANSWER_LENGTH = 500
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60))
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10))


class State(StrEnum):
    """Where a letter is: the first two are under way, the others settled."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    WRITTEN = "written"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given_up"


UNDER_WAY = (State.QUEUED, State.SENDING)
DONE_WITH = (State.SENT, State.WRITTEN, State.GIVEN_UP)


def _listed(states: Iterable[State]) -> str:
    return ", ".join(f"'{state}'" for state in states)


# Written out in the index and in the query: a database uses an index on some of the rows only where it sees that it may.
IS_QUEUED = text("state = 'queued'")


class Letter(Model):
    """One letter to one reader, complete as it will be sent; `key` is how an upper feature finds its letters again.

    `is_secret`: it carries a link that opens something. `is_private`: it carries what was said in a group.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(f"state IN ({_listed(State)})", name="state"),
        CheckConstraint(f"(state IN ({_listed(UNDER_WAY)})) = (settled_at IS NULL)", name="settled"),
        Index("ix_letter_due", "next_try_at", "id", sqlite_where=IS_QUEUED, postgresql_where=IS_QUEUED),
        Index("ix_letter_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(30))
    key: Mapped[str | None] = mapped_column(String(80), index=True)
    to_address: Mapped[str] = mapped_column(String(320))
    to_name: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    is_secret: Mapped[bool]
    is_private: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10), default=State.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    last_answer: Mapped[str] = mapped_column(String(ANSWER_LENGTH), default="")
    queued_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    message: Mapped["Message | None"] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @property
    def shown_subject(self) -> str | None:
        """The subject as far as somebody who is no reader of it may see it; None where it tells what was said."""
        return None if self.is_private else self.subject

    def settle(self, state: State, answer: str, now: datetime) -> None:
        """End the letter's way in a state."""
        self.state, self.last_answer, self.settled_at = state, answer[:ANSWER_LENGTH], now

    def put_off(self, answer: str, now: datetime) -> None:
        """Let a letter wait, longer each time; refuse it after the last wait."""
        if self.attempts > len(WAITS):
            self.settle(State.REFUSED, answer, now)
        else:
            self._wait(answer, now + WAITS[self.attempts - 1])

    def hand_back(self, answer: str) -> None:
        """Put a letter back where it was, the attempt not counted: it was not its fault."""
        self.attempts -= 1
        self._wait(answer, self.next_try_at)

    def try_again(self, now: datetime) -> None:
        """Begin anew with a letter that was settled."""
        self.attempts, self.settled_at = 0, None
        self._wait(self.last_answer, now)

    def _wait(self, answer: str, until: datetime) -> None:
        self.state, self.settled_at, self.next_try_at = State.QUEUED, None, until
        self.last_answer = answer[:ANSWER_LENGTH]


class Message(Model):
    """What a letter says, whole (RFC 5322). It stands apart, so that a letter's way is written in short rows, and ends sooner."""

    __tablename__ = "letter_message"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(index=True)


class Pause(Model):
    """The one row there is while the server takes no letters: the whole queue waits, and no letter is blamed."""

    __tablename__ = "mail_pause"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    ONLY = 1

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=ONLY)
    reason: Mapped[str] = mapped_column(String(ANSWER_LENGTH))
    failures: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    def prolong(self, reason: str, now: datetime) -> None:
        """Wait once more, longer each time up to the longest."""
        self.ends_at = now + PAUSES[min(self.failures, len(PAUSES) - 1)]
        self.failures += 1
        self.reason = reason[:ANSWER_LENGTH]

    def end(self, now: datetime) -> None:
        """Let the next try be now."""
        self.ends_at = now
