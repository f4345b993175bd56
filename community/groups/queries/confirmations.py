"""Reads of confirmations: what a link in a letter proves about who has it, signed and kept nowhere."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from community import clock
from community.accounts.queries import find_by_email
from community.database import session
from community.errors import Absent
from community.groups.admissions import Invitation
from community.groups.models import Group
from community.groups.viewer import Door
from community.signing import sign, unsign

LASTS = timedelta(days=7)
PURPOSE = "join-confirmation"


@dataclass(frozen=True)
class Confirmed:
    """An address that its owner has confirmed, and where they want to come in."""

    community: Group
    invitation: Invitation | None
    email: str
    has_account: bool

    @property
    def is_let_in(self) -> bool:
        """Whether they come in at once, rather than ask to."""
        return self.invitation is not None or self.community.open_door == Door.OPEN


def confirmation_of(community: Group, invitation: Invitation | None, email: str) -> str:
    """Return the part of a link that proves to whoever has it that they read the mail of an address."""
    until = int((clock.now() + LASTS).timestamp())
    said = json.dumps([invitation.nonce if invitation else None, community.id, until, email])
    return sign(PURPOSE, base64.urlsafe_b64encode(said.encode()).decode().rstrip("="))


def find_confirmed(token: str) -> Confirmed:
    """Return what a confirmation proves, while the door that it leads to is open; raise Absent otherwise."""
    try:
        said = unsign(PURPOSE, token) or ""
        nonce, community_id, until, email = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    except (ValueError, binascii.Error) as error:
        raise Absent from error
    community = session().get(Group, community_id)
    if until < clock.now().timestamp() or community is None:
        raise Absent
    invitation = session().scalar(select(Invitation).where(Invitation.nonce == nonce)) if nonce else None
    is_open = invitation.is_open(clock.now()) if invitation else community.open_door != Door.INVITATION
    if (nonce and invitation is None) or not is_open:
        raise Absent
    return Confirmed(community, invitation, email, has_account=find_by_email(email) is not None)
