"""Reads of the files that were added to cases, as far as the viewer may read these, and of what refers to them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Text, and_, bindparam, cast, func, select
from sqlalchemy.orm import aliased, join

from community.accounts.models import Person
from community.cases.models import Case, CaseRevision
from community.database import read, session
from community.discussions.models import Post, PostRevision, Thread
from community.errors import Absent
from community.files.models import File, FileState, Holder
from community.files.queries import Shown, shown, shown_columns
from community.files.showing import ids_in
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.rules import can_see
from community.groups.viewer import Viewer

FILES_A_PAGE = 30
_LAST = 2**31 - 1

_community = aliased(Group)
_PLACED = join(File, Case, and_(File.holder == Holder.CASE.value, Case.id == File.holder_id)).join(
    Group, Group.id == Case.group_id
)
_IS_SEEN = visible_to(Case.audience)
_FILES = (
    select(*shown_columns(_community.slug), File.uploaded_by_id, Person.name, Person.handle, File.uploaded_at)
    .select_from(_PLACED)
    .join(_community, _community.id == File.community_id)
    .join(Person, Person.id == File.uploaded_by_id)
    .where(File.state != FileState.REMOVED.value, _IS_SEEN)
)
_SEEN = _FILES.where(File.id.in_(bindparam("ids", expanding=True)))
_OF_CASE = (
    _FILES.where(Case.id == bindparam("case"), File.id < bindparam("before"))
    .order_by(File.id.desc())
    .limit(FILES_A_PAGE + 1)
)


class Added(NamedTuple):
    """A file with who added it, and when."""

    file: Shown
    by_id: int
    by: str
    handle: str
    added_at: datetime


def files_in(*texts: str, viewer: Viewer) -> tuple[Shown, ...]:
    """Return the files that stored texts refer to, as far as the viewer may see them; no query where there are none."""
    ids = ids_in(texts)
    return tuple(map(shown, read(_SEEN, ids=ids, viewer=viewer.person_id))) if ids else ()


def find_shown(community_slug: str, file_id: int, *, viewer: Viewer) -> Shown:
    """Return a file to be had; raise Absent where there is none of this number, or none that the viewer may see."""
    rows = read(_SEEN, ids=[file_id], viewer=viewer.person_id)
    if not rows or (found := shown(rows[0])).community_slug != community_slug or not found.is_ready:
        raise Absent
    return found


def find_attached(community: Group, file_id: int, *, viewer: Viewer) -> tuple[File, Case]:
    """Return a file of a case, and the case, where the viewer may read it; raise Absent otherwise."""
    found = session().get(File, file_id)
    if found is None or found.holder != Holder.CASE or found.state == FileState.REMOVED:
        raise Absent
    case = session().get(Case, found.holder_id)
    if case is None or case.community_id != community.id or not can_see(viewer, case.scope):
        raise Absent
    return found, case


def files_of(case: Case, *, viewer: Viewer, before: int | None = None) -> list[Added]:
    """Return a page of the files of a case, the latest first, and one more where there are more."""
    rows = read(_OF_CASE, case=case.id, before=before or _LAST, viewer=viewer.person_id)
    return [Added(shown(row), *row[len(Shown._fields) :]) for row in rows]


_HELD = select(func.coalesce(func.sum(File.size), 0)).select_from(_PLACED)
_INSIDE = Group.id == bindparam("group")
_SHARED = and_(Group.is_confidential.is_(False), File.community_id == bindparam("community"))


def used_beside(case: Case, *, viewer: Viewer | None = None) -> int:
    """Return how many bytes are taken of the room that a case's files share; for a viewer, by what they may see.

    A confidential subgroup has room of its own: nothing in it counts outside.
    """
    where = _INSIDE if case.group.is_confidential else _SHARED
    about = {"group": case.group_id} if case.group.is_confidential else {"community": case.community_id}
    if viewer is None:
        return int(read(_HELD.where(where), **about)[0][0])
    return int(read(_HELD.where(where, _IS_SEEN), **about, viewer=viewer.person_id)[0][0])


class Use(NamedTuple):
    """A place that refers to a file: a case, or a post of a discussion."""

    kind: str
    title: str
    slug: str | None
    thread_id: int | None
    number: int | None


_MARK = bindparam("mark", type_=Text)
_USED_IN_CASES = (
    select(Case.title, Case.slug)
    .join(CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count))
    .join(Group, Group.id == Case.group_id)
    .where(
        Case.community_id == bindparam("community"),
        visible_to(Case.audience),
        cast(CaseRevision.html, Text).like(_MARK, escape="!"),
    )
    .order_by(Case.id)
    .limit(20)
)
_USED_IN_POSTS = (
    select(Thread.title, Thread.id, Post.number)
    .join(Post, Post.thread_id == Thread.id)
    .join(PostRevision, and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count))
    .join(Group, Group.id == Thread.group_id)
    .where(
        Group.community_id == bindparam("community"),
        visible_to(Thread.audience),
        PostRevision.html.like(_MARK, escape="!"),
    )
    .order_by(Post.id)
    .limit(20)
)


def uses_of(file: File, *, viewer: Viewer) -> list[Use]:
    """Return what refers to a file now, as far as the viewer may read it."""
    about = {"community": file.community_id, "viewer": viewer.person_id}
    cases = read(_USED_IN_CASES, **about, mark=f'%data-file=\\"{file.id}\\"%')  # in JSON
    posts = read(_USED_IN_POSTS, **about, mark=f'%data-file="{file.id}"%')
    return [Use("case", row.title, row.slug, None, None) for row in cases] + [
        Use("post", row.title, None, row.id, row.number) for row in posts
    ]
