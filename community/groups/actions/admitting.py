"""The verbs of who wants to come into a subgroup: join where its door is open, ask where it is not, answer who asks."""

from sqlalchemy import select

from community import clock, throttle
from community.accounts.models import Person
from community.database import session
from community.errors import Invalid, Outdated, Refusal
from community.events import publish
from community.groups import rules
from community.groups.actions.members import appoint, lock, role_here
from community.groups.events import SubgroupJoinAsked, SubgroupJoinDecided
from community.groups.models import Group, Membership
from community.groups.viewer import Role, Viewer
from community.groups.words import not_allowed
from community.groups.workspace import SubgroupRequest
from community.languages import gettext
from community.lines import clean_line

MESSAGE_LENGTH = 300
REQUESTS_A_DAY = 10


def join(group: Group, *, by: Viewer) -> Membership:
    """Become a member of a subgroup whose door is open."""
    lock(group)
    if by.person_id is None or not rules.can_join(by, group):
        raise not_allowed(group.scope, gettext("The door of this subgroup is not open; you can ask to join it."))
    person = session().get_one(Person, by.person_id)
    pending = _pending(group, person)
    if pending is not None:
        _decide(pending, is_accepted=True, by=by)
    return appoint(person, group, role=role_here(person, group, Role.MEMBER), by=by)


def ask(group: Group, *, message: str, by: Viewer) -> SubgroupRequest:
    """Ask those who run a subgroup to be let in."""
    lock(group)
    if by.person_id is None or not rules.can_ask_to_join(by, group):
        raise not_allowed(group.scope, gettext("You cannot ask to join this subgroup."))
    message = clean_line(message)
    if len(message) > MESSAGE_LENGTH:
        raise Invalid("message", gettext("Write at most %(n)d characters here.", n=MESSAGE_LENGTH))
    if _pending(group, session().get_one(Person, by.person_id)) is not None:
        raise Refusal(gettext("You have asked already. Those who run the subgroup will answer you."))
    throttle.spend(throttle.Limit(f"ask-to-join:{by.person_id}", REQUESTS_A_DAY, 86400))
    request = SubgroupRequest(group=group, person_id=by.person_id, message=message, asked_at=clock.now())
    session().add(request)
    session().flush()
    publish(SubgroupJoinAsked(request.id))
    return request


def answer(request: SubgroupRequest, *, is_accepted: bool, by: Viewer) -> None:
    """Let somebody in who asked, or not."""
    group = request.group
    if not rules.can_set_up(by, group):
        raise not_allowed(group.scope, gettext("Only those who run the subgroup let people in."))
    lock(group)
    session().refresh(request, with_for_update=True)
    if request.decided_at is not None:
        raise Outdated(gettext("Somebody else has answered this request already."))
    if is_accepted and session().get(Membership, (request.person_id, group.community_id)) is None:
        raise Outdated(gettext("Who asked this is no longer a member of the community."))
    _decide(request, is_accepted=is_accepted, by=by)
    if is_accepted:
        appoint(request.person, group, role=role_here(request.person, group, Role.MEMBER), by=by)


def _decide(request: SubgroupRequest, *, is_accepted: bool, by: Viewer) -> None:
    request.decide(is_accepted=is_accepted, by_id=by.person_id, at=clock.now())
    session().flush()
    publish(SubgroupJoinDecided(request.id))


def _pending(group: Group, person: Person) -> SubgroupRequest | None:
    return session().scalar(
        select(SubgroupRequest).where(
            SubgroupRequest.group_id == group.id,
            SubgroupRequest.person_id == person.id,
            SubgroupRequest.decided_at.is_(None),
        )
    )
