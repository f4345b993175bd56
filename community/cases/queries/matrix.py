"""Cases beside each other: what each says, section by section."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Integer, Select, Text, and_, bindparam, cast, func, select, union_all

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseAuthor, CaseRevision
from community.database import read
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Scope, Viewer, narrower
from community.slugs import FormerSlug


class Column(NamedTuple):
    """A case of the table; what is JSON is left as text."""

    id: int
    slug: str
    title: str
    language: str
    status: str
    owner_id: int
    owner: str
    organisation: str | None
    group: str
    group_id: int
    community_id: int
    audience: str
    widest: str
    is_confidential: bool
    is_dissolved: bool
    revision: int
    held_json: str
    partners_json: str
    authors_text: str | None

    @property
    def author_ids(self) -> frozenset[int]:
        """Who writes it together with its owner."""
        return frozenset(int(person_id) for person_id in (self.authors_text or "").split())

    @property
    def scope(self) -> Scope:
        """Where the case stands."""
        audience = narrower(self.audience, self.widest)
        return Scope(self.group_id, self.community_id, audience, self.is_confidential, self.is_dissolved)


_AUTHORS = (
    select(func.aggregate_strings(cast(CaseAuthor.person_id, Text), " "))
    .where(CaseAuthor.case_id == Case.id)
    .correlate(Case)
    .scalar_subquery()
)


def _columns(*, as_written: bool = False) -> Select[*tuple[Any, ...]]:
    held = CaseRevision
    return (
        select(
            Case.id,
            Case.slug,
            Case.title,
            Case.language,
            Case.status,
            Case.owner_id,
            Person.name,
            Organisation.name,
            Group.name,
            Group.id,
            Case.community_id,
            Case.audience,
            Group.audience,
            Group.is_confidential,
            Group.is_dissolved,
            Case.revision_count,
            cast(held.sections if as_written else held.html, Text),
            cast(held.partners, Text),
            _AUTHORS,
        )
        .join(held, and_(held.case_id == Case.id, held.number == Case.revision_count))
        .join(Group, Group.id == Case.group_id)
        .join(Person, Person.id == Case.owner_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Case.id.in_(bindparam("ids", type_=Integer, expanding=True)), visible_to(Case.audience))
    )


_SHOWN, _WRITTEN = _columns(), _columns(as_written=True)


def columns_of(case_ids: Sequence[int], *, viewer: Viewer, as_written: bool = False) -> tuple[Column, ...]:
    """Return these cases in this order, as far as the viewer may read them; their sections as HTML, or as they were written."""
    rows = read(_WRITTEN if as_written else _SHOWN, viewer=viewer.person_id, ids=case_ids) if case_ids else ()
    found = {row[0]: Column(*row) for row in rows}
    return tuple(found[case_id] for case_id in case_ids if case_id in found)


class Titled(NamedTuple):
    """A case to choose."""

    id: int
    slug: str
    title: str
    language: str


_TITLES = (
    select(Case.id, Case.slug, Case.title, Case.language)
    .join(Group, Group.id == Case.group_id)
    .where(visible_to(Case.audience))
)
_BY_ID = _TITLES.add_columns(Case.folded).where(Case.id.in_(bindparam("ids", type_=Integer, expanding=True)))
_HERE = Case.community_id == bindparam("community")
_SLUGS: BindParameter[str] = bindparam("slugs", expanding=True)
_NAMED = _TITLES.add_columns(Case.slug).where(_HERE, Case.slug.in_(_SLUGS))
_ONCE_NAMED = (
    _TITLES.add_columns(FormerSlug.slug)
    .join(FormerSlug, and_(FormerSlug.target_id == Case.id, FormerSlug.space == Case.community_id))
    .where(_HERE, FormerSlug.kind == "case", FormerSlug.slug.in_(_SLUGS))
)
_BY_SLUG = union_all(_ONCE_NAMED, _NAMED)


def titles_of(case_ids: Sequence[int], *, viewer: Viewer) -> list[Titled]:
    """Return these cases by title, as far as the viewer may read them."""
    rows = read(_BY_ID, viewer=viewer.person_id, ids=case_ids) if case_ids else ()
    return [Titled(*row[:-1]) for row in sorted(rows, key=lambda row: (row.folded, row.id))]


def find_chosen(community: Frame, slugs: Sequence[str], *, viewer: Viewer) -> list[Titled]:
    """Return the cases of a community that were chosen by a present or former slug, in that order, as far as they may be read."""
    rows = read(_BY_SLUG, viewer=viewer.person_id, community=community.id, slugs=slugs) if slugs else ()
    found = {asked: Titled(*case) for *case, asked in rows}
    return list(dict.fromkeys(found[slug] for slug in slugs if slug in found))
