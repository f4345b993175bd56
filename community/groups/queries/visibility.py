"""Who is asking, loaded once per request, and the SQL twin of the visibility rule."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from community import clock
from community.accounts.actions import hash_token
from community.accounts.models import Person, SignIn
from community.database import read
from community.groups.models import Group, Membership
from community.groups.viewer import VISITOR, Audience, Belonging, Role, Viewer

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
    return _viewer_of(read(_VIEWER_BY_TOKEN, token_hash=hash_token(token), now=clock.now()))


def viewer_of(person_id: int) -> Viewer:
    """Return a person as a viewer: how the worker, letters and seeds ask what somebody may see or do."""
    return _viewer_of(read(_VIEWER_BY_PERSON, person_id=person_id)) or VISITOR


def _viewer_of(rows: Sequence[Any]) -> Viewer | None:
    if not rows:
        return None
    first = rows[0]
    belongings = {r.group_id: Belonging(r.parent_id or r.group_id, r.role) for r in rows if r.group_id is not None}
    return Viewer(
        first.id, first.name, first.handle, first.language, first.time_zone, first.is_administrator, belongings
    )


# The person who asks: a value for `database.read`, so that a condition is built once, whoever asks. A visitor is None.
VIEWER = bindparam("viewer", type_=Integer)


def _groups_of_viewer(role: Role | None = None) -> Select[*tuple[Any, ...]]:
    belonging = aliased(Membership)
    found = select(belonging.group_id).where(belonging.person_id == VIEWER)
    return found if role is None else found.where(belonging.role == role.value)


def visible_to(
    audience: ColumnElement[str] | InstrumentedAttribute[str], group: type[Group] = Group
) -> ColumnElement[bool]:
    """Return `rules.can_see` as a condition on `:viewer`, for a statement that joins the thing's group."""
    return or_(
        inside(group),
        and_(
            group.is_confidential.is_(False),
            or_(
                and_(audience == Audience.PUBLIC.value, group.audience == Audience.PUBLIC.value),
                coordinated(group),
                and_(
                    audience != Audience.SUBGROUP.value,
                    group.audience != Audience.SUBGROUP.value,
                    in_community(group),
                ),
            ),
        ),
    )


def knows_of(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_know_of_group` as a condition on `:viewer`."""
    return or_(visible_to(group.audience, group), coordinated(group))


def inside(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `Viewer.belongs_to` the group as a condition on `:viewer`."""
    return group.id.in_(_groups_of_viewer())


def in_community(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `Viewer.belongs_to` the group's community as a condition on `:viewer`."""
    return group.community_id.in_(_groups_of_viewer())


def coordinated(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `Viewer.coordinates` the group's community as a condition on `:viewer`."""
    return group.community_id.in_(_groups_of_viewer(Role.COORDINATOR))


def facilitated(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `Viewer.facilitates` the group as a condition on `:viewer`."""
    return group.id.in_(_groups_of_viewer(Role.FACILITATOR))
