"""Inviting many at once: all of them in one transaction; the worker writes their letters."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from community import clock, throttle
from community.accounts.queries import get_person
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, NotAllowed
from community.events import publish
from community.groups import rules
from community.groups.actions.members import appoint
from community.groups.addressees import Addressee
from community.groups.admissions import IS_MAILED, Invitation, InvitationState
from community.groups.events import PeopleInvited
from community.groups.models import Group
from community.groups.queries.inviting import INVITED, Fate, Line, plan
from community.groups.viewer import Role, Viewer
from community.languages import gettext

LASTS = timedelta(days=30)
TIMES_AN_HOUR = 30
GIVEN = (Role.MEMBER, Role.READER, Role.COORDINATOR)


class Invited(NamedTuple):
    """How many people were invited, and how many members added to a subgroup."""

    invited: int
    added: int


def invite_all(
    community: Group,
    addressees: Sequence[Addressee],
    *,
    by: Viewer,
    role: str = Role.MEMBER,
    message: str = "",
    again: bool = False,
) -> Invited:
    """Invite people into a community by letter; members who were to join a subgroup join it.

    What becomes of each is decided here anew, whatever a preview has said; who is invited already is not invited twice.
    """
    if not rules.can_invite(by, community) or by.person_id is None:
        raise NotAllowed(gettext("Only a coordinator invites people."))
    check(role=role, message=message)
    session().refresh(community, ["id"], with_for_update={"key_share": True})  # one sending at a time
    throttle.spend(throttle.Limit(f"invite:{by.person_id}", TIMES_AN_HOUR, 3600))
    lines = plan(community, addressees, viewer=by, role=role, again=again)
    _write(community, [line for line in lines if line.fate in INVITED], message.strip(), by.person_id)
    added = [line for line in lines if line.fate == Fate.ADDED]
    for line in added:
        _add(line, by=by)
    count = sum(line.fate in INVITED for line in lines)
    if not count and not added:
        raise Invalid("text", gettext("There is nobody new in this list, so nothing was sent."))
    if count:
        coordinators = sum(line.fate in INVITED and line.role == Role.COORDINATOR for line in lines)
        given = {"count": count, "coordinators": coordinators}
        audit.record("invitations.sent", by_id=by.person_id, community_id=community.id, group_id=community.id, **given)
        publish(PeopleInvited(community.id, by.person_id, count))
    return Invited(count, len(added))


def invite_first(community: Group, *, email: str, by: Viewer) -> None:
    """Invite the first coordinator of a community, by the administrator who founds it."""
    if not rules.can_found(by) or by.person_id is None:
        raise Absent
    waiting = (Invitation.group_id == community.id, Invitation.email == email, IS_MAILED)
    found = session().scalar(select(Invitation.id).where(*waiting))
    line = Line(Addressee(1, email, email), Fate.NEW, Role.COORDINATOR, invitation_id=found)
    _write(community, [line], "", by.person_id)
    where = {"community_id": community.id, "group_id": community.id}
    audit.record("invitations.sent", by_id=by.person_id, **where, count=1, coordinators=1)
    publish(PeopleInvited(community.id, by.person_id, 1))


def check(*, role: str, message: str) -> None:
    """Raise Invalid where a role is not a coordinator's to give, or a message is too long."""
    if role not in GIVEN:
        raise Invalid("role", gettext("People join a community as member, reader or coordinator."))
    if len(message) > rules.MESSAGE_LENGTH:
        said = gettext("A message can have at most %(n)d characters.", n=rules.MESSAGE_LENGTH)
        raise Invalid("message", said)


def new_nonce() -> str:
    """Return what makes an invitation unguessable."""
    return secrets.token_urlsafe(24)


def _write(community: Group, lines: Sequence[Line], message: str, by_id: int) -> None:
    now = clock.now()
    expires_at = now + LASTS

    def values(line: Line) -> dict[str, Any]:
        return {
            "name": line.addressee.name,
            "organisation": line.addressee.organisation,
            "role": line.role,
            "subgroup_id": line.subgroup.id if line.subgroup else None,
            "message": message,
            "state": InvitationState.QUEUED,
            "letter_id": None,
            "answer": "",
            "invited_by_id": by_id,
            "asked_at": now,
            "expires_at": expires_at,
        }

    new = {"group_id": community.id, "note": "", "word": "", "created_at": now}
    made = [
        new | values(line) | {"email": line.addressee.email, "nonce": new_nonce()}
        for line in lines
        if line.invitation_id is None
    ]
    if made:
        session().execute(insert(Invitation), made)
    if renewed := [values(line) | {"id": line.invitation_id} for line in lines if line.invitation_id is not None]:
        session().execute(update(Invitation), renewed)


def _add(line: Line, *, by: Viewer) -> None:
    """Let somebody who is a member already into a subgroup."""
    if line.subgroup is None or line.person_id is None:
        return
    role = subgroup_role(line.role)
    appoint(get_person(line.person_id), line.subgroup, role=role, by=by)
    audit.record(
        "member.added",
        by_id=by.person_id,
        community_id=line.subgroup.community_id,
        group_id=line.subgroup.id,
        person_id=line.person_id,
        role=role,
    )


def subgroup_role(role: str) -> Role:
    """Return what somebody is in a subgroup who is invited into its community in a role."""
    return Role(role) if role in (Role.FACILITATOR, Role.READER) else Role.MEMBER
