"""What is noted when a plenary opens, moves on, asks anew and decides, and when somebody is to do something after it."""

from community.database import session
from community.notifications.reactions import note
from community.plenaries.events import (
    DraftDecided,
    DraftReopened,
    PhaseChanged,
    PlenaryOpened,
    ReportPublished,
    StepGiven,
)
from community.plenaries.models import Phase, Plenary
from community.plenaries.reports import NextStep

_MOVED = {Phase.AGREE: "plenary-agree", Phase.CLOSED: "plenary-closed"}


def note_plenary(event: PlenaryOpened | PhaseChanged) -> None:
    """Note that a plenary is open, or at another phase."""
    present, kind = session().get_one(Plenary, event.plenary_id), "plenary"
    if isinstance(event, PhaseChanged):
        kind = _MOVED.get(Phase(event.phase), "plenary-moved")
    _note(kind, present.id, present, by_id=event.by_id)


def note_text(event: DraftReopened) -> None:
    """Note that the text of a draft is another one: whoever takes part is asked anew."""
    _note("plenary-text", event.draft_id, session().get_one(Plenary, event.plenary_id), by_id=event.by_id)


def note_decision(event: DraftDecided) -> None:
    """Note that a draft is decided on, or that a decision was taken back, and who takes an issue further."""
    present = session().get_one(Plenary, event.plenary_id)
    _note("plenary-decided" if event.verdict else "plenary-undecided", event.draft_id, present, by_id=event.by_id)
    if event.owner_id is not None:
        _note("plenary-issue", event.draft_id, present, by_id=event.by_id, person_id=event.owner_id)


def note_report(event: ReportPublished) -> None:
    """Note that the report of a plenary can be read."""
    _note("plenary-report", event.plenary_id, session().get_one(Plenary, event.plenary_id), by_id=event.by_id)


def note_step(event: StepGiven) -> None:
    """Note that somebody is to do something after a plenary."""
    step = session().get_one(NextStep, event.step_id)
    _note("plenary-step", step.id, step.plenary, by_id=event.by_id, person_id=step.owner_id)


def _note(kind: str, thing_id: int, present: Plenary, *, by_id: int | None, person_id: int | None = None) -> None:
    note(
        kind,
        thing_id,
        container=f"plenary:{present.id}",
        group_id=present.community_id,
        audience=present.audience,
        by_id=by_id,
        person_id=person_id,
    )
