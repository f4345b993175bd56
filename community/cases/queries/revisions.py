"""Reads of the revisions of a case, and of who wrote them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.database import session
from community.errors import Absent

REVISIONS_A_PAGE = 50


class RevisionLine(NamedTuple):
    """A revision in the history of its case."""

    number: int
    change: str
    saved_at: datetime
    is_pinned: bool
    author: str
    handle: str
    organisation: str | None


def revisions_of(case: Case, *, before: int | None = None, limit: int = REVISIONS_A_PAGE) -> list[RevisionLine]:
    """Return the revisions of a case, newest first; one more than a page tells there is more."""
    statement = (
        select(
            CaseRevision.number,
            CaseRevision.change,
            CaseRevision.saved_at,
            CaseRevision.is_pinned,
            Person.name,
            Person.handle,
            Organisation.name,
        )
        .join(Person, Person.id == CaseRevision.author_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(CaseRevision.case_id == case.id)
    )
    if before is not None:
        statement = statement.where(CaseRevision.number < before)
    return [
        RevisionLine(*row) for row in session().execute(statement.order_by(CaseRevision.number.desc()).limit(limit + 1))
    ]


def find_revision(case: Case, number: int) -> CaseRevision:
    """Return a revision of a case that was found already; raise Absent where it has no such one."""
    found = session().scalar(select(CaseRevision).where(CaseRevision.case_id == case.id, CaseRevision.number == number))
    if found is None:
        raise Absent
    return found


class Contributor(NamedTuple):
    """Somebody who wrote in a case, with the number of revisions they saved."""

    name: str
    handle: str
    organisation: str | None
    revisions: int


def contributors_of(case_id: int) -> list[Contributor]:
    """Return who wrote in a case, who wrote most first."""
    statement = (
        select(Person.name, Person.handle, Organisation.name, func.count())
        .select_from(CaseRevision)
        .join(Person, Person.id == CaseRevision.author_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(CaseRevision.case_id == case_id)
        .group_by(Person.id, Person.name, Person.handle, Organisation.name)
        .order_by(func.count().desc(), Person.name)
    )
    return [Contributor(*row) for row in session().execute(statement)]
