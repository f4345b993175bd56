"""Reads of files, as far as they need to know nothing of what holds them."""

import re
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from sqlalchemy import Row, bindparam, select

from community.database import read
from community.files.models import File, FileKind, FileState
from community.files.words import kind_name, size_said

_BRACKET = re.compile(r"[\\\[\]]")


class _Referred(Protocol):
    """What a reference says of a file, be it the object or what its page shows."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def shows(self) -> str: ...  # noqa: D102


def markdown_of(file: _Referred) -> str:
    """Return what is typed to show a picture, or to link to another file."""
    words = _BRACKET.sub(r"\\\g<0>", file.shows or file.name)
    return f"{'!' if file.kind == FileKind.PICTURE else ''}[{words}](file:{file.id})"


class Shown(NamedTuple):
    """A file as a page shows it."""

    id: int
    community_slug: str
    name: str
    kind: str
    media_type: str
    key: str
    size: int
    shows: str
    caption: str
    state: str
    reason: str
    small_width: int | None
    small_height: int | None
    small_size: int | None
    large_width: int | None
    large_height: int | None
    large_size: int | None

    @property
    def address(self) -> str:
        """Where it is had; its permission is asked for anew each time."""
        return f"/c/{self.community_slug}/files/{self.id}/{quote(self.name)}"

    @property
    def is_picture(self) -> bool:
        """Whether it is looked at on a page rather than downloaded."""
        return self.kind == FileKind.PICTURE

    @property
    def is_ready(self) -> bool:
        """Whether it can be had."""
        return self.state == FileState.READY

    @property
    def kind_said(self) -> str:
        """What it is, in the reader's words."""
        return kind_name(self.kind)

    @property
    def size_said(self) -> str:
        """How much it weighs."""
        return size_said(self.size)

    @property
    def large_said(self) -> str:
        """How much the larger picture weighs."""
        return size_said(self.large_size or 0)

    @property
    def markdown(self) -> str:
        """What is typed to show a picture, or to link to another file."""
        return markdown_of(self)


def shown_columns(slug: Any) -> tuple[Any, ...]:
    """Return what a `Shown` is made of, where this is the slug of its community."""
    return (
        File.id,
        slug,
        *(getattr(File, name) for name in Shown._fields[2:]),
    )


def shown(row: Row[Any]) -> Shown:
    """Return a row that begins with `shown_columns` as what is shown."""
    return Shown(*row[: len(Shown._fields)])


_WAITING = select(File.id).where(File.state == FileState.WAITING).order_by(File.tries, File.id).limit(1)
_REMOVED = select(File.id).where(File.state == FileState.REMOVED).limit(100)
_KNOWN = select(File.key).where(File.key.in_(bindparam("keys", expanding=True)))


def next_waiting() -> int | None:
    """Return the picture to prepare next: of those that were tried least the oldest."""
    rows = read(_WAITING)
    return rows[0].id if rows else None


def removed() -> list[int]:
    """Return some files whose bytes are to be erased."""
    return [row.id for row in read(_REMOVED)]


def known_keys(keys: list[str]) -> set[str]:
    """Return those of the keys that belong to a file."""
    return {row.key for row in read(_KNOWN, keys=keys)}
