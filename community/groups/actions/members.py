"""The verbs of members: appoint, add, change a role, hand over, remove, leave."""

from sqlalchemy import delete, or_, select, update

from community import clock
from community.accounts.models import Person
from community.audit.actions import record
from community.database import session
from community.errors import Absent, Invalid, NotAllowed, Refusal
from community.events import publish
from community.groups import rules
from community.groups.admissions import Invitation, InvitationState
from community.groups.events import FacilitatorMissing, MemberJoined, MemberLeft, RoleChanged
from community.groups.models import Group, Membership
from community.groups.viewer import Role, Viewer
from community.groups.words import not_allowed
from community.groups.workspace import SubgroupRequest, Task
from community.languages import gettext


def appoint(person: Person, group: Group, *, role: str = Role.MEMBER, by: Viewer | None = None) -> Membership:
    """Make somebody a member, or give a member another role; who joins a subgroup joins its community.

    The caller's verb decides who may: an accepted invitation, a coordinator's `add_member`, the administrator's command.
    Without `by` it is the person's own doing.
    """
    if not group.is_community and session().get(Membership, (person.id, group.community_id)) is None:
        appoint(person, group.community, by=by)
    found = session().get(Membership, (person.id, group.id))
    if found is None:
        found = Membership(person_id=person.id, group_id=group.id, role=Role(role), joined_at=clock.now())
        session().add(found)
        session().flush()
        _note("membership.began", group, person.id, by=by, role=role)
        publish(MemberJoined(group.id, person.id, by.person_id if by else None))
    elif found.role != role:
        if found.role == Role.COORDINATOR:
            _close_links(group, person)
        _note("role.changed", group, person.id, by=by, role=role, former=found.role)
        found.role = Role(role)
        session().flush()
        publish(RoleChanged(group.id, person.id, role, by.person_id if by else person.id))
    return found


def add_member(group: Group, person: Person, *, by: Viewer, role: str = Role.MEMBER) -> Membership:
    """Add a member of the community to a group, by whoever runs the group."""
    if not rules.can_run(by, group.scope):
        raise not_allowed(group.scope, gettext("Only those who run the group add members to it."))
    lock(group)
    if session().get(Membership, (person.id, group.id)) is not None:
        return set_role(group, person, role=role, by=by)
    _check_role(group, role, by=by)
    if not group.is_community and session().get(Membership, (person.id, group.community_id)) is None:
        raise Invalid("person", gettext("Only members of the community can be added to its subgroups."))
    return appoint(person, group, role=role_here(person, group, role), by=by)


def set_role(group: Group, person: Person, *, role: str, by: Viewer) -> Membership:
    """Give a member another role; a subgroup that has no facilitator may be given one by its coordinator."""
    lock(group)
    found = session().get(Membership, (person.id, group.id))
    if found is None or not rules.can_know_members(by, group):
        raise Absent
    names_one = role == Role.FACILITATOR and rules.can_name_facilitator(by, group) and not has_facilitator(group)
    if not (rules.can_run(by, group.scope) or names_one):
        raise not_allowed(group.scope, gettext("Only those who run the group change the roles in it."))
    _check_role(group, role, by=by)
    if found.role == Role.COORDINATOR != role:
        _check_not_last_coordinator(group, person)
    was_run = has_facilitator(group)
    appoint(person, group, role=role_here(person, group, role), by=by)
    _notice_missing(group, was_run=was_run, by=by)
    if group.is_community and role == Role.READER:
        _let_only_read(group, person, by=by)
    return found


def hand_over(group: Group, person: Person, *, by: Viewer) -> None:
    """Let another member facilitate the subgroup in one's place."""
    if by.person_id is None or not rules.can_hand_over(by, group):
        raise not_allowed(group.scope, gettext("Only its facilitator hands a subgroup over."))
    lock(group)
    if person.id == by.person_id or session().get(Membership, (person.id, group.id)) is None:
        raise Invalid("successor", gettext("Choose another member of the subgroup."))
    if role_here(person, group, Role.FACILITATOR) != Role.FACILITATOR:
        raise Invalid("successor", gettext("A reader cannot facilitate."))
    appoint(person, group, role=Role.FACILITATOR, by=by)
    appoint(session().get_one(Person, by.person_id), group, role=Role.MEMBER, by=by)


