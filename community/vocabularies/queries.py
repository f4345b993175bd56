"""Reads of vocabularies, in the language of who reads; each community has them in its own way."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, bindparam, func, literal_column, select
from sqlalchemy.orm import aliased

from community.database import read, session
from community.groups.models import Group
from community.languages import gettext
from community.vocabularies import arrangement
from community.vocabularies.arrangement import FALLBACK, Entry, said
from community.vocabularies.models import OwnVocabulary, Term


class TermLine(NamedTuple):
    """One term to choose, in the reader's language."""

    key: str
    label: str
    description: str


# A column for the statements of pages that show terms: which edition of the vocabularies, communities' own included, is the
# present one.
_none: ColumnElement[int] = literal_column("0", Integer)  # a parameter would cost every page more
EDITION = func.coalesce(select(func.max(Term.edition)).scalar_subquery(), _none) + func.coalesce(
    select(func.max(OwnVocabulary.edition)).scalar_subquery(), _none
)
_EDITION = select(EDITION)
_OURS = select(Term.vocabulary, Term.key, Term.labels, Term.descriptions).order_by(Term.position, Term.key)
_later = aliased(OwnVocabulary)
_OWN = select(OwnVocabulary.vocabulary, OwnVocabulary.terms).where(
    OwnVocabulary.group_id == bindparam("community", type_=Integer),
    OwnVocabulary.number
    == select(func.max(_later.number))
    .where(_later.group_id == OwnVocabulary.group_id, _later.vocabulary == OwnVocabulary.vocabulary)
    .correlate(OwnVocabulary)
    .scalar_subquery(),
)


def present_edition() -> int:
    """Return the number of the present edition of the vocabularies, for whoever asks for several things of one edition."""
    return int(read(_EDITION)[0][0])


def labels(
    language: str, *, edition: int | None = None, community_id: int | None = None
) -> Mapping[tuple[str, str], str]:
    """Return the label of every term by its vocabulary and key; they are read again when there is a new edition of them.

    A merged term is called like the one that it was merged into.
    """
    return _labels(language, read(_EDITION)[0][0] if edition is None else edition, community_id)


@lru_cache(maxsize=64)
def _labels(language: str, _edition: int, community_id: int | None) -> Mapping[tuple[str, str], str]:
    found = {}
    for name, entries in entries_of(community_id).items():
        by_key = {entry.key: entry for entry in entries}
        for key, entry in by_key.items():
            found[name, key] = by_key.get(entry.into, entry).label(language)
    return found


def merged(community_id: int, *, edition: int | None = None) -> Mapping[tuple[str, str], str]:
    """Return, by its vocabulary and key, the key that stands for each merged term: what counts or filters cases follows it."""
    return _merged(community_id, read(_EDITION)[0][0] if edition is None else edition)


@lru_cache(maxsize=64)
def _merged(community_id: int, _edition: int) -> Mapping[tuple[str, str], str]:
    every = entries_of(community_id)
    return {(name, key): into for name in every for key, into in arrangement.targets(every[name]).items()}


def terms(vocabulary: str, language: str = FALLBACK, *, community_id: int | None = None) -> list[TermLine]:
    """Return the terms of a vocabulary that can be chosen, in their order."""
    return terms_of([vocabulary], language, community_id=community_id)[vocabulary]


def terms_of(
    vocabularies: Sequence[str],
    language: str = FALLBACK,
    *,
    community_id: int | None = None,
    holding: Collection[str] = (),
) -> dict[str, list[TermLine]]:
    """Return the terms of several vocabularies that can be chosen in a community, in their order.

    Of those that cannot be chosen any more come the ones that are held already, by these keys; they say so.
    """
    every = entries_of(community_id)
    return {name: _lines(every.get(name, ()), language, holding) for name in vocabularies}


def entries_of(community_id: int | None) -> dict[str, tuple[Entry, ...]]:
    """Return all vocabularies with all of their terms, as a community has them or else as they ship."""
    every = shipped()
    own = dict(read(_OWN, community=community_id)) if community_id else {}
    return {name: arrangement.arranged(every.get(name, ()), own.get(name, ())) for name in {**every, **own}}


def shipped() -> dict[str, tuple[Entry, ...]]:
    """Return all vocabularies as they ship."""
    found: dict[str, list[Entry]] = {}
    for name, key, texts, descriptions in read(_OURS):
        found.setdefault(name, []).append(Entry(key, texts, descriptions))
    return {name: tuple(entries) for name, entries in found.items()}


def own_vocabulary(community: Group, vocabulary: str, number: int | None = None) -> OwnVocabulary | None:
    """Return a state of what a community makes of a vocabulary, the one in force unless told; None where there is none."""
    found = (
        select(OwnVocabulary)
        .where(OwnVocabulary.group_id == community.id, OwnVocabulary.vocabulary == vocabulary)
        .order_by(OwnVocabulary.number.desc())
        .limit(1)
    )
    return session().scalar(found if number is None else found.where(OwnVocabulary.number == number))


def _lines(entries: Sequence[Entry], language: str, holding: Collection[str]) -> list[TermLine]:
    names = {entry.key: entry.label(language) for entry in entries}
    found = []
    for entry in entries:
        label = names[entry.key]
        if not entry.is_offered:
            if entry.key not in holding:
                continue
            now = names.get(entry.into)
            label = (
                gettext("%(term)s (now: %(now)s)", term=label, now=now)
                if now
                else gettext("%(term)s (no longer offered)", term=label)
            )
        found.append(TermLine(entry.key, label, said(entry.descriptions, language)))
    return found
