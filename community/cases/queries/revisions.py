"""Reads of the revisions of a case, and of who wrote them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from community.accounts.models import Organisation, Person
from community.cases import state, versions
from community.cases.models import Case, CaseRevision
from community.cases.state import State
from community.cases.underway import FormerState
from community.database import read, session
from community.errors import Absent

REVISIONS_A_PAGE = 50


class RevisionLine(NamedTuple):
    """A revision in the history of its case."""

    number: int
    change: str
    saved_at: datetime
    is_pinned: bool
    amended_at: datetime | None
    merged_from: str | None
    changes: dict[str, list[int]] | None
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
            CaseRevision.amended_at,
            CaseRevision.merged_from,
            CaseRevision.changes,
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
        RevisionLine._make(row)
        for row in session().execute(statement.order_by(CaseRevision.number.desc()).limit(limit + 1))
    ]


def find_revision(case: Case, number: int, *, is_locked: bool = False) -> CaseRevision:
    """Return a revision of a case that was found already; raise Absent where it has no such one."""
    statement = select(CaseRevision).where(CaseRevision.case_id == case.id, CaseRevision.number == number)
    if is_locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session().scalar(statement)
    if found is None:
        raise Absent
    return found


def find_state(case: Case, version: str | int) -> State | None:
    """Return what a case held in a version that somebody wrote on from; None where that is not known any more."""
    number, amendments = versions.read(version) or (0, 0)
    revision = session().scalar(
        select(CaseRevision).where(CaseRevision.case_id == case.id, CaseRevision.number == number)
    )
    if revision is None or revision.amendments == amendments:
        return state.held_by(revision) if revision else None
    former = session().get(FormerState, (revision.id, amendments))
    return state.State(**former.held) if former else None


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


_PEOPLE = select(Person.id, Person.name).where(Person.id.in_(bindparam("people", expanding=True)))


def people_by_id(people: Iterable[int]) -> dict[int, str]:
    """Return the names of those who wrote in a case that the viewer reads."""
    return dict(map(tuple, read(_PEOPLE, people=list(people))))
