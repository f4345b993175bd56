"""Reads of all the organisations where people work, for who runs the installation: names and numbers, no people."""

from typing import NamedTuple

from sqlalchemy import func, select, tuple_

from community.accounts.models import Organisation, Person
from community.accounts.queries import organisation_by_slug
from community.database import session
from community.errors import Absent
from community.folding import fold_line
from community.groups import rules
from community.groups.viewer import Viewer

ORGANISATIONS_A_PAGE = 100


class Listed(NamedTuple):
    """An organisation, and how many people work there."""

    id: int
    name: str
    slug: str
    folded: str
    people: int


def organisations(*, viewer: Viewer, words: str = "", after: tuple[str, int] | None = None) -> list[Listed]:
    """Return organisations by name, one more than a page where there are more; raise Absent to others."""
    if not rules.can_found(viewer):
        raise Absent
    count = select(func.count()).where(Person.organisation_id == Organisation.id).scalar_subquery()
    found = select(Organisation.id, Organisation.name, Organisation.slug, Organisation.folded, count)
    if words:
        found = found.where(Organisation.folded.contains(fold_line(words), autoescape=True))
    if after:
        found = found.where(tuple_(Organisation.folded, Organisation.id) > after)
    page = found.order_by(Organisation.folded, Organisation.id).limit(ORGANISATIONS_A_PAGE + 1)
    return [Listed(*row) for row in session().execute(page)]


def find_organisation(slug: str, *, viewer: Viewer) -> Organisation:
    """Return an organisation to who runs the installation; raise Absent otherwise."""
    found = organisation_by_slug(slug) if rules.can_found(viewer) else None
    if found is None:
        raise Absent
    return found
