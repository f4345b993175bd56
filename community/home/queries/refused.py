"""Invitations into a community whose letter the mail server refused: the envelope, which the coordinator wrote."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, String, bindparam, cast, literal, select

from community.database import read
from community.groups.admissions import Invitation
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.mail.models import Letter, State


class RefusedLetter(NamedTuple):
    """To whom it should have gone, and what the server said."""

    address: str
    name: str
    answer: str
    settled_at: datetime


# An invitation's letters are called "invitation:" and its number.
_REFUSED = (
    select(Letter.to_address, Letter.to_name, Letter.last_answer, Letter.settled_at)
    .join(Invitation, Letter.key == literal("invitation:") + cast(Invitation.id, String))
    .join(Group, Group.id == Invitation.group_id)
    .where(Group.community_id == bindparam("community"), Letter.state == State.REFUSED.value)
    .order_by(Letter.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


def refused_invitations(community: Group, *, viewer: Viewer, limit: int = 20) -> list[RefusedLetter]:
    """Return the letters that were refused, newest first, to who coordinates the community."""
    if not viewer.coordinates(community.id):
        return []
    return [RefusedLetter(*row) for row in read(_REFUSED, community=community.id, limit=limit)]
