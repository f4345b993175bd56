"""The SQL twins of the rules of lessons: which lessons show, which words may be read, which evidence counts."""

from sqlalchemy import ColumnElement, and_, false, or_

from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Role, Viewer
from community.lessons.models import Lesson, Passage, Status


def shown_to(viewer: Viewer, group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_read` as a condition, for a statement that joins the lesson's group."""
    return and_(visible_to(viewer, Lesson.audience, group), or_(Lesson.status == Status.PUBLISHED, written_by(viewer, group)))


def written_by(viewer: Viewer, group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_write_lessons` as a condition, for what the viewer sees."""
    facilitated = [g for g, b in viewer.belongings.items() if b.role == Role.FACILITATOR and g != b.community_id]
    conditions = [group.community_id.in_(viewer.coordinated_ids)] if viewer.coordinated_ids else []
    if facilitated:
        conditions.append(group.id.in_(facilitated))
    return or_(false(), *conditions)


def readable_by(viewer: Viewer, group: type[Group] = Group) -> ColumnElement[bool]:
    """Return `rules.can_read_words` as a condition, for a statement that joins the passage's group."""
    seen = visible_to(viewer, Passage.audience, group)
    if not viewer.community_ids:
        return seen
    return or_(seen, and_(Passage.released_at.is_not(None), group.community_id.in_(viewer.community_ids)))


def counts_for(viewer: Viewer, group: type[Group] = Group) -> ColumnElement[bool]:
    """Say in SQL which evidence exists for the viewer: all but what a confidential subgroup of others did not release."""
    inside = group.id.in_(viewer.group_ids) if viewer.belongings else false()
    return or_(group.is_confidential.is_(False), Passage.released_at.is_not(None), inside)
