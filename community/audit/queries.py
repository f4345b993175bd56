"""Reads of the audit log, newest first, for who may read it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select

from community.audit import rules
from community.audit.models import AuditEntry
from community.audit.rules import Asker
from community.audit.sentences import FAMILIES
from community.database import read
from community.errors import Absent
from community.paging import Key

ENTRIES_A_PAGE = 50


class Wanted(NamedTuple):
    """Which entries: of one family, about or by one person, from a moment up to another, before an entry."""

    family: str | None = None
    person_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: Key | None = None


class Entry(NamedTuple):
    """One line of the log."""

    id: int
    happened_at: datetime
    what: str
    by_id: int | None
    community_id: int | None
    group_id: int | None
    person_id: int | None
    detail: dict[str, Any]


Page = tuple[Sequence[Entry], Key | None]

_ENTRIES = select(
    AuditEntry.id,
    AuditEntry.happened_at,
    AuditEntry.what,
    AuditEntry.by_id,
    AuditEntry.community_id,
    AuditEntry.group_id,
    AuditEntry.person_id,
    AuditEntry.detail,
)


def whole_log(wanted: Wanted, *, open_groups: Select[Any], viewer: Asker) -> Page:
    """Return a page of the log of the installation, as far as its groups are open to the viewer, and where the next begins."""
    if not rules.can_read_all(viewer):
        raise Absent
    return _page(wanted, viewer, _stands_in(open_groups))


def community_log(community_id: int, wanted: Wanted, *, open_groups: Select[Any], viewer: Asker) -> Page:
    """Return a page of the log of a community, and where the next begins."""
    if not rules.can_read_of(viewer, community_id):
        raise Absent
    is_known = or_(*(AuditEntry.what.startswith(kind) for kind in rules.KNOWN_OF_CONFIDENTIAL))
    return _page(wanted, viewer, AuditEntry.community_id == community_id, or_(_stands_in(open_groups), is_known))


def _stands_in(groups: Select[Any]) -> ColumnElement[bool]:
    return or_(AuditEntry.group_id.is_(None), AuditEntry.group_id.in_(groups))


def _page(wanted: Wanted, viewer: Any, *conditions: ColumnElement[bool]) -> Page:
    statement = _ENTRIES.where(*conditions, *_narrowed(wanted)).limit(ENTRIES_A_PAGE + 1)
    statement = statement.order_by(AuditEntry.happened_at.desc(), AuditEntry.id.desc())
    rows = [Entry(*row) for row in read(statement, viewer=viewer.person_id)]
    page = rows[:ENTRIES_A_PAGE]
    return page, (page[-1].happened_at, page[-1].id) if len(rows) > ENTRIES_A_PAGE else None


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.family in FAMILIES:
        conditions.append(or_(*(AuditEntry.what.startswith(kind) for kind in FAMILIES[wanted.family].kinds)))
    if wanted.person_id is not None:
        conditions.append(or_(AuditEntry.by_id == wanted.person_id, AuditEntry.person_id == wanted.person_id))
    if wanted.since is not None:
        conditions.append(AuditEntry.happened_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditEntry.happened_at < wanted.until)
    if wanted.before is not None:
        moment, last = wanted.before
        earlier = and_(AuditEntry.happened_at == moment, AuditEntry.id < last)
        conditions.append(or_(AuditEntry.happened_at < moment, earlier))
    return conditions
