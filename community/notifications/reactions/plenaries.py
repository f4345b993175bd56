"""What is noted when a plenary opens, and when it is at another phase."""

from community.database import session
from community.notifications.reactions import note
from community.plenaries.events import PhaseChanged, PlenaryOpened
from community.plenaries.models import Phase, Plenary


def note_plenary(event: PlenaryOpened | PhaseChanged) -> None:
    """Note that a plenary is open, or at another phase."""
    present, kind = session().get_one(Plenary, event.plenary_id), "plenary"
    if isinstance(event, PhaseChanged):
        kind = "plenary-closed" if event.phase == Phase.CLOSED else "plenary-moved"
    note(
        kind,
        present.id,
        container=f"plenary:{present.id}",
        group_id=present.community_id,
        audience=present.audience,
        by_id=event.by_id,
    )
