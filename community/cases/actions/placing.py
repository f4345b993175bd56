"""Where a case belongs, who may read it, how far it has come."""

from sqlalchemy import delete, select

from community import clock
from community.audit import actions as audit
from community.cases import rules
from community.cases.besides import CaseConsent, Consent
from community.cases.events import CaseMoved, CaseWithdrawn
from community.cases.models import WHY_LENGTH, Case, CaseAuthor, Status
from community.cases.queries.choosing import is_being_chosen
from community.database import session
from community.discussions import actions as discussions
from community.errors import Invalid, NotAllowed, Refusal
from community.events import publish
from community.groups.models import Group, Membership
from community.groups.viewer import Audience, Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lines import clean_line


class ConsentMissing(Refusal):
    """The case would be for everybody to read, and nobody noted that its partners agree: who goes on says so."""

    status = 422


def move(case: Case, *, group: Group, audience: str, by: Viewer, is_confirmed: bool = False) -> None:
    """Let a case belong to another group of its community, or be seen by others; its discussion follows.

    Co-authors who are not in that group are co-authors no longer. Raise ConsentMissing before the case becomes public without
    a note that its partners agree, unless that is confirmed.
    """
    if not rules.can_move(by, case):
        raise NotAllowed(gettext("Only its owner and those who run its group change who sees a case."))
    if group.id == case.group_id and group.is_dissolved:
        raise Invalid("group", gettext("Its subgroup was dissolved: the case can be moved out of it, nothing else."))
    if group.community_id != case.community_id:
        raise Invalid("group", gettext("A case stays in its community."))
    if group.id != case.group_id and not rules.can_create(by, group):
        raise Invalid("group", gettext("You can move a case only to a group that you write in."))
    former, was, wanted = case.group_id, case.scope.audience, group.scope_of(read_audience(audience)).audience
    if wanted == Audience.PUBLIC != was and not is_confirmed and consent_of(case) != Consent.GIVEN:
        raise ConsentMissing(gettext("Nobody has noted that its partners agree to everybody reading it."))
    discussions.move(case.thread, group=group, audience=read_audience(audience))
    case.move(group, wanted)
    if group.id != former:
        _leave_behind(case, group)
    _note_move(case, former, was, by)
    session().flush()
    publish(CaseMoved(case.id))


def set_status(case: Case, *, status: str, by: Viewer) -> None:
    """Say how far a case has come."""
    if not rules.can_settle(by, case):
        raise not_allowed(
            case.scope, gettext("Only its authors and those who run its group say how far a case has come.")
        )
    wanted = read_status(status)
    if wanted == Status.OFFERED and case.group.is_confidential:
        raise Invalid("case_status", gettext("A case of a confidential subgroup cannot be offered to others."))
    session().refresh(case, ["status"], with_for_update=True)
    if wanted != case.status and wanted not in rules.statuses_for(by, case, case.status):
        raise NotAllowed(gettext("From “described” on, those who run its group say how far a case has come."))
    case.settle(wanted)
    session().flush()
    publish(CaseMoved(case.id))


def withdraw(case: Case, *, why: str, by: Viewer) -> None:
    """Offer a case as experience no longer, with the reason: lists and pictures leave it out, its page says so."""
    if not rules.can_withdraw(by, case):
        raise not_allowed(case.scope, gettext("Only its owner and those who run its group withdraw a case."))
    why = clean_line(why)
    if not why:
        raise Invalid("why", gettext("Say in a line why it is withdrawn: lessons may rest on it."))
    if len(why) > WHY_LENGTH:
        raise Invalid("why", gettext("Write at most %(n)d characters here.", n=WHY_LENGTH))
    if is_being_chosen(case):
        raise NotAllowed(
            gettext("People are choosing this case right now. Ask the coordinator, or wait until it is over.")
        )
    session().refresh(case, ["status", "withdrawn_why"], with_for_update=True)
    if case.status == Status.WITHDRAWN:
        raise Invalid("why", gettext("It was withdrawn meanwhile: %(why)s", why=case.withdrawn_why))
    case.withdraw(why=why, at=clock.now())
    audit.record(
        "case.withdrawn", by_id=by.person_id, community_id=case.community_id, group_id=case.group_id, case=case.id
    )
    session().flush()
    publish(CaseMoved(case.id))
    publish(CaseWithdrawn(case.id, by.person_id or 0))


def first_status(status: str, group: Group, *, by: Viewer) -> Status:
    """Return the status that a new case begins with; raise NotAllowed for one that only those who run the group give."""
    wanted = read_status(status)
    if rules.Part.OWNER not in rules.SETTLED_BY[wanted] and not rules.can_run(by, group.scope):
        raise NotAllowed(gettext("From “described” on, those who run its group say how far a case has come."))
    return wanted


def consent_of(case: Case) -> Consent:
    """Return what the partners of a case say to its being published, as far as it was noted."""
    newest = select(CaseConsent.state).where(CaseConsent.case_id == case.id, CaseConsent.number == case.consent_count)
    return Consent(session().scalar(newest) or Consent.NOT_ASKED)


def _leave_behind(case: Case, group: Group) -> None:
    members = select(Membership.person_id).where(Membership.group_id == group.id)
    session().execute(delete(CaseAuthor).where(CaseAuthor.case_id == case.id, CaseAuthor.person_id.not_in(members)))
    session().expire(case, ["co_authors"])


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
        wanted = Status(status)
    except ValueError as error:
        raise Invalid("case_status", gettext("Choose one from the list.")) from error
    if wanted == Status.WITHDRAWN:
        raise Invalid("case_status", gettext("A case is withdrawn on a page of its own, with the reason."))
    return wanted
