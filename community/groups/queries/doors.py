"""Reads of requests to join."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Person
from community.database import session
from community.errors import Absent
from community.groups import rules
from community.groups.admissions import JoinRequest, RequestState
from community.groups.models import Group
from community.groups.viewer import Viewer

REQUESTS_SHOWN = 50


def find_own_request(community: Group, *, viewer: Viewer) -> JoinRequest | None:
    """Return the viewer's request that waits for an answer."""
    return session().scalar(
        select(JoinRequest).where(
            JoinRequest.group_id == community.id,
            JoinRequest.person_id == viewer.person_id,
            JoinRequest.state == RequestState.ASKED,
        )
    )


def last_decision_for(community: Group, *, viewer: Viewer) -> JoinRequest | None:
    """Return how the viewer's last request ended, where it was declined."""
    found = session().scalar(
        select(JoinRequest)
        .where(JoinRequest.group_id == community.id, JoinRequest.person_id == viewer.person_id)
        .order_by(JoinRequest.id.desc())
        .limit(1)
    )
    return found if found is not None and found.state == RequestState.DECLINED else None


def find_request(community: Group, request_id: int, *, viewer: Viewer) -> JoinRequest:
    """Return a request to who decides about it."""
    found = session().get(JoinRequest, request_id)
    if found is None or found.group_id != community.id or not rules.can_invite(viewer, community):
        raise Absent
    return found


def requests_to(community: Group, *, viewer: Viewer, is_waiting: bool) -> Sequence[JoinRequest]:
    """Return the requests that wait, oldest first, or the latest that were decided."""
    if not rules.can_invite(viewer, community):
        raise Absent
    found = select(JoinRequest).where(JoinRequest.group_id == community.id)
    if is_waiting:
        found = found.where(JoinRequest.state == RequestState.ASKED).order_by(JoinRequest.id)
    else:
        decided = (RequestState.APPROVED, RequestState.DECLINED)
        found = found.where(JoinRequest.state.in_(decided)).order_by(JoinRequest.decided_at.desc())
    with_people = found.options(
        joinedload(JoinRequest.person).joinedload(Person.organisation), joinedload(JoinRequest.decided_by)
    )
    return session().scalars(with_people.limit(REQUESTS_SHOWN)).all()


def count_requests(community: Group, *, viewer: Viewer) -> int:
    """Return how many requests wait for a decision of the viewer."""
    if not rules.can_invite(viewer, community):
        return 0
    waiting = select(func.count()).where(JoinRequest.group_id == community.id, JoinRequest.state == RequestState.ASKED)
    return session().scalar(waiting) or 0
