"""Noting what the partners of a case say to its being published."""

from community import clock
from community.audit.actions import record
from community.cases import rules
from community.cases.actions.placing import consent_of
from community.cases.besides import CaseConsent, Consent
from community.cases.events import ConsentNoted
from community.cases.models import Case
from community.database import session
from community.errors import Invalid
from community.events import publish
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lines import clean_line
from community.rendering import normalise


def note_consent(case: Case, *, state: str, asked: str, note: str, by: Viewer) -> None:
    """Note whom one asked and what they said; what was noted before stays, so that of two who note at once nothing is lost."""
    if not rules.can_settle(by, case) or by.person_id is None:
        raise not_allowed(
            case.scope, gettext("Only its authors and those who run its group note what its partners agree to.")
        )
    said = _read_state(state)
    asked, note = clean_line(normalise(asked[:2000])), normalise(note[:20_000]).strip()
    if len(asked) > rules.ASKED_LENGTH:
        raise Invalid("asked", gettext("Write at most %(n)d characters here.", n=rules.ASKED_LENGTH))
    if len(note) > rules.NOTE_LENGTH:
        raise Invalid("note", gettext("Write at most %(n)d characters here.", n=rules.NOTE_LENGTH))
    if said != Consent.NOT_ASKED and not asked:
        raise Invalid("asked", gettext("Say whom you asked."))
    if said == Consent.CONDITIONS and not note:
        raise Invalid("note", gettext("Say what the conditions are."))
    session().refresh(case, ["consent_count"], with_for_update=True)
    was = consent_of(case)
    case.consent_count += 1
    session().add(
        CaseConsent(
            case_id=case.id,
            number=case.consent_count,
            state=said,
            asked=asked,
            note=note,
            noted_by_id=by.person_id,
            noted_at=clock.now(),
        )
    )
    where = {"community_id": case.community_id, "group_id": case.group_id}
    record("case.consent", by_id=by.person_id, **where, case=case.id, was=str(was), becomes=str(said))
    session().flush()
    publish(ConsentNoted(case.id))


def _read_state(state: str) -> Consent:
    try:
        return Consent(state)
    except ValueError as error:
        raise Invalid("state", gettext("Choose what they said.")) from error
