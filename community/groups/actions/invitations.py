"""The verbs of invitations: a coordinator opens a door, a person comes in by it once."""

import secrets
from datetime import timedelta

from community import clock
from community.accounts.models import Person
from community.database import session
from community.errors import Absent, NotAllowed, Refusal
from community.groups import rules
from community.groups.actions.members import appoint
from community.groups.models import Group, Invitation, Membership
from community.groups.viewer import Role, Viewer
from community.languages import gettext

LASTS = timedelta(days=30)


def invite(group: Group, *, by: Viewer, role: str = Role.MEMBER, note: str = "") -> Invitation:
    """Open an invitation into a community."""
    if not rules.can_invite(by, group):
        raise NotAllowed(gettext("Only a coordinator invites people."))
    if role not in (Role.MEMBER, Role.READER, Role.COORDINATOR):
        raise NotAllowed(gettext("People join a community as member, reader or coordinator."))
    invitation = Invitation(
        group=group,
        role=role,
        note=note[:120],
        nonce=secrets.token_urlsafe(24),
        invited_by_id=by.person_id,
        created_at=clock.now(),
        expires_at=clock.now() + LASTS,
    )
    session().add(invitation)
    session().flush()
    return invitation


def revoke(invitation: Invitation, *, by: Viewer) -> None:
    """Close an invitation that nobody used yet."""
    if not rules.can_invite(by, invitation.group):
        raise NotAllowed(gettext("Only a coordinator invites people."))
    if invitation.is_open(clock.now()):
        invitation.revoke(clock.now())


def accept(invitation: Invitation, person: Person) -> None:
    """Let a person in; raise Absent where somebody else was quicker."""
    session().refresh(invitation, with_for_update=True)
    if not invitation.is_open(clock.now()):
        raise Absent
    if session().get(Membership, (person.id, invitation.group_id)) is not None:
        raise Refusal(gettext("You are a member here already. The link stays open for somebody else."))
    invitation.accept(person, clock.now())
    appoint(person, invitation.group, role=invitation.role)
