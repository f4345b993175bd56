"""The SQL twins of the rules of lessons: which lessons show, which words may be read, which evidence counts.

Like all of `groups.queries.visibility`, these are conditions on `:viewer`.
"""

from sqlalchemy import ColumnElement, and_, func, or_

from community.database import constant
from community.groups.models import Group
from community.groups.queries.visibility import coordinated, facilitated, in_community, inside, visible_to
from community.lessons.models import Evidence, Lesson, Status
from community.lessons.passages import Passage


def shown_to(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_read` as a condition, for a statement that joins the lesson's group."""
    return and_(visible_to(Lesson.audience, group), or_(Lesson.status != constant(Status.DRAFT), written_by(group)))


def written_by(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_read_drafts` as a condition, for what the viewer sees: who writes lessons there, or did."""
    return or_(coordinated(group), and_(group.parent_id.is_not(None), facilitated(group)))


def readable_by(group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_read_words` as a condition, for a statement that joins the passage's group."""
    return or_(visible_to(Passage.audience, group), _is_released_to(group))


def counts_for(group: type[Group] = Group) -> ColumnElement[bool]:
    """Say in SQL which evidence exists for the viewer: all but what a confidential subgroup of others did not release."""
    return or_(group.is_confidential.is_(False), _is_released_to(group), inside(group))


def is_changed_since() -> ColumnElement[bool]:
    """Say in SQL which evidence reads otherwise where it stands than when it was cited, or when somebody last looked."""
    looked_at = func.coalesce(Evidence.checked_at, Evidence.cited_at, type_=Evidence.cited_at.type)
    return and_(Passage.changed_at.is_not(None), Passage.changed_at > looked_at)


def _is_released_to(group: type[Group]) -> ColumnElement[bool]:
    """Say in SQL which words were released to the viewer: they go as far as the community, not to its visitors."""
    return and_(Passage.released_at.is_not(None), in_community(group))
