"""Coming in: by an invitation that a person accepts or declines, and by an address that its owner has confirmed."""

from dataclasses import dataclass

from community import clock, throttle
from community.accounts import actions as accounts
from community.accounts.models import Person
from community.accounts.queries import find_by_email
from community.accounts.rules import normal_email
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, Refusal
from community.events import publish
from community.groups import rules
from community.groups.actions.inviting import subgroup_role
from community.groups.actions.members import appoint, lock
from community.groups.admissions import Invitation
from community.groups.events import InvitationAccepted, InvitationDeclined
from community.groups.models import Group, Membership
from community.groups.queries.confirmations import Confirmed, confirmation_of
from community.groups.queries.invitations import token_of
from community.groups.queries.visibility import viewer_of
from community.groups.viewer import Door, Role
from community.languages import gettext
from community.mail.actions import send
from community.mail.composing import Recipient

FROM_ONE_PLACE, TO_ONE_ADDRESS = 60, 4


@dataclass(frozen=True)
class Newcomer:
    """What somebody says of themself who has no account yet; the password was hashed before anything was locked."""

    name: str
    password_hash: str
    language: str
    time_zone: str
    organisation: str = ""


def accept(invitation: Invitation, person: Person) -> None:
    """Let a person in; raise Absent where somebody else was quicker."""
    session().refresh(invitation, with_for_update=True)
    if not invitation.is_open(clock.now()):
        raise Absent
    role, subgroup = _given(invitation)
    if _is_inside(person, invitation.group) and (subgroup is None or _is_inside(person, subgroup)):
        raise Refusal(gettext("You are a member here already. The invitation stays open."))
    invitation.accept(person, clock.now())
    session().flush()
    if not _is_inside(person, invitation.group):
        appoint(person, invitation.group, role=role)
    if subgroup is not None and not _is_inside(person, subgroup):
        appoint(person, subgroup, role=subgroup_role(invitation.role))
    _record("invitation.accepted", invitation, person, role)
    publish(InvitationAccepted(invitation.id, person.id))


def decline(invitation: Invitation, *, word: str, person: Person | None) -> None:
    """Close an invitation by whoever was invited, with a word to who invited them."""
    session().refresh(invitation, with_for_update=True)
    if not invitation.is_open(clock.now()):
        raise Absent
    if len(word) > rules.WORD_LENGTH:
        raise Invalid("word", gettext("Say it in at most %(n)d characters.", n=rules.WORD_LENGTH))
    invitation.decline(word.strip(), clock.now())
    _record("invitation.declined", invitation, person)
    publish(InvitationDeclined(invitation.id, person.id if person else None))


def register_invited(invitation: Invitation, newcomer: Newcomer) -> Person:
    """Make the account of somebody who has the letter to its address, and let them in."""
    person = _register(newcomer, email=invitation.email or "")
    accept(invitation, person)
    return person


def register_confirmed(confirmed: Confirmed, newcomer: Newcomer) -> Person:
    """Make the account of somebody who has confirmed its address; they come in where the door lets them."""
    person = _register(newcomer, email=confirmed.email)
    if confirmed.invitation is not None:
        accept(confirmed.invitation, person)
    elif confirmed.is_let_in:
        enter(confirmed.community, person)
    return person


def enter(community: Group, person: Person) -> None:
    """Let somebody in by an open door."""
    if rules.door_for(viewer_of(person.id), community) != Door.OPEN:
        raise Absent
    appoint(person, community)
    where = {"community_id": community.id, "group_id": community.id, "person_id": person.id}
    audit.record("community.entered", by_id=person.id, **where)


def ask_to_confirm(
    community: Group, *, email: str, invitation: Invitation | None, language: str, time_zone: str, address: str
) -> str:
    """Write to an address by which somebody wants to come in; return it.

    What is done and answered is the same whether or not the address has an account: only its owner reads which.
    """
    email = normal_email(email)
    limits = [
        throttle.Limit(f"confirm:{address}", FROM_ONE_PLACE, 3600),
        throttle.Limit(f"confirm:{email}", TO_ONE_ADDRESS, 3600),
    ]
    throttle.check(limits)
    throttle.count_anyway(limits)
    person = find_by_email(email)
    confirmation = confirmation_of(community, invitation, email)
    if person is None:
        to = Recipient(email, "", language, time_zone)
    else:
        to = Recipient(person.email, person.name, person.language, person.time_zone)
    token = token_of(invitation) if invitation else None
    values = {"community": community.name, "slug": community.slug, "token": token, "confirmation": confirmation}
    send("join-known" if person else "join-confirmation", to=to, purpose="join", values=values, is_secret=True)
    return email


def _register(newcomer: Newcomer, *, email: str) -> Person:
    person = accounts.open_account(
        name=newcomer.name,
        email=email,
        password_hash=newcomer.password_hash,
        language=newcomer.language,
        time_zone=newcomer.time_zone,
    )
    if newcomer.organisation.strip():
        person.organisation = accounts.name_organisation(newcomer.organisation)
    return person


def _given(invitation: Invitation) -> tuple[Role, Group | None]:
    """Return what an invitation gives: more than membership only while who invited could still give it."""
    inviter, subgroup = viewer_of(invitation.invited_by_id), invitation.subgroup
    if subgroup is not None:
        lock(subgroup)  # it may be dissolved at this moment
    role = Role.MEMBER if invitation.role == Role.FACILITATOR else Role(invitation.role)
    if role == Role.COORDINATOR and not (inviter.coordinates(invitation.group_id) or rules.can_found(inviter)):
        role = Role.MEMBER
    return role, subgroup if subgroup is not None and rules.can_let_in(inviter, subgroup) else None


def _is_inside(person: Person, group: Group) -> bool:
    return session().get(Membership, (person.id, group.id)) is not None


def _record(what: str, invitation: Invitation, person: Person | None, role: str = "") -> None:
    audit.record(
        what,
        by_id=person.id if person else None,
        community_id=invitation.group_id,
        group_id=invitation.group_id,
        person_id=person.id if person else None,
        invitation=invitation.id,
        role=role or invitation.role,
    )
