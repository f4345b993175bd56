"""What follows in lessons when something changes elsewhere: passages stand where their source stands, and are looked for."""

from sqlalchemy import ColumnElement, select, update

from community.cases.events import CaseMoved, CaseRevised
from community.cases.models import Case, CaseRevision
from community.database import session
from community.discussions.events import PostEdited, ThreadMoved
from community.discussions.models import Post, PostRevision, Thread
from community.lessons import reanchoring
from community.lessons.passages import Passage


def check_case(event: CaseRevised) -> None:
    """Have the passages of a case looked for in its new revision."""
    reanchoring.check_case(event.case_id)


def check_post(event: PostEdited) -> None:
    """Have the passages of a post looked for in its new revision."""
    reanchoring.check_post(event.post_id)


def follow_case(event: CaseMoved) -> None:
    """Let the passages of a case stand where the case stands now."""
    case = session().get_one(Case, event.case_id)
    _move(case, Passage.case_revision_id.in_(select(CaseRevision.id).where(CaseRevision.case_id == case.id)))


def follow_thread(event: ThreadMoved) -> None:
    """Let the passages of a thread's posts stand where the thread stands now."""
    thread = session().get_one(Thread, event.thread_id)
    posts = select(PostRevision.id).join(Post, Post.id == PostRevision.post_id).where(Post.thread_id == thread.id)
    _move(thread, Passage.post_revision_id.in_(posts))


def _move(source: Case | Thread, are_its_passages: ColumnElement[bool]) -> None:
    session().execute(
        update(Passage)
        .where(are_its_passages)
        .values(group_id=source.group_id, audience=source.audience)
        .execution_options(synchronize_session="fetch")
    )
