"""The tables of the PostgreSQL search engine; on SQLite they stay empty."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, JSON, BigInteger, Index, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from community.database import Model

# Goes with each edition of the index: raise it when vectors or analysis change, and the index is made anew.
VERSION = 1

_VECTOR = TSVECTOR().with_variant(Text(), "sqlite")
_TEXTS = ARRAY(Text()).with_variant(JSON(), "sqlite")
_GIN: dict[str, Any] = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}


class SearchEdition(Model):
    """One making of the index: the serving one answers; beside it there may be one that is being built."""

    __tablename__ = "search_edition"

    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    is_serving: Mapped[bool]


class SearchVector(Model):
    """What one document says, by which it is searched. Title, summary, labels and body are the weights A, B, C and D."""

    __tablename__ = "search_vector"
    __table_args__ = (
        Index(
            "ix_search_vector_scope",
            "scope",
            "edition",
            postgresql_include=["key", "title_length", "summary_length", "labels_length", "body_length"],
        ),
        Index("ix_search_vector_vector", "vector", **_GIN),
    )

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scope: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    digest: Mapped[int] = mapped_column(BigInteger)
    title_length: Mapped[int]
    summary_length: Mapped[int]
    labels_length: Mapped[int]
    body_length: Mapped[int]
    marks: Mapped[list[str]] = mapped_column(_TEXTS)
    authors: Mapped[list[str]] = mapped_column(_TEXTS)
    vector: Mapped[str] = mapped_column(_VECTOR)


class SearchWording(Model):
    """How one document is worded, by which beginnings are completed and slips are mended; never what it is found by."""

    __tablename__ = "search_wording"
    __table_args__ = (
        Index("ix_search_wording_scope", "scope", "edition"),
        Index("ix_search_wording_words", "words", **_GIN),
    )

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scope: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    digest: Mapped[int] = mapped_column(BigInteger)
    heading: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(_VECTOR)


class SearchSpelling(Model):
    """A spelling that stands in some wording: who may be told of it, the wordings say.

    They are numbered, so that a process that knows them reads only what is new.
    """

    __tablename__ = "search_spelling"
    __table_args__ = (Index("ix_search_spelling_initial", "initial", "number"),)

    lexeme: Mapped[str] = mapped_column(Text, primary_key=True)
    initial: Mapped[str] = mapped_column(String(1))
    number: Mapped[int] = mapped_column(BigInteger)
