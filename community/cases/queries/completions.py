"""Cases, as somebody begins to type a title."""

from sqlalchemy import Integer, bindparam, func, or_, select

from community.cases.models import Case, Status
from community.database import read
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.slugs import Begun

MOST = 8

_BEGINS = Case.slug.like(bindparam("begins"), escape="\\")
_TITLES = (
    select(Case.title)
    .join(Group, Group.id == Case.group_id)
    .where(
        Case.community_id == bindparam("community", type_=Integer),
        or_(
            _BEGINS,
            Case.slug.like(bindparam("inside"), escape="\\"),
            func.lower(Case.title).like(bindparam("typed"), escape="\\"),
        ),
        Case.status != Status.WITHDRAWN.value,
        visible_to(Case.audience),
    )
    .order_by(_BEGINS.desc(), Case.title, Case.id)
    .limit(MOST)
)


def titles_of_cases(community_id: int, begun: Begun, *, viewer: Viewer) -> list[str]:
    """Return titles of cases that the viewer may read, those that begin like this first."""
    return [row.title for row in read(_TITLES, community=community_id, viewer=viewer.person_id, **begun._asdict())]
