"""What happened somewhere stands where its case or its thread stands now."""

from sqlalchemy import update

from community.cases.events import CaseMoved
from community.cases.models import Case
from community.database import session
from community.discussions.events import ThreadMoved
from community.discussions.models import Thread
from community.lessons.models import Lesson
from community.notifications.models import Happening


def follow_case(event: CaseMoved) -> None:
    """Let what happened to a case stand where the case stands now."""
    follow(f"case:{event.case_id}", session().get_one(Case, event.case_id))


def follow_thread(event: ThreadMoved) -> None:
    """Let what happened in a thread stand where the thread stands now."""
    follow(f"thread:{event.thread_id}", session().get_one(Thread, event.thread_id))


def follow(container: str, place: Case | Thread | Lesson) -> None:
    """Let what happened at a place stand where that stands now."""
    session().execute(
        update(Happening)
        .where(Happening.container == container)
        .values(group_id=place.group_id, audience=place.audience)
        .execution_options(synchronize_session=False)
    )
