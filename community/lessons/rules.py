"""Who may mark passages, let them out, write lessons and speak of them, and which passage may be cited where."""

from datetime import timedelta
from typing import Protocol

from community.cases.models import Case
from community.discussions.models import Post
from community.groups.rules import can_coordinate, can_see, can_take_part
from community.groups.viewer import Audience, Scope, Viewer
from community.lessons.models import CURRENT, Kind, Lesson, Status
from community.lessons.passages import Passage
from community.lessons.uses import Use

SENTENCE_LENGTH = 400
EXPLANATION_LENGTH = 20_000
WHY_LENGTH = 400
MASKED_LENGTH = 20_000
SELECTED_LENGTH = 4_000
NOTE_LENGTH = 400
THEMES = 12
REASON_LENGTH = 400
HOLDS_LENGTH = 600
VOICE_LENGTH = 400
PLACE_LENGTH = 200
REPORT_LENGTH = 2_000
REVIEWED_WITHIN = timedelta(days=5 * 366)
REPORTS_A_DAY = 30
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


class Standing(Protocol):
    """What is asked of a lesson, as an object or as the row that its page shows."""

    @property
    def kind(self) -> str:
        """Whether it is a lesson or a common issue."""

    @property
    def status(self) -> str:
        """How far it has come."""

    @property
    def scope(self) -> Scope:
        """Where it stands."""


def can_harvest(member: Viewer, scope: Scope) -> bool:
    """Say whether the member may mark a passage of what stands here: all who read it as members, mere readers aside."""
    return can_take_part(member, scope)


def can_harvest_case(member: Viewer, case: Case) -> bool:
    """Say whether the member may mark a passage of a case: of one that was withdrawn nobody does."""
    return case.withdrawn_at is None and can_harvest(member, case.scope)


def can_harvest_post(member: Viewer, post: Post) -> bool:
    """Say whether the member may mark a passage of a post: of one that was taken back nobody does."""
    return post.taken_back_at is None and can_harvest(member, post.thread.scope)


def is_taken_back(passage: Passage) -> bool:
    """Say whether a passage is of a post that was taken back since."""
    return passage.post_revision is not None and passage.post_revision.post.taken_back_at is not None


def can_write_lessons(member: Viewer, scope: Scope) -> bool:
    """Say whether the member may write lessons that stand here: the coordinator, and a facilitator in their own subgroup."""
    return not scope.is_dissolved and can_read_drafts(member, scope)


def can_read_drafts(member: Viewer, scope: Scope) -> bool:
    """Say whether the member may read drafts of lessons that stand here: who writes them, or wrote them there."""
    runs_subgroup = scope.group_id != scope.community_id and member.facilitates(scope.group_id)
    return runs_subgroup or can_coordinate(member, scope)


def can_read(viewer: Viewer, lesson: Standing) -> bool:
    """Say whether the viewer may read the lesson; a draft is for those who write lessons there."""
    if lesson.status != Status.DRAFT:
        return can_see(viewer, lesson.scope)
    return can_read_drafts(viewer, lesson.scope)


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


def is_as_open(scope: Scope, other: Scope) -> bool:
    """Say whether members who read what stands in the other place read what stands here, too."""
    return scope.audience != Audience.SUBGROUP or (other.audience, other.group_id) == (scope.audience, scope.group_id)


def may_become(status: str, other: str) -> bool:
    """Say whether a lesson of one status may be given the other."""
    return other in tuple(Status) and Status(other) in AFTER[Status(status)]


def review_version(lesson: Lesson) -> str:
    """Return what tells one review of a lesson from the next."""
    return lesson.reviewed_at.isoformat() if lesson.reviewed_at else "never"


def can_speak(member: Viewer, lesson: Standing) -> bool:
    """Say whether the member may say of the lesson what they know, and what came of it: who takes part where it stands."""
    return lesson.status != Status.DRAFT and lesson.kind == Kind.LESSON and can_take_part(member, lesson.scope)


def can_change_report(member: Viewer, use: Use) -> bool:
    """Say whether the member may change a report of the lesson's use: who wrote it, while they take part."""
    return use.person_id == member.person_id and can_speak(member, use.lesson)


def takes_voices(status: str) -> bool:
    """Say whether it still matters to a lesson of this status what members say of it."""
    return status in CURRENT


def can_name_case(member: Viewer, case: Case, lesson_scope: Scope) -> bool:
    """Say whether the member may name the case beside a lesson that stands here: a confidential one never outside."""
    scope = case.scope
    if scope.community_id != lesson_scope.community_id or not can_see(member, scope):
        return False
    return not scope.is_confidential or scope.group_id == lesson_scope.group_id
