"""Reads of invitations, and the parts of links that stand for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import joinedload

from community import clock
from community.database import session
from community.errors import Absent
from community.groups import rules
from community.groups.admissions import OPEN, Invitation, InvitationState
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.signing import sign, unsign

INVITATIONS_A_PAGE = 30
HANDED_OVER, MAILED_TO = "invitation", "invitation-letter"


class Shown(StrEnum):
    """An invitation's state as a coordinator sees it: one that nobody used in time has expired."""

    LINK = "link"
    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    JOINED = "joined"
    DECLINED = "declined"
    REVOKED = "revoked"


EXPIRING = (InvitationState.LINK, InvitationState.QUEUED, InvitationState.SENT)


@dataclass(frozen=True)
class Found:
    """An invitation that somebody has a link to; `is_mailed` where the link came in the letter to its address."""

    invitation: Invitation
    is_mailed: bool


@dataclass(frozen=True)
class Listed:
    """One page of invitations, with how many there are of each state."""

    invitations: Sequence[Invitation]
    older: int | None
    counts: dict[str, int]


@dataclass(frozen=True)
class Progress:
    """How far the letters are that were asked for since the oldest that still waits."""

    done: int
    all: int


def token_of(invitation: Invitation) -> str:
    """Return the part of the link that a coordinator hands over; the database alone does not reveal it."""
    return sign(HANDED_OVER, invitation.nonce)


def mailed_token_of(invitation: Invitation) -> str:
    """Return the part of the link in the letter: who has it reads the mail of the address."""
    return sign(MAILED_TO, invitation.nonce)


def find_open(token: str) -> Found:
    """Return the invitation that a link stands for, while it is open; raise Absent otherwise."""
    found = find_linked(token)
    if not found.invitation.is_open(clock.now()):
        raise Absent
    return found


def find_linked(token: str) -> Found:
    """Return the invitation that a link stands for, whatever became of it; raise Absent where there is none."""
    mailed = unsign(MAILED_TO, token)
    nonce = mailed or unsign(HANDED_OVER, token)
    found = session().scalar(select(Invitation).where(Invitation.nonce == nonce)) if nonce else None
    if found is None:
        raise Absent
    return Found(found, bool(mailed) and found.email is not None)


def find_invitation(group: Group, invitation_id: int, *, viewer: Viewer) -> Invitation:
    """Return an invitation into a community to who runs it."""
    found = session().get(Invitation, invitation_id)
    if found is None or found.group_id != group.id or not rules.can_invite(viewer, group):
        raise Absent
    return found


def invitations_into(group: Group, *, viewer: Viewer, shown: str | None = None, before: int | None = None) -> Listed:
    """Return a page of invitations to who runs the community, newest first; `older` is where the next page begins."""
    if not rules.can_invite(viewer, group):
        raise Absent
    now = clock.now()
    page = select(Invitation).where(Invitation.group_id == group.id).order_by(Invitation.id.desc())
    page = page.options(
        joinedload(Invitation.invited_by), joinedload(Invitation.accepted_by), joinedload(Invitation.subgroup)
    )
    if shown:
        page = page.where(is_shown_as(Shown(shown), now))
    if before is not None:
        page = page.where(Invitation.id < before)
    found = session().scalars(page.limit(INVITATIONS_A_PAGE + 1)).all()
    state = case((_has_expired(now), literal(Shown.EXPIRED.value)), else_=Invitation.state).label("shown")
    counted = session().execute(
        select(state, func.count().label("count")).where(Invitation.group_id == group.id).group_by(state)
    )
    return Listed(
        found[:INVITATIONS_A_PAGE],
        found[INVITATIONS_A_PAGE - 1].id if len(found) > INVITATIONS_A_PAGE else None,
        {row.shown: row[1] for row in counted},
    )


def progress_of(group: Group, *, viewer: Viewer) -> Progress | None:
    """Return how far the letters are; None where none waits."""
    if not rules.can_invite(viewer, group):
        raise Absent
    mine = and_(Invitation.group_id == group.id, Invitation.email.is_not(None))
    waits = and_(mine, Invitation.state == InvitationState.QUEUED)
    since = session().scalar(select(func.min(Invitation.asked_at)).where(waits))
    if since is None:
        return None
    asked = select(func.count()).where(mine, Invitation.asked_at >= since)
    count = session().scalar(asked) or 0
    return Progress(count - (session().scalar(select(func.count()).where(waits)) or 0), count)


def shown_state(invitation: Invitation, now: datetime) -> Shown:
    """Return an invitation's state as a coordinator sees it; `is_shown_as` is the same in SQL."""
    if invitation.state in EXPIRING and invitation.expires_at <= now:
        return Shown.EXPIRED
    return Shown(invitation.state)


def is_shown_as(shown: Shown, now: datetime) -> ColumnElement[bool]:
    """Return `shown_state` as a condition."""
    if shown == Shown.EXPIRED:
        return _has_expired(now)
    if shown in OPEN and shown != Shown.REFUSED:
        return and_(Invitation.state == shown.value, Invitation.expires_at > now)
    return Invitation.state == shown.value


def _has_expired(now: datetime) -> ColumnElement[bool]:
    return and_(Invitation.state.in_(EXPIRING), Invitation.expires_at <= now)
