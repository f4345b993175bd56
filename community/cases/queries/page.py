"""All that the page of a case shows, in one query and without loading objects: it is the page that is read most."""

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Text, and_, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.besides import CaseConsent
from community.cases.models import Case, CaseAuthor, CaseRevision
from community.cases.queries.forms import FORM_EDITION
from community.database import constant, gathered, read
from community.discussions.models import Thread
from community.discussions.queries.threads import ThreadElsewhere
from community.errors import Absent
from community.folding import fold
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.rules import can_see
from community.groups.viewer import Scope, Viewer, narrower
from community.vocabularies.queries import EDITION

_INSIDE, _BETWEEN = "\x1f", "\x1e"  # no name can hold these


class CoAuthor(NamedTuple):
    """Somebody who writes a case together with its owner."""

    id: str
    name: str
    handle: str
    organisation: str


class _Columns(NamedTuple):
    id: int
    slug: str
    title: str
    language: str
    audience: str
    status: str
    revision_count: int
    owner_id: int
    owner: str
    owner_handle: str
    organisation: str | None
    group_id: int
    group: str
    group_slug: str
    widest: str
    is_confidential: bool
    is_dissolved: bool
    community_id: int
    community_slug: str
    community_name: str
    step: str
    source_json: str | None
    html_json: str
    partners_json: str
    choices_json: str
    saved_at: datetime
    edition: int | None
    form_edition: int | None
    authors_text: str | None
    consent: str | None
    consent_asked: str | None
    consent_note: str | None
    consent_by: str | None
    consent_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str


class CasePage(_Columns):
    """A case with its present revision, its owner, and where it stands; all but the Markdown. What is JSON is left as text."""

    @cached_property
    def co_authors(self) -> tuple["CoAuthor", ...]:
        """Who writes it together with its owner, by name."""
        rows = (self.authors_text or "").split(_BETWEEN) if self.authors_text else ()
        found = (CoAuthor(*row.split(_INSIDE)) for row in rows)
        return tuple(sorted(found, key=lambda author: fold(author.name)))

    @cached_property
    def author_ids(self) -> frozenset[int]:
        """The same people, by number."""
        return frozenset(int(author.id) for author in self.co_authors)

    @cached_property
    def scope(self) -> Scope:
        """Where the case stands, and its discussion with it: never wider than its group allows."""
        audience = narrower(self.audience, self.widest)
        return Scope(self.group_id, self.community_id, audience, self.is_confidential, self.is_dissolved)

    @property
    def community(self) -> Frame:
        """The community it belongs to."""
        return Frame(self.community_id, self.community_slug, self.community_name, self.step)


_community = aliased(Group)
_author, _works_at, _noted_by = aliased(Person), aliased(Organisation), aliased(Person)
_inside, _between, _nothing = map(constant, (_INSIDE, _BETWEEN, ""))
_AUTHOR = (
    cast(_author.id, Text) + _inside + _author.name + _inside + _author.handle + _inside
    + func.coalesce(_works_at.name, _nothing)
)  # fmt: skip
_AUTHORS = (
    select(gathered(_AUTHOR, _between))
    .select_from(CaseAuthor)
    .join(_author, _author.id == CaseAuthor.person_id)
    .outerjoin(_works_at, _works_at.id == _author.organisation_id)
    .where(CaseAuthor.case_id == Case.id)
    .correlate(Case)
    .scalar_subquery()
)
_PAGE = (
    select(
        Case.id,
        Case.slug,
        Case.title,
        Case.language,
        Case.audience,
        Case.status,
        Case.revision_count,
        Case.owner_id,
        Person.name,
        Person.handle,
        Organisation.name,
        Group.id,
        Group.name,
        Group.slug,
        Group.audience,
        Group.is_confidential,
        Group.is_dissolved,
        _community.id,
        _community.slug,
        _community.name,
        _community.step,
        cast(Case.source, Text),
        cast(CaseRevision.html, Text),
        cast(CaseRevision.partners, Text),
        cast(CaseRevision.choices, Text),
        CaseRevision.saved_at,
        EDITION,
        FORM_EDITION,
        _AUTHORS,
        CaseConsent.state,
        CaseConsent.asked,
        CaseConsent.note,
        _noted_by.name,
        CaseConsent.noted_at,
        Case.withdrawn_at,
        Case.withdrawn_why,
        Thread.id,
        Thread.post_count,
        Thread.is_locked,
    )
    .join(_community, _community.id == Case.community_id)
    .join(Group, Group.id == Case.group_id)
    .join(Thread, Thread.id == Case.thread_id)
    .join(CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Person, Person.id == Case.owner_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(CaseConsent, and_(CaseConsent.case_id == Case.id, CaseConsent.number == Case.consent_count))
    .outerjoin(_noted_by, _noted_by.id == CaseConsent.noted_by_id)
    .where(
        _community.slug == bindparam("community_slug"),
        _community.parent_id.is_(None),
        Case.slug == bindparam("case_slug"),
    )
)


def case_page(community_slug: str, slug: str, *, viewer: Viewer) -> tuple[CasePage, ThreadElsewhere]:
    """Return what the page of a case shows, and its discussion; raise Absent where the viewer may read no such case.

    Who may see a case may see its community, whose audience is never narrower.
    """
    rows = read(_PAGE, community_slug=community_slug, case_slug=slug)
    if not rows or not can_see(viewer, (page := CasePage(*rows[0][:-3])).scope):
        raise Absent
    thread_id, post_count, is_locked = rows[0][-3:]
    return page, ThreadElsewhere(thread_id, post_count, is_locked, page.scope)
