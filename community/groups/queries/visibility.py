"""Who is asking, loaded once per request, and the SQL twin of the visibility rule."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from community import clock
from community.accounts.models import SIGN_IN_IDLES, Person, SignIn
from community.database import constant, read
from community.groups.models import Group, Membership
from community.groups.viewer import VISITOR, Audience, Belonging, Role, Viewer
from community.signing import hash_token

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
_VIEWER_BY_TOKEN = _VIEWER.add_columns(
    (SignIn.seen_at < bindparam("noted_since", type_=SignIn.seen_at.type)).label("is_due")
).where(
    SignIn.token_hash == bindparam("token_hash"),
    SignIn.ends_at > bindparam("now", type_=SignIn.ends_at.type),
    SignIn.seen_at > bindparam("idle_since", type_=SignIn.seen_at.type),
    Person.deactivated_at.is_(None),
)
_VIEWER_BY_PERSON = (
    select(*_VIEWER.selected_columns)
    .select_from(Person)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Group, Group.id == Membership.group_id)
    .where(Person.id == bindparam("person_id"), Person.deactivated_at.is_(None))
)

_VIEWERS_BY_PERSON = (
    select(*_VIEWER.selected_columns)
    .select_from(Person)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Group, Group.id == Membership.group_id)
    .where(Person.id.in_(bindparam("person_ids", expanding=True)), Person.deactivated_at.is_(None))
)


class Visit(NamedTuple):
    """Who holds a sign-in token, and whether that it is in use should be noted again."""

    viewer: Viewer
    is_due: bool


def visit_by(token: str, *, noted_every: timedelta) -> Visit | None:
    """Return who holds a sign-in token that is good still, with all their memberships, in one query."""
    now = clock.now()
    rows = read(
        _VIEWER_BY_TOKEN,
        token_hash=hash_token(token),
        now=now,
        idle_since=now - SIGN_IN_IDLES,
        noted_since=now - noted_every,
    )
    viewer = _viewer_of(rows)
    return Visit(viewer, rows[0].is_due) if viewer else None


def viewer_of(person_id: int) -> Viewer:
    """Return a person as a viewer: how the worker, letters and seeds ask what somebody may see or do."""
    return _viewer_of(read(_VIEWER_BY_PERSON, person_id=person_id)) or VISITOR


def viewers_of(person_ids: Sequence[int]) -> dict[int, Viewer]:
    """Return these people as viewers, all in one query; who is deactivated is left out."""
    rows: dict[int, list[Any]] = {}
    for row in read(_VIEWERS_BY_PERSON, person_ids=person_ids) if person_ids else ():
        rows.setdefault(row.id, []).append(row)
    return {person_id: viewer for person_id, found in rows.items() if (viewer := _viewer_of(found))}


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
_PUBLIC, _SUBGROUP = constant(Audience.PUBLIC), constant(Audience.SUBGROUP)


def _groups_of_viewer(role: Role | None = None) -> Select[*tuple[Any, ...]]:
    belonging = aliased(Membership)
    found = select(belonging.group_id).where(belonging.person_id == VIEWER)
    return found if role is None else found.where(belonging.role == constant(role))


def visible_to(
    audience: ColumnElement[str] | InstrumentedAttribute[str], group: type[Group] = Group
) -> ColumnElement[bool]:
    """Return `rules.can_see` as a condition on `:viewer`, for a statement that joins the thing's group."""
    return or_(
        inside(group),
        and_(
            group.is_confidential.is_(False),
            or_(
                and_(audience == _PUBLIC, group.audience == _PUBLIC),
                coordinated(group),
                and_(
                    audience != _SUBGROUP,
                    group.audience != _SUBGROUP,
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
