"""The verbs that end a subgroup and begin it again: dissolve it, take it up again. Nothing in it is changed or lost."""

from sqlalchemy import delete, select

from community import clock
from community.audit.actions import record
from community.database import session
from community.errors import Invalid, NotAllowed, Outdated, Refusal
from community.events import publish
from community.groups import rules
from community.groups.actions.members import lock
from community.groups.events import SubgroupDissolved, SubgroupJoinDecided, SubgroupTakenUpAgain
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.groups.workspace import Dissolution, SubgroupRequest
from community.languages import gettext
from community.lines import clean_line


def dissolve(group: Group, *, by: Viewer, word: str = "") -> None:
    """Make an archive of a subgroup: everybody reads what they could read, nobody changes it. Who asked to join is answered."""
    by_id = _check(group, by)
    if group.is_dissolved:
        raise Outdated(gettext("Somebody else has dissolved this subgroup already. Nothing was done twice."))
    word = clean_line(word)
    if len(word) > rules.WORD_LENGTH:
        raise Invalid("word", gettext("Say it in at most %(n)d characters.", n=rules.WORD_LENGTH))
    group.dissolve(clock.now())
    session().add(Dissolution(group_id=group.id, by_id=by_id, word=word))
    _answer_all(group, by_id)
    session().flush()
    record("subgroup.dissolved", by_id=by_id, community_id=group.community_id, group_id=group.id)
    publish(SubgroupDissolved(group.id, by_id))


def take_up_again(group: Group, *, by: Viewer) -> bool:
    """Let a dissolved subgroup be worked in again, as it was; say whether it was dissolved."""
    by_id = _check(group, by)
    if not group.is_dissolved:
        return False
    group.take_up_again()
    session().execute(delete(Dissolution).where(Dissolution.group_id == group.id))
    session().flush()
    record("subgroup.taken-up", by_id=by_id, community_id=group.community_id, group_id=group.id)
    publish(SubgroupTakenUpAgain(group.id, by_id))
    return True


def _check(group: Group, by: Viewer) -> int:
    """Return who does it, where they may, once nobody else is at it."""
    if group.is_community:
        raise Refusal(gettext("A community cannot be dissolved; only its subgroups can."))
    if by.person_id is None or not rules.can_dissolve(by, group):
        raise NotAllowed(gettext("Only its facilitator and the coordinators dissolve a subgroup or take it up again."))
    lock(group)
    return by.person_id


def _answer_all(group: Group, by_id: int) -> None:
    waiting = select(SubgroupRequest).where(SubgroupRequest.group_id == group.id, SubgroupRequest.decided_at.is_(None))
    for request in session().scalars(waiting.order_by(SubgroupRequest.id).with_for_update()).all():
        request.decide(is_accepted=False, by_id=by_id, at=clock.now())
        session().flush()
        publish(SubgroupJoinDecided(request.id))
