"""Where a case belongs, who may read it, how far it has come."""

from community.audit import actions as audit
from community.cases import rules
from community.cases.events import CaseMoved
from community.cases.models import Case, Status
from community.database import session
from community.discussions import actions as discussions
from community.errors import Invalid, NotAllowed
from community.events import publish
from community.groups.models import Group
from community.groups.viewer import Audience, Viewer
from community.languages import gettext


def move(case: Case, *, group: Group, audience: str, by: Viewer) -> None:
    """Let a case belong to another group of its community, or be seen by others; its discussion follows."""
    if not rules.can_move(by, case):
        raise NotAllowed(gettext("Only its owner and those who run its group change who sees a case."))
    if group.community_id != case.community_id:
        raise Invalid("group", gettext("A case stays in its community."))
    if group.id != case.group_id and not rules.can_create(by, group):
        raise Invalid("group", gettext("You can move a case only to a group that you write in."))
    former, was = case.group_id, case.scope.audience
    discussions.move(case.thread, group=group, audience=read_audience(audience))
    case.move(group, group.scope_of(read_audience(audience)).audience)
    _note_move(case, former, was, by)
    session().flush()
    publish(CaseMoved(case.id))


def set_status(case: Case, *, status: str, by: Viewer) -> None:
    """Say how far a case has come."""
    if not rules.can_settle(by, case):
        raise NotAllowed(gettext("Only its owner and those who run its group say how far a case has come."))
    wanted = read_status(status)
    if wanted == Status.OFFERED and case.group.is_confidential:
        raise Invalid("case_status", gettext("A case of a confidential subgroup cannot be offered to others."))
    case.status = wanted
    session().flush()
    publish(CaseMoved(case.id))


def _note_move(case: Case, former_group_id: int, was: str, by: Viewer) -> None:
    """Note who sees a case now, for good: with its group, though not with its title."""
    if (case.group.id, case.scope.audience) != (former_group_id, was):
        what = "case.moved" if case.group.id != former_group_id else "case.audience"
        where = {"community_id": case.community_id, "group_id": case.group.id}
        audit.record(what, by_id=by.person_id, **where, case=case.id, was=was, audience=str(case.scope.audience))


def read_audience(audience: str) -> Audience:
    try:
        return Audience(audience)
    except ValueError as error:
        raise Invalid("audience", gettext("Choose who may read it.")) from error


def read_status(status: str) -> Status:
    try:
        return Status(status)
    except ValueError as error:
        raise Invalid("case_status", gettext("Choose one from the list.")) from error
