"""Being there: who has a case open to write in it says so again and again."""

from datetime import timedelta

from sqlalchemy import delete

from community import clock
from community.cases import rules
from community.cases.models import Case
from community.cases.underway import Presence
from community.database import session
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext

_FORGOTTEN_AFTER = timedelta(days=1)


def be_present(case: Case, *, by: Viewer) -> None:
    """Note that somebody is writing in a case now."""
    if not rules.can_revise(by, case) or by.person_id is None:
        raise not_allowed(case.scope, gettext("You can read this case but not write in it."))
    now = clock.now()
    session().execute(delete(Presence).where(Presence.case_id == case.id, Presence.seen_at < now - _FORGOTTEN_AFTER))
    session().merge(Presence(case_id=case.id, person_id=by.person_id, seen_at=now))
    session().flush()


def leave(case_id: int, person_id: int) -> None:
    """Note that somebody is not writing in a case any more."""
    session().execute(delete(Presence).where(Presence.case_id == case_id, Presence.person_id == person_id))
