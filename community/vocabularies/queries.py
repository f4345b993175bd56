"""Reads of vocabularies, in the language of who reads."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from community.database import read, session
from community.vocabularies.models import Term

FALLBACK = "en"


class TermLine(NamedTuple):
    """One term to choose, in the reader's language."""

    key: str
    label: str
    description: str


_LABELS = select(Term.vocabulary, Term.key, Term.labels)
_LABELS_OF = _LABELS.where(Term.key.in_(bindparam("keys", expanding=True)))
_TERMS = select(Term.vocabulary, Term.key, Term.labels, Term.descriptions).order_by(Term.position, Term.key)


def labels(language: str) -> dict[tuple[str, str], str]:
    """Return the label of every term by its vocabulary and key, in one query."""
    return {(name, key): _said(texts, language) or key for name, key, texts in read(_LABELS)}


def labels_of(keys: Collection[str], language: str) -> dict[tuple[str, str], str]:
    """Return the labels of the terms with these keys, in whatever vocabulary, by vocabulary and key."""
    rows = read(_LABELS_OF, keys=sorted(keys)) if keys else ()
    return {(name, key): _said(texts, language) or key for name, key, texts in rows}


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
