"""Lists of cases, as cards."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision, Status
from community.cases.rounds import ChoosingRound, RoundCase, RoundState
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import VIEWER, visible_to
from community.groups.viewer import VISITOR, Audience, Viewer, narrower
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
    status: str
    language: str
    partners: tuple[str, ...]
    group: str
    group_slug: str
    is_subgroup: bool
    is_confidential: bool
    owner: str
    organisation: str | None
    community_slug: str
    updated_at: datetime
    question: str
    audience: str


_EFFECTIVE = {(own, widest): narrower(own, widest).value for own in Audience for widest in Audience}
_CARDS: Select[*tuple[Any, ...]] = (
    select(
        Case.id,
        Case.slug,
        Case.title,
        Case.status,
        Case.language,
        CaseRevision.partners,
        Group.name,
        Group.slug,
        Group.parent_id.is_not(None),
        Group.is_confidential,
        Person.name,
        Organisation.name,
        _community.slug,
        Case.updated_at,
        func.substr(CaseRevision.question, 1, 2 * CARD_QUESTION),
        Case.audience,
        Group.audience,
    )
    .join(CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Group, Group.id == Case.group_id)
    .join(_community, _community.id == Case.community_id)
    .join(Person, Person.id == Case.owner_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(visible_to(Case.audience))
    .order_by(Case.updated_at.desc(), Case.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


_STANDING = _CARDS.where(Case.status != Status.WITHDRAWN.value)
_OF_IDS = _CARDS.where(Case.id.in_(bindparam("ids", type_=Integer, expanding=True)))


@cache
def _cards_where(*given: str) -> Select[*tuple[Any, ...]]:
    """Return the statement for these conditions, made once for each set of them."""
    moment, last = bindparam("moment", type_=Case.updated_at.type), bindparam("last", type_=Integer)
    conditions = {
        "community": Case.community_id == bindparam("community"),
        "group": Case.group_id == bindparam("group"),
        "organisation": Person.organisation_id == bindparam("organisation"),
        "moment": or_(Case.updated_at < moment, and_(Case.updated_at == moment, Case.id < last)),
    }
    return _STANDING.where(*(conditions[name] for name in given))


def cases_in(
    community: Group,
    *,
    viewer: Viewer,
    group: Group | None = None,
    before: Key | None = None,
    limit: int = CASES_A_PAGE,
    organisation: int | None = None,
) -> list[CaseCard]:
    """Return cases that the viewer may read, latest revised first; one more than a page tells there is more."""
    moment, last = before or (None, None)
    wanted = {
        "community": community.id,
        "group": group and group.id,
        "organisation": organisation,
        "moment": moment,
    }
    given = {name: value for name, value in wanted.items() if value}
    return _cards(_cards_where(*given), viewer=viewer.person_id, limit=limit + 1, last=last, **given)


def cards_of(case_ids: Sequence[int], *, viewer: Viewer) -> list[CaseCard]:
    """Return these cases in this order, as far as the viewer may read them."""
    if not case_ids:
        return []
    found = {card.id: card for card in _cards(_OF_IDS, viewer=viewer.person_id, ids=case_ids, limit=len(case_ids))}
    return [found[case_id] for case_id in case_ids if case_id in found]


def public_cases(*, limit: int = CASES_A_PAGE) -> list[CaseCard]:
    """Return the cases of all communities that everybody may read, latest revised first."""
    return _cards(_STANDING, viewer=VISITOR.person_id, limit=limit)


_AT_LARGE = (
    select(Case.id, Case.title, Person.name)
    .join(Group, Group.id == Case.group_id)
    .join(Person, Person.id == Case.owner_id)
    .where(
        Case.group_id == bindparam("community"),
        Case.status != Status.WITHDRAWN.value,
        visible_to(Case.audience),
        ~exists()
        .where(RoundCase.case_id == Case.id, RoundCase.round_id == ChoosingRound.id)
        .where(ChoosingRound.state == RoundState.CHOOSING),
    )
    .order_by(Case.updated_at.desc(), Case.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


def cases_at_large(community: Group, *, viewer: Viewer, limit: int = 300) -> list[tuple[int, str, str]]:
    """Return the cases that no subgroup works on and nobody chooses just now: id, title, owner; latest revised first."""
    return [tuple(row) for row in read(_AT_LARGE, community=community.id, viewer=viewer.person_id, limit=limit)]


class Sketch(NamedTuple):
    """A case of one's own that has yet to be written."""

    slug: str
    title: str
    language: str
    community_slug: str


_SKETCHES = (
    select(Case.slug, Case.title, Case.language, _community.slug)
    .join(Group, Group.id == Case.group_id)
    .join(_community, _community.id == Case.community_id)
    .where(Case.owner_id == VIEWER, Case.status == Status.SKETCHED, ~Group.is_dissolved, visible_to(Case.audience))
    .order_by(Case.updated_at.desc(), Case.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


def cases_of_owner(viewer: Viewer, *, limit: int = 5) -> list[Sketch]:
    """Return the viewer's own cases that are sketches still, latest first."""
    return [Sketch(*row) for row in read(_SKETCHES, viewer=viewer.person_id, limit=limit)]


def _cards(statement: Select[*tuple[Any, ...]], **values: Any) -> list[CaseCard]:
    return [
        CaseCard._make(
            (
                *row[:5],
                tuple([partner["name"] for partner in row[5]]),
                *row[6:-3],
                excerpt(row[-3], CARD_QUESTION),
                _EFFECTIVE[row[-2], row[-1]],
            )
        )
        for row in read(statement, **values)
    ]
