"""The terms of all vocabularies."""

from collections.abc import Mapping

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model


class Term(Model):
    """One word of a vocabulary. What chose it holds its key; labels and descriptions are keyed by language."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("vocabulary", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(40))
    labels: Mapped[dict[str, str]] = mapped_column(JSON)
    descriptions: Mapped[dict[str, str]] = mapped_column(JSON)
    position: Mapped[int]

    def say(self, *, labels: Mapping[str, str], descriptions: Mapping[str, str], position: int) -> None:
        """Change how the term is shown, and where."""
        self.labels, self.descriptions, self.position = dict(labels), dict(descriptions), position
