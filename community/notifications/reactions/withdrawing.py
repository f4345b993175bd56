"""What is noted when a case is withdrawn, or a post removed by those who run its group."""

from community.cases.events import CaseWithdrawn
from community.cases.models import Case
from community.database import session
from community.discussions.events import PostRemoved
from community.discussions.models import Post
from community.notifications.reactions import note


def note_withdrawn(event: CaseWithdrawn) -> None:
    """Note that a case is offered as experience no longer."""
    case = session().get_one(Case, event.case_id)
    note(
        "case-withdrawn",
        case.id,
        container=f"case:{case.id}",
        group_id=case.group_id,
        audience=case.audience,
        by_id=event.by_id,
    )


def note_removed(event: PostRemoved) -> None:
    """Note that a post was taken back by somebody else than its author."""
    post = session().get_one(Post, event.post_id)
    note(
        "post-removed",
        post.id,
        container=f"thread:{post.thread_id}",
        group_id=post.thread.group_id,
        audience=post.thread.audience,
        by_id=event.by_id,
        person_id=post.author_id,
    )
