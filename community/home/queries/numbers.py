"""How much was done in a community, week by week, of what the viewer may see."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Select, and_, bindparam, case, func, literal, select, union_all

from community import clock
from community.cases.models import Case, CaseRevision
from community.database import UTCDateTime, read
from community.discussions.models import Post, Thread
from community.groups.models import Group, Membership
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.models import CURRENT, Lesson

WEEKS = 12

_COMMUNITY = bindparam("community", type_=Integer)
_STARTS = [bindparam(f"week_{n}", type_=UTCDateTime()) for n in range(WEEKS + 1)]


class Series(NamedTuple):
    """How many there were of one thing in each of the weeks, oldest first."""

    kind: str
    counts: tuple[int, ...]


def _counted(kind: str, moment: Any) -> Select[*tuple[Any, ...]]:
    weeks = [
        func.sum(case((and_(moment >= start, moment < end), 1), else_=0))
        for start, end in zip(_STARTS, _STARTS[1:], strict=False)
    ]
    return select(literal(kind), *weeks).where(moment >= _STARTS[0])


_NUMBERS = union_all(
    _counted("posts", Post.posted_at)
    .select_from(Post)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Group, Group.id == Thread.group_id)
    .where(Group.community_id == _COMMUNITY, visible_to(Thread.audience)),
    _counted("revisions", CaseRevision.saved_at)
    .select_from(CaseRevision)
    .join(Case, Case.id == CaseRevision.case_id)
    .join(Group, Group.id == Case.group_id)
    .where(Case.community_id == _COMMUNITY, visible_to(Case.audience)),
    _counted("members", Membership.joined_at).select_from(Membership).where(Membership.group_id == _COMMUNITY),
    _counted("lessons", Lesson.published_at)
    .select_from(Lesson)
    .join(Group, Group.id == Lesson.group_id)
    .where(Lesson.community_id == _COMMUNITY, Lesson.status.in_(CURRENT), visible_to(Lesson.audience)),
)


def weeks_until(moment: datetime, time_zone: str) -> list[date]:
    """Return the Mondays on which the weeks begin, oldest first; the last week is the present one."""
    today = moment.astimezone(ZoneInfo(time_zone)).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=n) for n in reversed(range(WEEKS))]


def numbers_in(community: Group, *, viewer: Viewer) -> tuple[Sequence[date], list[Series]]:
    """Return the weeks and, for each kind of thing, how many there were in each; in one query."""
    weeks, zone = weeks_until(clock.now(), viewer.time_zone), ZoneInfo(viewer.time_zone)
    starts = [datetime.combine(day, time(), zone) for day in (*weeks, weeks[-1] + timedelta(weeks=1))]
    values = {f"week_{n}": start for n, start in enumerate(starts)}
    rows = read(_NUMBERS, community=community.id, viewer=viewer.person_id, **values)
    return weeks, [Series(kind, tuple(int(count or 0) for count in counts)) for kind, *counts in rows]
