"""The terms of all vocabularies, and what communities make of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
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


class OwnVocabulary(Model):
    """One state of what a community makes of a vocabulary, the newest one being in force; `arrangement` reads its terms."""

    __tablename__ = "own_vocabulary"

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terms: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    edition: Mapped[int] = mapped_column(BigInteger, index=True)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person] = relationship()
