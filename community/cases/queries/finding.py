"""Finding a case: the doors to one."""

from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from community import slugs
from community.cases.models import Case
from community.database import read, session
from community.errors import Absent
from community.groups.models import Group
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
