"""All that the page of a case shows, in one query and without loading objects: it is the page that is read most."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Text, and_, bindparam, cast, select
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.database import read
from community.discussions.models import Thread
from community.discussions.queries.threads import ThreadElsewhere
from community.errors import Absent
from community.groups.models import Group
from community.groups.queries.groups import Frame
from community.groups.rules import can_see
from community.groups.viewer import Scope, Viewer, narrower
from community.vocabularies.queries import EDITION


class CasePage(NamedTuple):
    """A case with its present revision, its owner, and where it stands; all but the Markdown. What is JSON is left as text."""

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

    @property
    def scope(self) -> Scope:
        """Where the case stands, and its discussion with it: never wider than its group allows."""
        return Scope(self.group_id, self.community_id, narrower(self.audience, self.widest), self.is_confidential)

    @property
    def community(self) -> Frame:
        """The community it belongs to."""
        return Frame(self.community_id, self.community_slug, self.community_name, self.step)


_community = aliased(Group)
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
