"""The letters of invitations, written by the worker in small batches: two thousand at once would hold everybody up."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community import clock
from community.database import session, unit_of_work
from community.errors import Invalid
from community.groups.admissions import IS_UNWRITTEN, Invitation
from community.groups.queries.invitations import mailed_token_of
from community.groups.queries.visibility import viewers_of
from community.groups.reactions import KEY
from community.groups.viewer import VISITOR, Role
from community.languages import gettext
from community.mail.actions import send
from community.mail.composing import Recipient

AT_ONCE = 40

_UNWRITTEN = select(Invitation.id).where(IS_UNWRITTEN).order_by(Invitation.id)


def write_invitations() -> bool:
    """Write the letters of some invitations into the outbox; say whether there may be more to write."""
    if session().scalar(_UNWRITTEN.limit(1)) is None:
        return False
    with unit_of_work():
        unwritten = (
            select(Invitation)
            .where(IS_UNWRITTEN)
            .order_by(Invitation.id)
            .limit(AT_ONCE)
            .options(joinedload(Invitation.group), joinedload(Invitation.invited_by))
            .with_for_update(of=Invitation)
        )
        found = session().scalars(unwritten).all()
        inviters = viewers_of(sorted({invitation.invited_by_id for invitation in found}))
        for invitation in found:
            inviter = inviters.get(invitation.invited_by_id, VISITOR)
            _write(invitation, is_run_by_inviter=inviter.coordinates(invitation.group_id))
    return True


def _write(invitation: Invitation, *, is_run_by_inviter: bool) -> None:
    if not invitation.is_open(clock.now()):
        invitation.refuse(gettext("It expired before its letter could be written."))
        return
    community = invitation.group
    to = Recipient(invitation.email or "", invitation.name, community.language, invitation.invited_by.time_zone)
    values = {
        "community": community.name,
        "summary": community.summary,
        "inviter": invitation.invited_by.name,
        "message": invitation.message,
        "is_to_run": invitation.role == Role.COORDINATOR,
        "is_run_by_inviter": is_run_by_inviter,
        "token": mailed_token_of(invitation),
        "expires_at": invitation.expires_at,
    }
    key = f"{KEY}{invitation.id}"
    try:
        letter = send("invitation", to=to, purpose="invitation", values=values, is_secret=True, key=key)
    except Invalid as invalid:
        invitation.refuse(invalid.message)
    else:
        invitation.write_by(letter)
