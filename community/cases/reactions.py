"""What follows for cases when people leave a group."""

from sqlalchemy import delete, or_, select

from community.cases.models import Case, CaseAuthor
from community.database import session
from community.groups.events import MemberLeft


def forget_author(event: MemberLeft) -> None:
    """Let who left a group be co-author of none of its cases; with a community, of none in it."""
    left = select(Case.id).where(or_(Case.group_id == event.group_id, Case.community_id == event.group_id))
    session().execute(delete(CaseAuthor).where(CaseAuthor.person_id == event.person_id, CaseAuthor.case_id.in_(left)))
