"""Reads of invitations, and the part of the link that stands for one."""

from sqlalchemy import select

from community import clock
from community.database import session
from community.errors import Absent
from community.groups import rules
from community.groups.models import Group, Invitation
from community.groups.viewer import Viewer
from community.signing import sign, unsign


def token_of(invitation: Invitation) -> str:
    """Return the part of the link that stands for this invitation; the database alone does not reveal it."""
    return sign("invitation", invitation.nonce)


def find_open(token: str) -> Invitation:
    """Return the invitation a link stands for, while it is open; raise Absent otherwise."""
    nonce = unsign("invitation", token)
    found = session().scalar(select(Invitation).where(Invitation.nonce == nonce)) if nonce else None
    if found is None or not found.is_open(clock.now()):
        raise Absent
    return found


def find_invitation(group: Group, invitation_id: int, *, viewer: Viewer) -> Invitation:
    """Return an invitation into a group to who runs the group."""
    found = session().get(Invitation, invitation_id)
    if found is None or found.group_id != group.id or not rules.can_invite(viewer, group):
        raise Absent
    return found


def invitations_into(group: Group, *, viewer: Viewer) -> list[Invitation]:
    """Return the latest hundred invitations to who runs the group, newest first."""
    if not rules.can_invite(viewer, group):
        raise Absent
    return list(
        session().scalars(
            select(Invitation).where(Invitation.group_id == group.id).order_by(Invitation.id.desc()).limit(100)
        )
    )
