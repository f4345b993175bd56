"""The verbs of members: appoint, add, remove, introduce oneself."""

from sqlalchemy import or_, select, update

from community import clock
from community.accounts.models import Person
from community.database import session
from community.errors import Invalid, NotAllowed
from community.events import publish
from community.groups import rules
from community.groups.events import MemberJoined, MemberLeft
from community.groups.models import Group, Introduction, Invitation, Membership
from community.groups.viewer import Role, Viewer
from community.languages import gettext

INTRODUCTION_LENGTH = 4000


def appoint(person: Person, group: Group, *, role: str = Role.MEMBER) -> Membership:
    """Make somebody a member, or give a member another role; who joins a subgroup joins its community.

    The caller's verb decides who may: an accepted invitation, a coordinator's `add_member`, the administrator's command.
    """
    if not group.is_community and session().get(Membership, (person.id, group.community_id)) is None:
        appoint(person, group.community)
    found = session().get(Membership, (person.id, group.id))
    if found is not None:
        if found.role == Role.COORDINATOR != role:
            _close_invitations(group, person)
        found.role = Role(role)
    else:
        found = Membership(person_id=person.id, group_id=group.id, role=Role(role), joined_at=clock.now())
        session().add(found)
        session().flush()
        publish(MemberJoined(group.id, person.id))
    return found


def add_member(group: Group, person: Person, *, by: Viewer, role: str = Role.MEMBER) -> Membership:
    """Add a member of the community to a group, by whoever runs the group; who isn't one yet, only by a coordinator."""
    is_coordinator = by.coordinates(group.community_id)
    # A coordinator finds a confidential subgroup its people, but doesn't let themself in where they may not see.
    if not rules.can_run(by, group.scope) and not (is_coordinator and by.person_id != person.id):
        raise NotAllowed(gettext("Only those who run the group add members to it."))
    if not is_coordinator and session().get(Membership, (person.id, group.community_id)) is None:
        raise NotAllowed(gettext("Only a coordinator lets people into the community."))
    if role == Role.COORDINATOR and not is_coordinator:
        raise NotAllowed(gettext("Only a coordinator appoints coordinators."))
    return appoint(person, group, role=role)


def remove_member(group: Group, person: Person, *, by: Viewer) -> None:
    """End a membership, and with a community's those in its subgroups; the links that the person made end too."""
    if by.person_id != person.id and not rules.can_run(by, group.scope):
        raise NotAllowed(gettext("Only those who run the group remove members from it."))
    for membership in (
        session()
        .scalars(
            select(Membership)
            .join(Group)
            .where(Membership.person_id == person.id, or_(Group.id == group.id, Group.parent_id == group.id))
        )
        .all()
    ):
        session().delete(membership)
        publish(MemberLeft(membership.group_id, person.id))
    _close_invitations(group, person)
    session().flush()


def introduce(community: Group, *, by: Viewer, experience: str, offer: str, seek: str) -> None:
    """Present oneself to a community."""
    if not by.belongs_to(community.id) or by.person_id is None:
        raise NotAllowed(gettext("Only members introduce themselves."))
    for field, text in (("experience", experience), ("offer", offer), ("seek", seek)):
        if len(text) > INTRODUCTION_LENGTH:
            raise Invalid(field, gettext("Write at most %(n)d characters here.", n=INTRODUCTION_LENGTH))
    found = session().get(Introduction, (by.person_id, community.id))
    if found is None:
        found = Introduction(person_id=by.person_id, group_id=community.id)
        session().add(found)
    found.say(experience=experience.strip(), offer=offer.strip(), seek=seek.strip(), at=clock.now())
    session().flush()


def _close_invitations(group: Group, person: Person) -> None:
    """Close the invitations into a group that the person made: nobody comes back in by a link of their own."""
    session().execute(
        update(Invitation)
        .where(Invitation.group_id == group.id, Invitation.invited_by_id == person.id)
        .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
