"""Who may mark passages, let them out, write lessons, and which passage may be cited where."""

from community.groups.rules import can_coordinate, can_see, can_take_part
from community.groups.viewer import Scope, Viewer
from community.lessons.models import Lesson, Status
from community.lessons.passages import Passage

SENTENCE_LENGTH = 400
EXPLANATION_LENGTH = 20_000
WHY_LENGTH = 400
MASKED_LENGTH = 20_000
SELECTED_LENGTH = 4_000
NOTE_LENGTH = 400
THEMES = 12
REASON_LENGTH = 400
AFTER = {
    Status.DRAFT: (Status.PROPOSED, Status.PLENARY, Status.ADOPTED),
    Status.PROPOSED: (Status.PLENARY, Status.ADOPTED, Status.WITHDRAWN),
    Status.PLENARY: (Status.PROPOSED, Status.ADOPTED, Status.WITHDRAWN),
    Status.ADOPTED: (Status.REVIEW, Status.SUPERSEDED, Status.WITHDRAWN),
    Status.REVIEW: (Status.ADOPTED, Status.PLENARY, Status.SUPERSEDED, Status.WITHDRAWN),
    Status.SUPERSEDED: (Status.REVIEW,),
    Status.WITHDRAWN: (Status.PROPOSED, Status.REVIEW),
}
NEEDING_A_REASON = frozenset({Status.REVIEW, Status.WITHDRAWN})


def can_harvest(member: Viewer, scope: Scope) -> bool:
    """Say whether the member may mark a passage of what stands here: all who read it as members, mere readers aside."""
    return can_take_part(member, scope)


def can_write_lessons(member: Viewer, scope: Scope) -> bool:
    """Say whether the member may write lessons that stand here: the coordinator, and a facilitator in their own subgroup."""
    runs_subgroup = scope.group_id != scope.community_id and member.facilitates(scope.group_id)
    return runs_subgroup or can_coordinate(member, scope)


def can_read(viewer: Viewer, lesson: Lesson) -> bool:
    """Say whether the viewer may read the lesson; a draft is for those who write lessons there."""
    if lesson.status != Status.DRAFT:
        return can_see(viewer, lesson.scope)
    return can_write_lessons(viewer, lesson.scope)


def can_read_words(viewer: Viewer, passage: Passage) -> bool:
    """Say whether the viewer may read the words: who sees the source, and the whole community once they were released."""
    is_released = passage.released_at is not None and viewer.belongs_to(passage.scope.community_id)
    return is_released or can_see(viewer, passage.scope)


def words_for(viewer: Viewer, passage: Passage) -> str:
    """Return the words that the viewer reads: those that were marked, or, outside, those released in their place."""
    return passage.exact if passage.masked is None or can_see(viewer, passage.scope) else passage.masked


def can_release(member: Viewer, passage: Passage) -> bool:
    """Say whether the member may let the passage out of its confidential subgroup: who wrote the words, nobody else."""
    is_author = passage.author_id == member.person_id
    return is_author and passage.scope.is_confidential and can_see(member, passage.scope)


def can_cite(passage: Passage, lesson_scope: Scope) -> bool:
    """Say whether the passage may be cited in lessons that stand here: a confidential one outside only once released."""
    scope = passage.scope
    if scope.community_id != lesson_scope.community_id:
        return False
    return not scope.is_confidential or scope.group_id == lesson_scope.group_id or passage.released_at is not None


def may_become(status: str, other: str) -> bool:
    """Say whether a lesson of one status may be given the other."""
    return other in tuple(Status) and Status(other) in AFTER[Status(status)]
