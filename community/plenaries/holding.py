"""What the verbs of a plenary have in common: one at a time changes it, and who did something takes part."""

from sqlalchemy import select

from community import clock
from community.audit import actions as audit
from community.database import session
from community.errors import NotAllowed
from community.groups.viewer import Viewer
from community.languages import gettext
from community.plenaries import rules
from community.plenaries.models import Plenary, PlenaryMember


def lock(plenary: Plenary) -> None:
    """Let one change of a plenary be made at a time, and on what is true now."""
    session().refresh(plenary, with_for_update=True)


def note_member(plenary: Plenary, person_id: int) -> None:
    """Note that somebody takes part, once."""
    held = select(PlenaryMember.person_id).where(
        PlenaryMember.plenary_id == plenary.id, PlenaryMember.person_id == person_id
    )
    if session().scalar(held) is None:
        session().add(PlenaryMember(plenary_id=plenary.id, person_id=person_id, joined_at=clock.now()))
        session().flush()


def check_arranger(plenary: Plenary, by: Viewer) -> int:
    """Return who arranges the board; raise NotAllowed where they may not, or not now."""
    if by.person_id is None or not rules.can_join(by, plenary):
        raise NotAllowed(gettext("Members of the community arrange the board; readers read along."))
    if not rules.can_arrange(by, plenary):
        raise NotAllowed(gettext("The board is arranged while the plenary clusters and drafts."))
    return by.person_id


def record(what: str, plenary: Plenary, by_id: int | None, **detail: str) -> None:
    """Note in the audit log what was done to a plenary as a whole."""
    audit.record(
        f"plenary.{what}",
        by_id=by_id,
        community_id=plenary.community_id,
        group_id=plenary.community_id,
        person_id=None,
        plenary=plenary.id,
        **detail,
    )
