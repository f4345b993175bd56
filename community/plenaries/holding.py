"""What the verbs of a plenary have in common: one at a time changes it, and who did something takes part."""

from sqlalchemy import Integer, bindparam, select

from community import clock
from community.audit import actions as audit
from community.database import read, session
from community.errors import NotAllowed
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lessons.actions import settling
from community.lessons.models import Lesson, Status
from community.plenaries import rules
from community.plenaries.models import Phase, Plenary, PlenaryMember
from community.plenaries.queries.drafts import IS_HELD
from community.plenaries.voices import Draft

_TAKES_PART = select(PlenaryMember.person_id).where(
    PlenaryMember.plenary_id == bindparam("plenary", type_=Integer),
    PlenaryMember.person_id == bindparam("person", type_=Integer),
)


def lock(plenary: Plenary) -> None:
    """Let one change of a plenary be made at a time, and on what is true now."""
    session().refresh(plenary, with_for_update=True)


def note_member(plenary: Plenary, person_id: int) -> None:
    """Note that somebody takes part, once."""
    if not read(_TAKES_PART, plenary=plenary.id, person=person_id):
        session().add(PlenaryMember(plenary_id=plenary.id, person_id=person_id, joined_at=clock.now()))
        session().flush()


def check_arranger(plenary: Plenary, by: Viewer) -> int:
    """Return who arranges the board; raise NotAllowed where they may not, or not now."""
    if by.person_id is None or not rules.can_join(by, plenary):
        raise NotAllowed(gettext("Members of the community arrange the board; readers read along."))
    if not rules.can_arrange(by, plenary):
        raise NotAllowed(gettext("The board is arranged while the plenary clusters and drafts."))
    return by.person_id


def check_coordinator(plenary: Plenary, by: Viewer) -> int:
    """Return who runs the plenary; raise NotAllowed where they may not."""
    if by.person_id is None or not rules.can_open(by, plenary.community):
        raise NotAllowed(gettext("Only a coordinator opens plenaries and runs them."))
    return by.person_id


def open_drafts(plenary: Plenary) -> list[Draft]:
    """Return the drafts that the plenary speaks about and has not decided on."""
    found = (
        select(Draft)
        .join(Draft.lesson)
        .where(Draft.plenary_id == plenary.id, Draft.verdict.is_(None), Lesson.status == Status.PLENARY.value, IS_HELD)
    )
    return list(session().scalars(found.order_by(Draft.id)))


def is_spoken_about(draft: Draft) -> bool:
    """Say whether its plenary, and no later one, speaks about a draft and has yet to decide on it."""
    is_open = draft.verdict is None and draft.lesson.status == Status.PLENARY
    return is_open and session().scalar(select(Draft.id).where(Draft.id == draft.id, IS_HELD)) is not None


def follow_phase(plenary: Plenary, was: str) -> None:
    """Let what a closed plenary left open be proposed again, and be before it again where it is opened once more."""
    if plenary.phase == Phase.CLOSED:
        for draft in open_drafts(plenary):
            settling.return_from_plenary(draft.lesson)
    elif was == Phase.CLOSED:
        left = select(Draft).join(Draft.lesson).where(Draft.plenary_id == plenary.id, Draft.verdict.is_(None))
        for draft in session().scalars(left.where(Lesson.status == Status.PROPOSED.value)):
            settling.return_to_plenary(draft.lesson)


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
