"""The verbs of single invitations: make a link, write another letter, revoke."""

from typing import Any

from sqlalchemy import update

from community import clock, throttle
from community.audit import actions as audit
from community.database import session
from community.errors import NotAllowed, Refusal
from community.groups import rules
from community.groups.actions.inviting import LASTS, TIMES_AN_HOUR, check, new_nonce
from community.groups.admissions import MAILED, Invitation, InvitationState
from community.groups.models import Group
from community.groups.queries.invitations import Shown, is_shown_as
from community.groups.viewer import Role, Viewer
from community.languages import gettext
from community.lines import clean_line

RESENT = (Shown.EXPIRED, Shown.REFUSED)
LETTERS_AN_HOUR = 200


def invite(community: Group, *, by: Viewer, role: str = Role.MEMBER, note: str = "") -> Invitation:
    """Open a community to one person by a link, which a coordinator hands over."""
    if not rules.can_invite(by, community):
        raise NotAllowed(gettext("Only a coordinator invites people."))
    check(role=role, message="")
    now = clock.now()
    invitation = Invitation(
        group=community,
        role=role,
        note=clean_line(note)[:120],
        nonce=new_nonce(),
        invited_by_id=by.person_id,
        created_at=now,
        asked_at=now,
        expires_at=now + LASTS,
    )
    session().add(invitation)
    session().flush()
    _record("invitation.made", invitation, by)
    return invitation


def revoke(invitation: Invitation, *, by: Viewer) -> None:
    """Close an invitation that nobody used yet."""
    _lock(invitation, by)
    if invitation.is_open(clock.now()):
        invitation.revoke(clock.now())
        _record("invitation.revoked", invitation, by)


def resend(invitation: Invitation, *, by: Viewer) -> None:
    """Write to somebody again; the link stays the same, and lasts as long as a new one."""
    _lock(invitation, by)
    if invitation.state not in MAILED:
        raise Refusal(gettext("No letter can be sent for this invitation any more."))
    if invitation.state == InvitationState.QUEUED and invitation.is_open(clock.now()):
        raise Refusal(gettext("A letter for this invitation is on its way already."))
    throttle.spend(throttle.Limit(f"resend:{by.person_id}", LETTERS_AN_HOUR, 3600))
    invitation.ask_again(clock.now(), clock.now() + LASTS)
    _record("invitation.resent", invitation, by)


def resend_all(community: Group, *, shown: str, by: Viewer) -> int:
    """Write again to all whose invitation expired, or whose letter was refused; return how many these are."""
    if not rules.can_invite(by, community):
        raise NotAllowed(gettext("Only a coordinator invites people."))
    if shown not in RESENT:
        raise Refusal(gettext("Only invitations that expired or were refused are sent again all at once."))
    throttle.spend(throttle.Limit(f"invite:{by.person_id}", TIMES_AN_HOUR, 3600))
    now = clock.now()
    again = {"state": InvitationState.QUEUED, "letter_id": None, "answer": "", "asked_at": now}
    chosen = (Invitation.group_id == community.id, Invitation.email.is_not(None), is_shown_as(Shown(shown), now))
    done: Any = session().execute(update(Invitation).where(*chosen).values(**again, expires_at=now + LASTS))
    audit.record(
        "invitations.resent",
        by_id=by.person_id,
        community_id=community.id,
        group_id=community.id,
        count=done.rowcount,
    )
    return int(done.rowcount)


def _lock(invitation: Invitation, by: Viewer) -> None:
    if not rules.can_invite(by, invitation.group):
        raise NotAllowed(gettext("Only a coordinator invites people."))
    session().refresh(invitation, ["state", "expires_at", "letter_id"], with_for_update=True)


def _record(what: str, invitation: Invitation, by: Viewer) -> None:
    audit.record(
        what,
        by_id=by.person_id,
        community_id=invitation.group_id,
        group_id=invitation.group_id,
        invitation=invitation.id,
        role=invitation.role,
    )
