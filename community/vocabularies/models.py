"""The terms of all vocabularies."""

from collections.abc import Mapping

from sqlalchemy import JSON, BigInteger, String, UniqueConstraint
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
    edition: Mapped[int] = mapped_column(BigInteger, index=True)

    def say(self, *, labels: Mapping[str, str], descriptions: Mapping[str, str], position: int, edition: int) -> None:
        """Change how the term is shown, and where; what differs from before says in which edition of the vocabularies."""
        said = dict(labels), dict(descriptions), position
        if said != (self.labels, self.descriptions, self.position):
            self.labels, self.descriptions, self.position = said
            self.edition = edition
