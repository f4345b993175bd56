"""How many cases use each term of the vocabularies, among those that the reader may see."""

import json
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Integer, Text, and_, bindparam, cast, select

from community.cases.models import Case, CaseRevision
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer

_HELD = (
    select(cast(CaseRevision.choices, Text), cast(CaseRevision.partners, Text))
    .join(Case, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Group, Group.id == Case.group_id)
    .where(Case.community_id == bindparam("community", type_=Integer), visible_to(Case.audience))
)
_OF_PARTNERS = (("kind", "partner-kinds"), ("role", "roles"))


def uses_of_terms(
    community_id: int, *, viewer: Viewer, merged: Mapping[tuple[str, str], str]
) -> Counter[tuple[str, str]]:
    """Return how many cases of a community use each term, by its vocabulary and key; a merged one counts for its target too."""
    counts: Counter[tuple[str, str]] = Counter()
    for choices, partners in read(_HELD, community=community_id, viewer=viewer.person_id):
        used = {(name, key) for name, keys in json.loads(choices).items() for key in keys}
        used |= {(name, row.get(part, "")) for row in json.loads(partners) for part, name in _OF_PARTNERS}
        counts.update(used | {(name, merged[name, key]) for name, key in used if (name, key) in merged})
    return counts
