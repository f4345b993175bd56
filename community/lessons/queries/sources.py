"""What every read of passages shares: their words, who said them, and where they stand for those who may go there."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.discussions.models import Post, PostRevision, Thread
from community.groups.models import Group
from community.lessons.models import Passage


@dataclass(frozen=True, slots=True)
class Source:
    """The place of a passage: a section of one case revision, or a post."""

    kind: str
    title: str
    case_slug: str | None
    revision: int
    section: str | None
    anchor: str | None
    thread_id: int | None
    post_number: int | None


class Author(NamedTuple):
    """Who said or wrote something."""

    name: str
    handle: str
    organisation: str | None


Harvester = aliased(Person)
_Author = aliased(Person)

COLUMNS = (
    Passage.id.label("passage_id"),
    Passage.exact,
    Passage.language.label("passage_language"),
    Passage.section,
    Passage.anchor,
    Passage.released_at,
    _Author.name.label("author"),
    _Author.handle,
    Organisation.name.label("organisation"),
    Group.name.label("group_name"),
    Group.is_confidential,
    CaseRevision.case_id,
    CaseRevision.number.label("revision"),
    Case.slug.label("case_slug"),
    Case.title.label("case_title"),
    PostRevision.number.label("post_revision"),
    Post.thread_id,
    Post.number.label("post_number"),
    Thread.title.label("thread_title"),
    func.coalesce(CaseRevision.saved_at, PostRevision.saved_at, type_=Passage.harvested_at.type).label("said_at"),
)


def with_sources(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what COLUMNS need to a statement that selects from passages."""
    return (
        statement.join(Group, Group.id == Passage.group_id)
        .join(_Author, _Author.id == Passage.author_id)
        .outerjoin(Organisation, Organisation.id == _Author.organisation_id)
        .outerjoin(CaseRevision, CaseRevision.id == Passage.case_revision_id)
        .outerjoin(Case, Case.id == CaseRevision.case_id)
        .outerjoin(PostRevision, PostRevision.id == Passage.post_revision_id)
        .outerjoin(Post, Post.id == PostRevision.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
    )


def source_of(row: Row[Any]) -> Source:
    """Return where a row's passage stands; asked only for who may see that."""
    if row.case_slug is not None:
        return Source("case", row.case_title, row.case_slug, row.revision, row.section, row.anchor, None, None)
    return Source("post", row.thread_title, None, row.post_revision, None, None, row.thread_id, row.post_number)


def source_key(row: Row[Any]) -> tuple[str, int]:
    """Return what tells one source from another: a case, or a thread."""
    return ("case", row.case_id) if row.case_id is not None else ("thread", row.thread_id)
