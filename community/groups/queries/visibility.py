"""Who is asking, loaded once per request, and the SQL twin of the visibility rule."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select

from community import clock
from community.accounts.actions import hash_token
from community.accounts.models import Person, SignIn
from community.database import session
from community.groups.models import Group, Membership
from community.groups.viewer import VISITOR, Audience, Belonging, Viewer

_VIEWER = (
    select(
        Person.id,
        Person.name,
        Person.handle,
        Person.language,
        Person.time_zone,
        Person.is_administrator,
        Membership.group_id,
        Membership.role,
        Group.parent_id,
    )
    .join(SignIn, SignIn.person_id == Person.id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Group, Group.id == Membership.group_id)
)
_VIEWER_BY_TOKEN = _VIEWER.where(
    SignIn.token_hash == bindparam("token_hash"),
    SignIn.ends_at > bindparam("now", type_=SignIn.ends_at.type),
    Person.deactivated_at.is_(None),
)
_VIEWER_BY_PERSON = (
    select(*_VIEWER.selected_columns)
    .select_from(Person)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Group, Group.id == Membership.group_id)
    .where(Person.id == bindparam("person_id"), Person.deactivated_at.is_(None))
)


def viewer_signed_in_by(token: str) -> Viewer | None:
    """Return who holds a sign-in token, with all their memberships, in one query."""
    rows = session().execute(_VIEWER_BY_TOKEN, {"token_hash": hash_token(token), "now": clock.now()}).all()
    return _viewer_of(rows)


def viewer_of(person_id: int) -> Viewer:
    """Return a person as a viewer: how the worker, letters and seeds ask what somebody may see or do."""
    return _viewer_of(session().execute(_VIEWER_BY_PERSON, {"person_id": person_id}).all()) or VISITOR


def _viewer_of(rows: Sequence[Any]) -> Viewer | None:
    if not rows:
        return None
    first = rows[0]
    belongings = {r.group_id: Belonging(r.parent_id or r.group_id, r.role) for r in rows if r.group_id is not None}
    return Viewer(first.id, first.name, first.handle, first.language, first.time_zone, first.is_administrator, belongings)


def visible_to(viewer: Viewer, audience: ColumnElement[str] | InstrumentedAttribute[str], group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_see` as a condition, for a statement that joins the thing's group."""
    inside = group.id.in_(viewer.group_ids) if viewer.belongings else false()
    in_community = group.community_id.in_(viewer.community_ids) if viewer.belongings else false()
    coordinated = group.community_id.in_(viewer.coordinated_ids) if viewer.coordinated_ids else false()
    wide = (Audience.COMMUNITY, Audience.PUBLIC)
    return or_(
        inside,
        and_(
            group.is_confidential.is_(False),
            or_(
                and_(audience == Audience.PUBLIC, group.audience == Audience.PUBLIC),
                coordinated,
                and_(audience.in_(wide), group.audience.in_(wide), in_community),
            ),
        ),
    )


def knows_of(viewer: Viewer, group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_know_of_group` as a condition."""
    coordinated = group.community_id.in_(viewer.coordinated_ids) if viewer.coordinated_ids else false()
    return or_(visible_to(viewer, group.audience, group), coordinated)
