"""Who may do what in a thread."""

from typing import Protocol

from community.discussions.models import Post
from community.groups.rules import can_run, can_see, can_take_part
from community.groups.viewer import Scope, Viewer

MAX_LENGTH = 20_000
TITLE_LENGTH = 200


class Standing(Protocol):
    """What the rules ask of a thread, be it the object or what its page shows."""

    @property
    def is_locked(self) -> bool: ...  # noqa: D102
    @property
    def scope(self) -> Scope: ...  # noqa: D102


def can_reply(member: Viewer, thread: Standing) -> bool:
    """Say whether the member may write in the thread as it is now."""
    return not thread.is_locked and can_take_part(member, thread.scope)


def can_edit(member: Viewer, post: Post) -> bool:
    """Say whether the member may change the post: its author, while they may still write there."""
    return post.taken_back_at is None and _is_of(member, post)


def can_take_back(member: Viewer, post: Post) -> bool:
    """Say whether the member may take the post back: its author, while they may write there, and who runs its group."""
    return _is_of(member, post) or can_lock(member, post.thread)


def can_put_back(member: Viewer, post: Post) -> bool:
    """Say whether the member may put a post back: what its author took back only they, what was removed who runs its group."""
    return can_lock(member, post.thread) if post.is_removed else _is_of(member, post)


def _is_of(member: Viewer, post: Post) -> bool:
    return post.author_id == member.person_id and can_reply(member, post.thread)


def can_lock(member: Viewer, thread: Standing) -> bool:
    """Say whether the member may close the thread or open it again: who runs its group."""
    return can_run(member, thread.scope) and can_see(member, thread.scope)
