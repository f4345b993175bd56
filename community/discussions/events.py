"""What happens in discussions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ThreadStarted:
    """A thread was opened."""

    thread_id: int


@dataclass(frozen=True)
class PostAdded:
    """Somebody wrote in a thread."""

    post_id: int


@dataclass(frozen=True)
class PostEdited:
    """An author changed a post; where it was only taken or put back, nobody is told anew whom it mentions."""

    post_id: int
    is_said_anew: bool = True


@dataclass(frozen=True)
class PostRemoved:
    """A post was taken back by somebody else than its author."""

    post_id: int
    by_id: int


@dataclass(frozen=True)
class ThreadLocked:
    """A thread was closed to new posts, or opened again."""

    thread_id: int


@dataclass(frozen=True)
class ThreadMoved:
    """A thread changed its group or audience, with the case it belongs to."""

    thread_id: int