def remove_member(group: Group, person: Person, *, by: Viewer) -> None:
    """End a membership, and with a community's those in its subgroups; what they had taken up there is free again."""
    if by.person_id != person.id and not rules.can_run(by, group.scope):
        raise not_allowed(group.scope, gettext("Only those who run the group remove members from it."))
    lock(group)
    _check_not_last_coordinator(group, person)
    memberships = session().scalars(
        select(Membership)
        .join(Group)
        .where(Membership.person_id == person.id, or_(Group.id == group.id, Group.parent_id == group.id))
        .order_by(Group.id)
    )
    for membership in memberships.all():
        left = membership.group
        was_run = has_facilitator(left)
        session().delete(membership)
        session().flush()
        _let_go(left, person)
        _close_links(left, person)
        _note("membership.ended", left, person.id, by=by, role=membership.role)
        publish(MemberLeft(left.id, person.id))
        _notice_missing(left, was_run=was_run, by=by)


def leave(group: Group, *, by: Viewer, successor: Person | None = None) -> None:
    """Leave a subgroup; its facilitator may hand it over first."""
    if group.is_community or by.person_id is None or not by.belongs_to(group.id):
        raise Absent
    if successor is not None:
        hand_over(group, successor, by=by)
    remove_member(group, session().get_one(Person, by.person_id), by=by)


def has_facilitator(group: Group) -> bool:
    """Say whether somebody facilitates the group."""
    facilitators = select(Membership.person_id).where(
        Membership.group_id == group.id, Membership.role == Role.FACILITATOR
    )
    return session().scalar(facilitators.limit(1)) is not None


def role_here(person: Person, group: Group, role: str) -> str:
    """Return the role that somebody can have in a group: who only reads in the community only reads in its subgroups."""
    wide = None if group.is_community else session().get(Membership, (person.id, group.community_id))
    return Role.READER if wide is not None and wide.role == Role.READER else role


def lock(group: Group) -> None:
    """Let a group and its members be changed by one person at a time, each on what is true then."""
    session().refresh(group, with_for_update=True)


def _check_role(group: Group, role: str, *, by: Viewer) -> None:
    if role not in set(Role):
        raise Invalid("role", gettext("Choose a role from the list."))
    if role == Role.COORDINATOR and not group.is_community:
        raise Invalid("role", gettext("A subgroup has a facilitator; coordinators run the community."))
    if role == Role.COORDINATOR and not by.coordinates(group.community_id):
        raise NotAllowed(gettext("Only a coordinator appoints coordinators."))


def _check_not_last_coordinator(group: Group, person: Person) -> None:
    coordinators = select(Membership.person_id).where(
        Membership.group_id == group.id, Membership.role == Role.COORDINATOR
    )
    if group.is_community and list(session().scalars(coordinators)) == [person.id]:
        raise Refusal(gettext("A community needs a coordinator: make somebody else one first."))


def _let_only_read(community: Group, person: Person, *, by: Viewer) -> None:
    """Make a reader of the community a reader in its subgroups; one that they facilitated lacks a facilitator."""
    writes = (Membership.person_id == person.id, Membership.role != Role.READER, Group.parent_id == community.id)
    for membership in session().scalars(select(Membership).join(Group).where(*writes).order_by(Group.id)).all():
        group = membership.group
        lock(group)
        was_run = has_facilitator(group)
        appoint(person, group, role=Role.READER, by=by)
        _notice_missing(group, was_run=was_run, by=by)


def _let_go(group: Group, person: Person) -> None:
    """Free what somebody who left had still to do, and forget what they asked."""
    session().execute(
        update(Task)
        .where(Task.group_id == group.id, Task.owner_id == person.id, Task.done_at.is_(None))
        .values(owner_id=None)
    )
    if group.is_community:
        subgroups = select(Group.id).where(Group.parent_id == group.id)
        session().execute(
            delete(SubgroupRequest).where(
                SubgroupRequest.person_id == person.id,
                SubgroupRequest.group_id.in_(subgroups),
                SubgroupRequest.decided_at.is_(None),
            )
        )


def _close_links(group: Group, person: Person) -> None:
    """Close the links into a group that the person made: nobody comes back in by a link of their own."""
    session().execute(
        update(Invitation)
        .where(Invitation.group_id == group.id, Invitation.invited_by_id == person.id)
        .where(Invitation.state == InvitationState.LINK)
        .values(state=InvitationState.REVOKED, ended_at=clock.now())
    )


def _notice_missing(group: Group, *, was_run: bool, by: Viewer) -> None:
    if was_run and not group.is_community and not group.is_dissolved and not has_facilitator(group):
        publish(FacilitatorMissing(group.id, by.person_id))


def _note(what: str, group: Group, person_id: int, *, by: Viewer | None, **detail: str) -> None:
    by_id = by.person_id if by else person_id
    record(what, by_id=by_id, community_id=group.community_id, group_id=group.id, person_id=person_id, **detail)
