"""Which cases of a community hold what, as numbers with a bit for each case: what fits several choices is their `&`.

Read once for each edition of the cases and kept in the process, so that narrowing by any choices costs next to nothing.
"""

from collections import defaultdict
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, cast, func, literal, select, union_all

from community.accounts.models import Organisation, Person
from community.cases.facets import CaseFacet
from community.cases.models import Case
from community.cases.queries.sight import Sight
from community.database import read
from community.groups.viewer import Audience

COMMUNITIES_KEPT = 24

# How the address names a choice, and the kind of facet that is chosen by it.
FACETS = {
    "purpose": "purposes",
    "theme": "themes",
    "sector": "sectors",
    "stage": "stages",
    "kind": "partner-kinds",
    "role": "roles",
    "place": "places",
}
_NAMES = {kind: name for name, kind in FACETS.items()}
_SHARED = (Audience.COMMUNITY.value, Audience.PUBLIC.value)


class Holders(NamedTuple):
    """The cases behind each choice and its key, behind each group and audience; and the names of organisations."""

    by_choice: dict[str, dict[str, int]]
    by_place: dict[tuple[int, str], int]
    employers: dict[str, str]

    def seen_by(self, sight: Sight) -> int:
        """Return the cases that a sight sees."""
        seen = 0
        for (group_id, audience), cases in self.by_place.items():
            is_shared = group_id in sight.shared and audience in _SHARED
            is_public = group_id in sight.public and audience == Audience.PUBLIC.value
            if group_id in sight.whole or is_shared or is_public:
                seen |= cases
        return seen


def _held(kind: ColumnElement[Any], key: Any, label: Any, case_id: Any = Case.id) -> Select[*tuple[Any, ...]]:
    return select(kind, key, label, func.aggregate_strings(cast(case_id, String), ","))


_OF_COMMUNITY = Case.community_id == bindparam("community", type_=Integer)
_group = cast(Case.group_id, String)
_FACETS = (
    _held(CaseFacet.kind, CaseFacet.key, literal(""), CaseFacet.case_id)  # type: ignore[arg-type]
    .join(Case, Case.id == CaseFacet.case_id)
    .where(_OF_COMMUNITY, CaseFacet.kind.in_(FACETS.values()))
    .group_by(CaseFacet.kind, CaseFacet.key)
)
_EMPLOYERS = (
    _held(literal("organisation"), Organisation.slug, Organisation.name)
    .join(Person, Person.id == Case.owner_id)
    .join(Organisation, Organisation.id == Person.organisation_id)
    .where(_OF_COMMUNITY)
    .group_by(Organisation.slug, Organisation.name)
)
_HELD = union_all(
    _FACETS,
    _EMPLOYERS,
    _held(literal("status"), Case.status, literal("")).where(_OF_COMMUNITY).group_by(Case.status),
    _held(literal("language"), Case.language, literal("")).where(_OF_COMMUNITY).group_by(Case.language),
    _held(literal("group"), _group, Case.audience).where(_OF_COMMUNITY).group_by(_group, Case.audience),
)


def holders_in(community_id: int, edition: int | None) -> Holders:
    """Return which cases of a community hold what; nothing is kept where the edition isn't known."""
    return (_holders_in if edition is not None else _holders_in.__wrapped__)(community_id, edition)


@lru_cache(COMMUNITIES_KEPT)
def _holders_in(community_id: int, _edition: int | None) -> Holders:
    rows = [(kind, key, label, ids.split(",")) for kind, key, label, ids in read(_HELD, community=community_id)]
    places = {case_id: n for n, case_id in enumerate(i for kind, _k, _l, ids in rows if kind == "status" for i in ids)}
    by_choice: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "status", "language", "organisation")}
    groups: defaultdict[str, int] = defaultdict(int)
    by_place, employers = {}, {}
    for kind, key, label, ids in rows:
        cases = _bits(ids, places)
        if kind == "group":
            by_place[int(key), label] = cases
            groups[key] |= cases
            continue
        by_choice[_NAMES.get(kind, kind)][key] = cases
        if kind == "organisation":
            employers[key] = label
    return Holders(by_choice | {"group": dict(groups)}, by_place, employers)


def _bits(ids: list[str], places: dict[str, int]) -> int:
    """Return a number with the bit of each of these cases set."""
    held = bytearray(len(places) // 8 + 1)
    for case_id in ids:
        if (place := places.get(case_id)) is not None:  # one that came meanwhile is counted with the next edition
            held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")
