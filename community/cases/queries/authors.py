"""Reads of who writes a case with its owner, who could, and what its partners agree to."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Organisation, Person
from community.cases.besides import CaseConsent
from community.cases.models import Case, CaseAuthor
from community.database import session
from community.errors import Absent
from community.groups.models import Membership
from community.groups.viewer import Role


class Author(NamedTuple):
    """A co-author, or a member who could be one."""

    id: int
    name: str
    handle: str
    organisation: str | None


_AUTHOR = (Person.id, Person.name, Person.handle, Organisation.name)


def co_authors_of(case: Case) -> list[Author]:
    """Return who writes a case together with its owner, by name."""
    statement = (
        select(*_AUTHOR)
        .join(CaseAuthor, CaseAuthor.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(CaseAuthor.case_id == case.id)
        .order_by(Person.folded, Person.id)
    )
    return [Author(*row) for row in session().execute(statement)]


def writers_around(case: Case) -> list[Author]:
    """Return the members of the case's group who write there, its owner aside, by name."""
    statement = (
        select(*_AUTHOR)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(
            Membership.group_id == case.group_id,
            Membership.role != Role.READER,
            Person.deactivated_at.is_(None),
            Person.id != case.owner_id,
        )
        .order_by(Person.folded, Person.id)
    )
    return [Author(*row) for row in session().execute(statement)]


def find_co_author(case: Case, handle: str) -> Person:
    """Return a co-author of a case that was found already; raise Absent where there is none of this name."""
    statement = select(Person).join(CaseAuthor, CaseAuthor.person_id == Person.id)
    found = session().scalar(statement.where(CaseAuthor.case_id == case.id, Person.handle == handle))
    if found is None:
        raise Absent
    return found


def consents_of(case: Case) -> list[CaseConsent]:
    """Return what was noted of what the partners agree to, newest first."""
    statement = select(CaseConsent).where(CaseConsent.case_id == case.id).order_by(CaseConsent.number.desc())
    statement = statement.options(joinedload(CaseConsent.noted_by))
    return list(session().scalars(statement.limit(50)))
