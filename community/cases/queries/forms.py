"""Reads of the forms that communities have made their own."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Integer, bindparam, func, select

from community.cases import form
from community.cases.models import Case
from community.cases.outlines import OwnForm
from community.database import read, session
from community.groups.models import Group

# A column for the statements of pages that show a case: which state of its community's form is in force.
FORM_EDITION = (
    select(func.max(OwnForm.edition)).where(OwnForm.group_id == Case.community_id).correlate(Case).scalar_subquery()
)
_EDITION = select(func.max(OwnForm.edition)).where(OwnForm.group_id == bindparam("community", type_=Integer))
_EDITIONS = (
    select(OwnForm.group_id, func.max(OwnForm.edition).label("edition"))
    .where(OwnForm.group_id.in_(bindparam("communities", type_=Integer, expanding=True)))
    .group_by(OwnForm.group_id)
)
_SECTIONS = select(OwnForm.sections).where(
    OwnForm.group_id == bindparam("community", type_=Integer), OwnForm.edition == bindparam("edition")
)


def form_of(community_id: int) -> form.Outline:
    """Return the form of a community's cases: its own, or the one that ships."""
    return form_at(community_id, edition_of(community_id))


def forms_of(community_ids: Sequence[int]) -> dict[int, form.Outline]:
    """Return the forms of several communities' cases."""
    editions = (
        {row.group_id: row.edition for row in read(_EDITIONS, communities=community_ids)} if community_ids else {}
    )
    return {community_id: form_at(community_id, editions.get(community_id)) for community_id in community_ids}


def edition_of(community_id: int) -> int | None:
    """Return which state of its own form is in force in a community; None where it has none."""
    edition: int | None = read(_EDITION, community=community_id)[0][0]
    return edition


def form_at(community_id: int, edition: int | None) -> form.Outline:
    """Return the form of a community whose edition was read already, as `FORM_EDITION`; without a query where it is known."""
    return _form(community_id, edition) if edition else form.shipped()


@lru_cache(maxsize=128)
def _form(community_id: int, edition: int) -> form.Outline:
    rows = read(_SECTIONS, community=community_id, edition=edition)
    return form.arranged(rows[0][0]) if rows else form.shipped()


def own_form(community: Group, number: int | None = None) -> OwnForm | None:
    """Return a state of a community's own form, the one in force unless told; None where there is none."""
    found = select(OwnForm).where(OwnForm.group_id == community.id).order_by(OwnForm.number.desc()).limit(1)
    return session().scalar(found if number is None else found.where(OwnForm.number == number))
