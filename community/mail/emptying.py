"""What a letter says is kept for a month; that there was one, for good."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select

from community import clock, worker
from community.database import session, unit_of_work
from community.mail.models import DONE_WITH, Letter, Message
from community.mail.sending import folder_for

KEPT_FOR = timedelta(days=30)
AT_ONCE = 500


@worker.seldom
def empty_old() -> bool:
    """Forget what the letters of a month ago say, files too, where they are done with; say whether there may be more."""
    old = (
        select(Letter.id, Letter.queued_at)
        .join(Message)
        .where(Message.written_at < clock.now() - KEPT_FOR, Letter.state.in_(DONE_WITH))
        .limit(AT_ONCE)
    )
    found = session().execute(old).all()
    if not found:
        return False
    folder_for(current_app.config).forget((row.id, row.queued_at) for row in found)
    with unit_of_work():
        session().execute(delete(Message).where(Message.letter_id.in_([row.id for row in found])))
    return len(found) == AT_ONCE
