"""Addresses made of titles: free ones, and the former ones that still lead to the thing."""

import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

from slugify import slugify
from sqlalchemy import ColumnElement, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model, session

LENGTH = 70
RESERVED = frozenset({"new", "matrix", "map", "import", "edit", "history"})


class FormerSlug(Model):
    """A slug that a thing once had; `kind` names its table, `space` the community it is unique in."""

    __tablename__ = "former_slug"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    target_id: Mapped[int] = mapped_column(index=True)


class Begun(NamedTuple):
    """What somebody began to type of a title, as patterns: of a slug that begins so or holds such a word, of the title."""

    begins: str
    inside: str
    typed: str


def begun(text: str) -> Begun:
    """Return the patterns for the beginning of a word or a title, without regard to case and accents."""
    slug = slugify(text) or "\\"  # which no slug holds
    typed = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return Begun(f"{slug}%", f"%-{slug}%", f"%{typed}%")


def free(
    kind: str, space: int, title: str, *, taken: Callable[[str], bool], of: int = 0, is_secret: bool = False
) -> str:
    """Return a slug for a title that nothing else in the space has or once had; `of` is the thing's own id.

    A secret one ends at random: whoever takes the same title elsewhere must not learn from a number that it exists.
    """
    stem = slugify(title, max_length=LENGTH, word_boundary=True) or "untitled"
    if is_secret:
        stem = f"{stem}-{secrets.token_hex(3)}"
    slug, n = stem, 1
    while slug in RESERVED or slug.isdigit() or taken(slug) or target_of(kind, space, slug) not in (None, of):
        n += 1
        slug = f"{stem}-{n}"
    return slug


def is_taken(model: Any, slug: str, *within: ColumnElement[bool]) -> bool:
    """Say whether a row of the model in this space has the slug."""
    return session().scalar(select(model.id).where(model.slug == slug, *within).limit(1)) is not None


def remember(kind: str, space: int, slug: str, target_id: int) -> None:
    """Keep a slug leading to the thing that gives it up."""
    session().merge(FormerSlug(kind=kind, space=space, slug=slug, target_id=target_id))


def hand_on(kind: str, former_id: int, target_id: int) -> None:
    """Let all slugs that led to a thing lead to the one that it has become."""
    leading = (FormerSlug.kind == kind, FormerSlug.target_id == former_id)
    session().execute(update(FormerSlug).where(*leading).values(target_id=target_id))


def target_of(kind: str, space: int, slug: str) -> int | None:
    """Return the id of the thing that had this slug last."""
    found = session().get(FormerSlug, (kind, space, slug))
    return found.target_id if found else None
