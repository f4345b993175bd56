"""What every read of passages shares: their words, who said them, and where they stand for those who may go there."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func
from sqlalchemy.orm import aliased

from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.discussions.models import Post, PostRevision, Thread
from community.groups.models import Group
from community.lessons.anchors import block_of
from community.lessons.passages import Passage


class Source(NamedTuple):
    """The place of a passage: a section of one case revision, or a post."""

    kind: str
    title: str
    case_slug: str | None
    revision: int
    section: str | None
    anchor: str | None
    thread_id: int | None
    post_number: int | None
    passage_id: int = 0
    is_withdrawn: bool = False


class Today(NamedTuple):
    """How a passage stands today, for those who may see its source; the anchor holds in the present revision."""

    standing: str
    section: str | None
    anchor: str | None
    words: str | None
    changed_at: datetime | None


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
    Passage.masked,
    Passage.standing,
    Passage.now_section,
    Passage.now_anchor,
    Passage.now_words,
    Passage.changed_at,
    _Author.name.label("author"),
    _Author.handle,
    _Author.country.label("author_country"),
    Organisation.name.label("organisation"),
    Organisation.id.label("organisation_id"),
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
    func.coalesce(Case.withdrawn_at, Post.taken_back_at, type_=Passage.changed_at.type).label("withdrawn_at"),
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
        place = (row.case_title, row.case_slug, row.revision, row.section, block_of(row.anchor), None, None)
        return Source("case", *place, row.passage_id, row.withdrawn_at is not None)
    place = (row.thread_title, None, row.post_revision, None, block_of(row.anchor), row.thread_id, row.post_number)
    return Source("post", *place, row.passage_id, row.withdrawn_at is not None)


def today_of(row: Row[Any]) -> Today:
    """Return how a row's passage stands today; asked only for who may see where."""
    return Today(row.standing, row.now_section, row.now_anchor, row.now_words, row.changed_at)


def words_of(row: Row[Any], *, is_inside: bool) -> str:
    """Return the words of a row's passage: outside of where it was released from, those that its author chose for that."""
    words: str = row.exact if is_inside or row.masked is None else row.masked
    return words


def source_key(row: Row[Any]) -> tuple[str, int]:
    """Return what tells one source from another: a case, or a thread."""
    return ("case", row.case_id) if row.case_id is not None else ("thread", row.thread_id)
