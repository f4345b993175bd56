"""Whose eyes an engine looks through: the scopes of a reader, and what an index too far behind may not know yet."""

from sqlalchemy import and_, not_, or_, select

from community.database import read, session
from community.groups.models import Group
from community.groups.queries.visibility import in_community, visible_to
from community.groups.rules import can_see
from community.groups.viewer import Audience, Viewer
from community.search.models import NOBODYS, SearchEntry

MAX_HIDDEN = 5_000

# What waits for the worker and may not be seen as it stands now; the index may still hold it as it stood before.
_HIDDEN = (
    select(SearchEntry.key)
    .outerjoin(SearchEntry.group)
    .where(
        SearchEntry.is_pending.is_(True),
        or_(SearchEntry.is_removed.is_(True), and_(Group.id.is_not(None), not_(visible_to(SearchEntry.audience)))),
    )
    .order_by(SearchEntry.changed_at)  # keeps the database on the index of what waits, whatever it knows of the table
    .limit(MAX_HIDDEN + 1)
)


def scopes_of(viewer: Viewer) -> frozenset[str]:
    """Return every "<group id>:<audience>" whose content the viewer may see, by the one rule; and what is everybody's."""
    groups = session().scalars(
        select(Group).where(or_(Group.audience == Audience.PUBLIC, in_community())),
        {"viewer": viewer.person_id},
    )
    seen = (
        f"{group.id}:{audience}"
        for group in groups
        for audience in Audience
        if can_see(viewer, group.scope_of(audience))
    )
    return frozenset((*seen, f"{NOBODYS}:{Audience.PUBLIC}"))


def hidden_from(viewer: Viewer) -> frozenset[str] | None:
    """Return the keys that the index may hold as the viewer could see them once; None where they are too many."""
    hidden = frozenset(row.key for row in read(_HIDDEN, viewer=viewer.person_id))
    return None if len(hidden) > MAX_HIDDEN else hidden
