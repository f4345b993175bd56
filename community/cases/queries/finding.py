"""Finding a case: the doors to one."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Integer, and_, bindparam, select
from sqlalchemy.orm import aliased, contains_eager

from community import slugs
from community.cases.besides import BroughtCase
from community.cases.models import Case
from community.cases.queries.forms import FORM_EDITION
from community.database import read, session
from community.discussions.models import IntroductionPost, Post
from community.discussions.queries.threads import PostLink
from community.errors import Absent
from community.groups.models import Group, Introduction
from community.groups.queries.visibility import VIEWER, visible_to
from community.groups.rules import can_see
from community.groups.viewer import Viewer

_CASE = select(Case).join(Case.group).join(Case.thread).options(contains_eager(Case.group), contains_eager(Case.thread))


def find_case(community: Group, slug: str, *, viewer: Viewer) -> Case:
    """Return a case of a community that the viewer may read; raise Absent otherwise."""
    found = session().scalar(_CASE.where(Case.community_id == community.id, Case.slug == slug))
    if found is None or not can_see(viewer, found.scope):
        raise Absent
    return found


def find_former(community: Group, slug: str, *, viewer: Viewer) -> Case:
    """Return the case that once had this slug, where the viewer may read it; raise Absent otherwise."""
    case_id = slugs.target_of("case", community.id, slug)
    found = session().scalar(_CASE.where(Case.id == case_id)) if case_id else None
    if found is None or not can_see(viewer, found.scope):
        raise Absent
    return found


_LINK = select(Case.slug, Case.title).where(Case.thread_id == bindparam("thread"))


class CaseLink(NamedTuple):
    """What a link to a case needs."""

    slug: str
    title: str


def case_of_thread(thread_id: int) -> CaseLink | None:
    """Return the case that a thread belongs to: who may read the thread may read the case."""
    rows = read(_LINK, thread=thread_id)
    return CaseLink(*rows[0]) if rows else None


class Brought(NamedTuple):
    """A case that began in an introduction, as far as a link needs it; `at` is the community, or the post that speaks of it."""

    at: int
    slug: str
    title: str
    language: str


_BROUGHT = (
    select(BroughtCase.group_id, Case.slug, Case.title, Case.language)
    .join(Case, Case.id == BroughtCase.case_id)
    .join(Group, Group.id == Case.group_id)
    .where(visible_to(Case.audience))
)
_BROUGHT_BY = _BROUGHT.where(BroughtCase.person_id == bindparam("person", type_=Integer))
_BROUGHT_FROM = _BROUGHT.join(
    IntroductionPost,
    and_(IntroductionPost.person_id == BroughtCase.person_id, IntroductionPost.group_id == BroughtCase.group_id),
).where(IntroductionPost.post_id.in_(bindparam("posts", expanding=True)))
_BROUGHT_FROM = _BROUGHT_FROM.with_only_columns(IntroductionPost.post_id, Case.slug, Case.title, Case.language)


def brought_by(person_id: int, *, viewer: Viewer) -> list[Brought]:
    """Return the cases that became of somebody's introductions, by community, as far as the viewer may read them."""
    return [Brought(*row) for row in read(_BROUGHT_BY, person=person_id, viewer=viewer.person_id)]


def brought_from(posts: Iterable[int], *, viewer: Viewer) -> list[Brought]:
    """Return the cases that became of the introductions among these posts, as far as the viewer may read them."""
    return [Brought(*row) for row in read(_BROUGHT_FROM, posts=list(posts), viewer=viewer.person_id)]


class CaseElsewhere(NamedTuple):
    """A case as far as a link from outside its community needs it."""

    id: int
    community: str
    slug: str
    title: str
    language: str
    community_id: int
    form_edition: int | None


_community = aliased(Group)
_LINKS = (
    select(Case.id, _community.slug, Case.slug, Case.title, Case.language, Case.community_id, FORM_EDITION)
    .join(Group, Group.id == Case.group_id)
    .join(_community, _community.id == Case.community_id)
    .where(visible_to(Case.audience), Case.id.in_(bindparam("cases", expanding=True)))
)


def case_links(case_ids: Iterable[int], *, viewer: Viewer) -> dict[int, CaseElsewhere]:
    """Return links to cases, by id, as far as the viewer may read them."""
    rows = read(_LINKS, cases=list(case_ids), viewer=viewer.person_id)
    return {row[0]: CaseElsewhere(*row) for row in rows}


_BEGAN = (
    select(Post.thread_id, Post.number)
    .join(IntroductionPost, IntroductionPost.post_id == Post.id)
    .join(
        BroughtCase,
        and_(BroughtCase.person_id == IntroductionPost.person_id, BroughtCase.group_id == IntroductionPost.group_id),
    )
    .where(BroughtCase.case_id == bindparam("case", type_=Integer))
)


def where_it_began(case_id: int) -> PostLink | None:
    """Return the introduction that a case began in; only members of the community read it."""
    rows = read(_BEGAN, case=case_id)
    return PostLink(*rows[0]) if rows else None


_COULD_BRING = (
    select(Introduction.person_id)
    .outerjoin(
        BroughtCase,
        and_(BroughtCase.person_id == Introduction.person_id, BroughtCase.group_id == Introduction.group_id),
    )
    .where(
        Introduction.person_id == VIEWER,
        Introduction.group_id == bindparam("community", type_=Integer),
        Introduction.bring != "",
        BroughtCase.case_id.is_(None),
    )
)


def could_bring(community_id: int, *, viewer: Viewer) -> bool:
    """Say whether the viewer spoke of a case in their introduction to a community, and it has not begun yet."""
    return bool(read(_COULD_BRING, community=community_id, viewer=viewer.person_id))
