"""Lists of cases, as cards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision, Status
from community.database import session
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import VISITOR, Viewer, narrower
from community.paging import Key
from community.rendering import excerpt

CASES_A_PAGE = 24
CARD_QUESTION = 240

_community = aliased(Group)


class CaseCard(NamedTuple):
    """A case in a list."""

    id: int
    slug: str
    title: str
    question: str
    status: str
    language: str
    audience: str
    partners: Sequence[Mapping[str, str]]
    group: str
    group_slug: str
    is_subgroup: bool
    is_confidential: bool
    owner: str
    organisation: str | None
    community_slug: str
    updated_at: datetime


_CARDS = (
    select(
        Case.id,
        Case.slug,
        Case.title,
        func.substr(CaseRevision.question, 1, 2 * CARD_QUESTION).label("question"),
        Case.status,
        Case.language,
        Case.audience,
        CaseRevision.partners,
        Group.name.label("group"),
        Group.slug.label("group_slug"),
        Group.parent_id.is_not(None).label("is_subgroup"),
        Group.is_confidential,
        Person.name.label("owner"),
        Organisation.name.label("organisation"),
        _community.slug.label("community_slug"),
        Case.updated_at,
        Group.audience.label("widest"),
    )
    .join(CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Group, Group.id == Case.group_id)
    .join(_community, _community.id == Case.community_id)
    .join(Person, Person.id == Case.owner_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
)


def cases_in(
    community: Group,
    *,
    viewer: Viewer,
    group: Group | None = None,
    before: Key | None = None,
    limit: int = CASES_A_PAGE,
    status: str | None = None,
    language: str | None = None,
) -> list[CaseCard]:
    """Return cases that the viewer may read, latest revised first; one more than a page tells there is more."""
    statement = _CARDS.where(Case.community_id == community.id, visible_to(viewer, Case.audience))
    if group is not None:
        statement = statement.where(Case.group_id == group.id)
    if status:
        statement = statement.where(Case.status == status)
    if language:
        statement = statement.where(Case.language == language)
    if before is not None:
        moment, case_id = before
        statement = statement.where(or_(Case.updated_at < moment, and_(Case.updated_at == moment, Case.id < case_id)))
    statement = statement.order_by(Case.updated_at.desc(), Case.id.desc()).limit(limit + 1)
    return _cards(statement, limit + 1)


def public_cases(*, limit: int = CASES_A_PAGE) -> list[CaseCard]:
    """Return the cases of all communities that everybody may read, latest revised first."""
    return _cards(_CARDS.where(visible_to(VISITOR, Case.audience)), limit)


class Sketch(NamedTuple):
    """A case of one's own that has yet to be written."""

    slug: str
    title: str
    language: str
    community_slug: str


def cases_of_owner(viewer: Viewer, *, limit: int = 5) -> list[Sketch]:
    """Return the viewer's own cases that are sketches still, latest first."""
    statement = (
        select(Case.slug, Case.title, Case.language, _community.slug)
        .join(Group, Group.id == Case.group_id)
        .join(_community, _community.id == Case.community_id)
        .where(Case.owner_id == viewer.person_id, Case.status == Status.SKETCHED, visible_to(viewer, Case.audience))
        .order_by(Case.updated_at.desc(), Case.id.desc())
        .limit(limit)
    )
    return [Sketch(*row) for row in session().execute(statement)]


def _cards(statement: Select[Any], limit: int) -> list[CaseCard]:
    latest = statement.order_by(Case.updated_at.desc(), Case.id.desc()).limit(limit)
    return [
        CaseCard(*row[:-1])._replace(
            question=excerpt(row.question, CARD_QUESTION), audience=narrower(row.audience, row.widest)
        )
        for row in session().execute(latest)
    ]
