"""Reads of vocabularies, in the language of who reads."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import func, select

from community.database import read, session
from community.vocabularies.models import Term

FALLBACK = "en"


class TermLine(NamedTuple):
    """One term to choose, in the reader's language."""

    key: str
    label: str
    description: str


# A column for the statements of pages that show terms: which edition of the vocabularies is the present one.
EDITION = select(func.max(Term.edition)).scalar_subquery()
_EDITION = select(EDITION)
_LABELS = select(Term.vocabulary, Term.key, Term.labels)
_TERMS = select(Term.vocabulary, Term.key, Term.labels, Term.descriptions).order_by(Term.position, Term.key)


def labels(language: str, *, edition: int | None = None) -> Mapping[tuple[str, str], str]:
    """Return the label of every term by its vocabulary and key; they are read again when there is a new edition of them."""
    return _labels(language, read(_EDITION)[0][0] if edition is None else edition)


@lru_cache(maxsize=16)
def _labels(language: str, _edition: int | None) -> Mapping[tuple[str, str], str]:
    return {(name, key): _said(texts, language) or key for name, key, texts in read(_LABELS)}


def terms(vocabulary: str, language: str = FALLBACK) -> list[TermLine]:
    """Return the terms of a vocabulary, in their order."""
    return terms_of([vocabulary], language)[vocabulary]


def terms_of(vocabularies: Sequence[str], language: str = FALLBACK) -> dict[str, list[TermLine]]:
    """Return the terms of several vocabularies, in their order, in one query."""
    found: dict[str, list[TermLine]] = {name: [] for name in vocabularies}
    for name, key, texts, descriptions in session().execute(_TERMS.where(Term.vocabulary.in_(vocabularies))):
        found[name].append(TermLine(key, _said(texts, language) or key, _said(descriptions, language)))
    return found


def _said(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()), "")
