"""All that the page of a case shows, in one query and without loading objects: it is the page that is read most."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.database import read
from community.discussions.models import Thread
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.rules import can_see
from community.groups.viewer import Scope, Viewer, narrower


class CaseThread(NamedTuple):
    """The discussion of a case, as the rules of discussions need it."""

    id: int
    post_count: int
    is_locked: bool
    scope: Scope


class CasePage(NamedTuple):
    """A case with its present revision, its owner, its discussion, and where it stands; all but the Markdown."""

    id: int
    slug: str
    title: str
    language: str
    audience: str
    status: str
    source: Mapping[str, Any] | None
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
    community_id: int
    community_slug: str
    community_name: str
    step: str
    thread_id: int
    post_count: int
    is_locked: bool
    html: Mapping[str, str]
    partners: Sequence[Mapping[str, str]]
    choices: Mapping[str, Sequence[str]]
    saved_at: datetime

    @property
    def scope(self) -> Scope:
        """Where the case stands: never wider than its group allows."""
        return Scope(self.group_id, self.community_id, narrower(self.audience, self.widest), self.is_confidential)

    @property
    def community(self) -> Frame:
        """The community it belongs to."""
        return Frame(self.community_id, self.community_slug, self.community_name, self.step)

    @property
    def thread(self) -> Any:
        """Its discussion, which always stands where the case does."""
        return CaseThread(self.thread_id, self.post_count, self.is_locked, self.scope)


_community = aliased(Group)
_PAGE = (
    select(
        Case.id,
        Case.slug,
        Case.title,
        Case.language,
        Case.audience,
        Case.status,
        Case.source,
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
        _community.id,
        _community.slug,
        _community.name,
        _community.step,
        Thread.id,
        Thread.post_count,
        Thread.is_locked,
        CaseRevision.html,
        CaseRevision.partners,
        CaseRevision.choices,
        CaseRevision.saved_at,
    )
    .join(_community, _community.id == Case.community_id)
    .join(Group, Group.id == Case.group_id)
    .join(Thread, Thread.id == Case.thread_id)
    .join(CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Person, Person.id == Case.owner_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(
        _community.slug == bindparam("community_slug"),
        _community.parent_id.is_(None),
        Case.slug == bindparam("case_slug"),
    )
)


def case_page(community_slug: str, slug: str, *, viewer: Viewer) -> CasePage:
    """Return what the page of a case shows; raise Absent where there is no such case that the viewer may read.

    Who may see a case may see its community, whose audience is never narrower.
    """
    rows = read(_PAGE, community_slug=community_slug, case_slug=slug)
    if not rows or not can_see(viewer, (page := CasePage(*rows[0])).scope):
        raise Absent
    return page
