"""Have the worker look for passages again: a row for each case or post that was saved and has any."""

from typing import Any

from sqlalchemy import Insert, Integer, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from community.cases.models import CaseRevision
from community.database import session
from community.discussions.models import PostRevision
from community.lessons.checks import PassageCheck
from community.lessons.models import Passage

_OF = bindparam("of", type_=Integer)
_IN_CASE = (
    select(_OF).select_from(Passage).join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .where(CaseRevision.case_id == _OF).limit(1)
)  # fmt: skip
_IN_POST = (
    select(_OF).select_from(Passage).join(PostRevision, PostRevision.id == Passage.post_revision_id)
    .where(PostRevision.post_id == _OF).limit(1)
)  # fmt: skip


def _to_check(dialect: Any, column: str, found: Any) -> Insert:
    """Return the statement that asks for a check of a source with passages; one that is under way begins again."""
    made = dialect.insert(PassageCheck).from_select([column], found)
    statement: Insert = made.on_conflict_do_update(index_elements=[column], set_={"reached": 0})
    return statement


_CHECKS = {
    (name, column): _to_check(dialect, column, found)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
    for column, found in (("case_id", _IN_CASE), ("post_id", _IN_POST))
}


def check_case(case_id: int) -> None:
    """Have the passages of a case looked for in its present revision, if it has any."""
    _check("case_id", case_id)


def check_post(post_id: int) -> None:
    """Have the passages of a post looked for in its present revision, if it has any."""
    _check("post_id", post_id)


def _check(column: str, number: int) -> None:
    connection = session().connection()
    connection.execute(_CHECKS[connection.dialect.name, column], {"of": number})
