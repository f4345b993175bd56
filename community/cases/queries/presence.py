"""Who is writing in a case now, for those who write in it too."""

from datetime import timedelta

from sqlalchemy import bindparam, select

from community import clock
from community.accounts.models import Person
from community.cases.underway import Presence
from community.database import read
from community.groups.viewer import Viewer

SEEN_FOR = timedelta(minutes=2)
_SHOWN = 20

_OTHERS = (
    select(Person.name)
    .join(Presence, Presence.person_id == Person.id)
    .where(
        Presence.case_id == bindparam("case"),
        Presence.seen_at > bindparam("since"),
        Presence.person_id != bindparam("viewer"),
    )
    .order_by(Person.name)
    .limit(_SHOWN)
)


def others_in(case_id: int, *, viewer: Viewer) -> list[str]:
    """Return the names of the others who are writing in a case that the viewer may write in."""
    return [name for (name,) in read(_OTHERS, case=case_id, viewer=viewer.person_id, since=clock.now() - SEEN_FOR)]
