"""How many cases use each term of the vocabularies, among those that the reader may see."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Integer, Select, Text, and_, bindparam, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from community.cases.models import Case, CaseRevision
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer

_OF_PARTNERS = {"partner-kinds": "kind", "roles": "role"}


def _held(column: InstrumentedAttribute[Any]) -> Select[Any]:
    return (
        select(cast(column, Text))
        .join(Case, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
        .join(Group, Group.id == Case.group_id)
        .where(Case.community_id == bindparam("community", type_=Integer), visible_to(Case.audience))
    )


_CHOICES, _PARTNERS = _held(CaseRevision.choices), _held(CaseRevision.partners)


def uses_of_terms(
    community_id: int, vocabularies: Collection[str], *, viewer: Viewer, merged: Mapping[tuple[str, str], str]
) -> Counter[tuple[str, str]]:
    """Return how many cases of a community use each term, by its vocabulary and key; a merged one counts for its target too."""
    counts: Counter[tuple[str, str]] = Counter()
    asked = {"community": community_id, "viewer": viewer.person_id}
    if set(vocabularies) - set(_OF_PARTNERS):
        _count(counts, [text for (text,) in read(_CHOICES, **asked)], _chosen, merged)
    if set(vocabularies) & set(_OF_PARTNERS):
        _count(counts, [text for (text,) in read(_PARTNERS, **asked)], _of_partners, merged)
    return counts


def _count(counts: Counter[tuple[str, str]], texts: list[str], terms: Any, merged: Any) -> None:
    """Count what the cases hold; those that hold the same are read once."""
    for text, number in Counter(texts).items():
        used = terms(json.loads(text))
        for term in used | {(term[0], merged[term]) for term in used if term in merged}:
            counts[term] += number


def _chosen(choices: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    return {(name, key) for name, keys in choices.items() for key in keys}


def _of_partners(partners: list[Mapping[str, str]]) -> set[tuple[str, str]]:
    return {(name, row.get(part, "")) for row in partners for name, part in _OF_PARTNERS.items()}
