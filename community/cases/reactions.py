"""What follows for cases: the rows that lists of them are narrowed by, and what becomes of co-authors who leave."""

import secrets
from typing import Any

from sqlalchemy import delete, insert, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from community.accounts.events import ProfileChanged
from community.accounts.models import Person
from community.cases.events import CaseCreated, CaseMoved, CaseRevised
from community.cases.facets import CaseEdition, CaseFacet, facets_of
from community.cases.models import Case, CaseAuthor
from community.database import session
from community.groups.events import MemberLeft, OrganisationRenamed
from community.vocabularies.events import VocabularyArranged
from community.vocabularies.queries import merged

_UPSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def note_facets(event: CaseCreated | CaseRevised | CaseMoved) -> None:
    """Write what the case is found by now."""
    case = session().get_one(Case, event.case_id)
    _enter(case)
    _renew([case.community_id])


def _enter(case: Case) -> None:
    revision = case.revision
    stands_for = merged(case.community_id)
    present = {(kind, stands_for.get((kind, key), key)) for kind, key in facets_of(revision.partners, revision.choices)}
    rows = session().execute(select(CaseFacet.kind, CaseFacet.key).where(CaseFacet.case_id == case.id))
    former = {(kind, key) for kind, key in rows}
    for kind, key in sorted(former - present):
        is_it = (CaseFacet.case_id == case.id, CaseFacet.kind == kind, CaseFacet.key == key)
        session().execute(delete(CaseFacet).where(*is_it))
    if fresh := [{"case_id": case.id, "kind": kind, "key": key} for kind, key in sorted(present - former)]:
        session().execute(insert(CaseFacet), fresh)


def follow_vocabulary(event: VocabularyArranged) -> None:
    """Let the cases of a community be found by the term that stands for a merged one, and by their own when that is parted."""
    upsert = _UPSERTS[session().get_bind().dialect.name]
    here = CaseFacet.case_id.in_(select(Case.id).where(Case.community_id == event.community_id))
    if event.parted:
        parted = (CaseFacet.kind == event.vocabulary, CaseFacet.key.in_(event.parted), here)
        for case_id in session().scalars(select(CaseFacet.case_id).where(*parted)).all():
            _enter(session().get_one(Case, case_id))
    for (vocabulary, key), into in merged(event.community_id).items():
        if vocabulary != event.vocabulary:
            continue
        holding = (CaseFacet.kind == vocabulary, CaseFacet.key == key, here)
        rows = select(CaseFacet.case_id, CaseFacet.kind, literal(into)).where(*holding)
        session().execute(upsert(CaseFacet).from_select(["case_id", "kind", "key"], rows).on_conflict_do_nothing())
        session().execute(delete(CaseFacet).where(*holding))
    _renew([event.community_id])


def follow_owner(event: ProfileChanged) -> None:
    """Let the cases of somebody who may work elsewhere now be counted anew."""
    communities = select(Case.community_id).where(Case.owner_id == event.person_id).distinct()
    _renew(sorted(session().scalars(communities)))


def follow_organisation(event: OrganisationRenamed) -> None:
    """Let the cases of those who work at an organisation of another name be counted anew."""
    theirs = select(Case.community_id).join(Person, Person.id == Case.owner_id)
    _renew(sorted(session().scalars(theirs.where(Person.organisation_id == event.organisation_id).distinct())))


def forget_author(event: MemberLeft) -> None:
    """Let who left a group be co-author of none of its cases; with a community, of none in it."""
    left = select(Case.id).where(or_(Case.group_id == event.group_id, Case.community_id == event.group_id))
    session().execute(delete(CaseAuthor).where(CaseAuthor.person_id == event.person_id, CaseAuthor.case_id.in_(left)))


def _renew(communities: list[int]) -> None:
    upsert = _UPSERTS[session().get_bind().dialect.name]
    for community_id in communities:
        number = secrets.randbits(62)
        row = upsert(CaseEdition).values(community_id=community_id, number=number)
        session().execute(row.on_conflict_do_update(index_elements=["community_id"], set_={"number": number}))
