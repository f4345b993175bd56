"""The files that people added. A file knows where it belongs by numbers only: its place is given to it from above."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model

TRIES = 3


class FileKind(StrEnum):
    """What a file is, by its content."""

    PICTURE = "picture"
    PDF = "pdf"
    DOCUMENT = "document"
    SHEET = "sheet"
    SLIDES = "slides"
    TEXT = "text"


class FileState(StrEnum):
    """How far a file has come: a picture waits until it was made anew, what was removed until its bytes are gone."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    REMOVED = "removed"


class Holder(StrEnum):
    """What kind of thing a file was added to."""

    CASE = "case"


class File(Model):
    """One file, as it can be had; `key` names its bytes in the store, and a picture's stand under two keys made of it.

    Its id is written into texts, and so is never given to another file.
    """

    __tablename__ = "file"
    __table_args__ = (
        CheckConstraint("kind IN ('picture', 'pdf', 'document', 'sheet', 'slides', 'text')", name="kind"),
        CheckConstraint("state IN ('waiting', 'ready', 'failed', 'removed')", name="state"),
        CheckConstraint("holder IN ('case')", name="holder"),
        Index("ix_file_holder", "holder", "holder_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(index=True)
    holder: Mapped[str] = mapped_column(String(10))
    holder_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(32), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    shows: Mapped[str] = mapped_column(String(300), default="")
    caption: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(20), default="")
    small_width: Mapped[int | None]
    small_height: Mapped[int | None]
    small_size: Mapped[int | None]
    large_width: Mapped[int | None]
    large_height: Mapped[int | None]
    large_size: Mapped[int | None]
    uploaded_by_id: Mapped[int]
    uploaded_at: Mapped[datetime]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which bytes of it may be stored."""
        return (self.key, key_of(self.key, "small"), key_of(self.key, "large"))

    def describe(self, *, name: str, shows: str, caption: str) -> None:
        """Say what it is called, what it shows, and what stands below it."""
        self.name, self.shows, self.caption = name, shows, caption

    def begin_try(self) -> bool:
        """Note that it is about to be prepared; say no, and fail, where that was begun too often and never ended."""
        if self.tries >= TRIES:
            self.fail("given_up")
            return False
        self.tries += 1
        return True

    def become_ready(self, small: "Size", large: "Size | None") -> None:
        """Be the picture that was made of it, in one width or two; what was uploaded is not kept."""
        self.state, self.reason = FileState.READY, ""
        self.small_width, self.small_height, self.small_size = small
        self.large_width, self.large_height, self.large_size = large or (None, None, None)
        self.size = small[2] + (large[2] if large else 0)

    def fail(self, reason: str) -> None:
        """Be a file that nothing can be shown of."""
        self.state, self.reason, self.size = FileState.FAILED, reason, 0

    def remove(self) -> None:
        """Be gone for everybody; the worker erases the bytes, and then the row."""
        self.state, self.size = FileState.REMOVED, 0
        self.name = self.shows = self.caption = self.digest = ""


Size = tuple[int, int, int]  # width, height, bytes


def key_of(key: str, width: str) -> str:
    """Return the key of a picture in one of its widths."""
    return f"{key}-{width}"
