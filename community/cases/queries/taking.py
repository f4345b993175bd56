"""Cases as they are taken along: all that their present revision holds, as it was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Person
from community.cases.models import Case, CaseRevision
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer


class Held(NamedTuple):
    """A case with all that it holds."""

    id: int
    slug: str
    title: str
    language: str
    status: str
    source: dict[str, Any] | None
    owner: str
    community: str
    community_slug: str
    revision: int
    saved_at: datetime
    sections: dict[str, str]
    partners: list[dict[str, str]]
    choices: dict[str, list[str]]


_community = aliased(Group)
_HELD = (
    select(
        Case.id,
        Case.slug,
        CaseRevision.title,
        Case.language,
        Case.status,
        Case.source,
        Person.name,
        _community.name,
        _community.slug,
        CaseRevision.number,
        CaseRevision.saved_at,
        CaseRevision.sections,
        CaseRevision.partners,
        CaseRevision.choices,
    )
    .join(CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Group, Group.id == Case.group_id)
    .join(_community, _community.id == Case.community_id)
    .join(Person, Person.id == Case.owner_id)
    .where(Case.id.in_(bindparam("ids", type_=Integer, expanding=True)), visible_to(Case.audience))
)


def held_by(case_ids: Sequence[int], *, viewer: Viewer) -> list[Held]:
    """Return these cases in this order with all that they hold, as far as the viewer may read them."""
    rows = read(_HELD, viewer=viewer.person_id, ids=case_ids) if case_ids else ()
    found = {row[0]: Held(*row) for row in rows}
    return [found[case_id] for case_id in case_ids if case_id in found]
