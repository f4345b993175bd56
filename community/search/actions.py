"""The verbs of search: saying that something was not found, and taking that off the coordinators' list."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Insert, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from community import clock, throttle
from community.database import session
from community.errors import NotAllowed
from community.groups.models import Group, Membership
from community.groups.rules import can_coordinate
from community.groups.viewer import Viewer
from community.languages import gettext
from community.search.grammar import Query, parse
from community.search.misses import KEPT_FOR, LENGTH, SearchMiss
from community.search.queries import search
from community.throttle import Limit


def _counting(insert: Any) -> Insert:
    row = insert(SearchMiss)
    again = {"count": SearchMiss.count + 1, "last_at": row.excluded.last_at}
    return row.on_conflict_do_update(index_elements=["group_id", "words"], set_=again)


_COUNT = {"postgresql": _counting(postgresql.insert), "sqlite": _counting(sqlite.insert)}
_A_DAY = int(timedelta(days=1).total_seconds())
MOST_A_DAY = 100


def report_miss(text: str, *, by: Viewer) -> bool:
    """Count words that were not found, for the coordinators of the searcher's communities; say whether that was so."""
    if by.person_id is None:
        raise NotAllowed(gettext("Only members tell what they did not find."))
    throttle.spend(Limit(f"missed:{by.person_id}", MOST_A_DAY, _A_DAY))
    words = _words(parse(text))
    if not words:
        return False
    found = search(text, viewer=by)
    if found.total or found.is_behind or found.is_partial:
        return False
    mine = session().scalars(
        select(Membership.group_id)
        .join(Group, Group.id == Membership.group_id)
        .where(Membership.person_id == by.person_id, Group.parent_id.is_(None))
    )
    for community_id in mine.all():
        _count(community_id, words)
    return True


def forget_miss(community: Group, words: str, *, by: Viewer) -> None:
    """Take words off the list of a community."""
    if not can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator changes this list."))
    session().execute(delete(SearchMiss).where(SearchMiss.group_id == community.id, SearchMiss.words == words))


def _count(community_id: int, words: str) -> None:
    too_old = (SearchMiss.group_id == community_id, SearchMiss.last_at < clock.now() - KEPT_FOR)
    session().execute(delete(SearchMiss).where(*too_old))
    values = {"group_id": community_id, "words": words, "count": 1, "last_at": clock.now()}
    session().connection().execute(_COUNT[session().get_bind().dialect.name], values)


def _words(query: Query) -> str:
    """Return the words that were looked for, alike however they were typed."""
    return " ".join(" ".join(term.words) + "*" * term.is_prefix for term in query.wanted)[:LENGTH]
