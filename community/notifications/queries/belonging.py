"""What notifications about groups are about, as their reader may see it: requests, roles, rounds, and a subgroup's work."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from community.cases.rounds import ChoosingRound
from community.groups.admissions import Invitation, JoinRequest, RequestState
from community.groups.models import Group
from community.groups.queries.visibility import (
    VIEWER,
    coordinated,
    facilitated,
    in_community,
    inside,
    knows_of,
    visible_to,
)
from community.groups.viewer import Viewer
from community.groups.workspace import Dissolution, Meeting, Report, SubgroupRequest, Task
from community.notifications.queries.things import IDS, Thing, rows_of
from community.plenaries.models import Plenary

_community = aliased(Group)
_SUBGROUP = (Group.name, Group.slug.label("group_slug"), _community.name.label("community"), _community.slug)
_KNOWN = (
    select(Group.id, *_SUBGROUP)
    .outerjoin(_community, _community.id == Group.parent_id)
    .where(Group.id.in_(IDS), in_community(), knows_of())
)
_DISSOLVED = (
    select(Group.id, Dissolution.word, *_SUBGROUP)
    .join(_community, _community.id == Group.parent_id)
    .outerjoin(Dissolution, Dissolution.group_id == Group.id)
    .where(Group.id.in_(IDS), inside())
)
_MEETINGS = (
    select(Group.id, *_SUBGROUP)
    .join(Meeting, Meeting.group_id == Group.id)
    .join(_community, _community.id == Group.parent_id)
    .where(Group.id.in_(IDS), inside())
)
_REPORTS = (
    select(Group.id, *_SUBGROUP)
    .join(Report, Report.group_id == Group.id)
    .join(_community, _community.id == Group.parent_id)
    .where(Group.id.in_(IDS), Report.handed_in_at.is_not(None), visible_to(Group.audience))
)
_TASKS = (
    select(Task.id, Task.text, *_SUBGROUP)
    .join(Group, Group.id == Task.group_id)
    .join(_community, _community.id == Group.parent_id)
    .where(Task.id.in_(IDS), Task.owner_id == VIEWER, inside())
)
_ASKED = (
    select(SubgroupRequest.id, SubgroupRequest.message, *_SUBGROUP)
    .join(Group, Group.id == SubgroupRequest.group_id)
    .join(_community, _community.id == Group.parent_id)
    .where(SubgroupRequest.id.in_(IDS), or_(facilitated(), and_(coordinated(), visible_to(Group.audience))))
)
_ANSWERED = (
    select(SubgroupRequest.id, *_SUBGROUP)
    .join(Group, Group.id == SubgroupRequest.group_id)
    .join(_community, _community.id == Group.parent_id)
    .where(SubgroupRequest.id.in_(IDS), SubgroupRequest.person_id == VIEWER, in_community(), knows_of())
)
_ROUNDS = (
    select(ChoosingRound.id, ChoosingRound.intro, Group.name, Group.slug)
    .join(Group, Group.id == ChoosingRound.group_id)
    .where(ChoosingRound.id.in_(IDS), in_community())
)
_PLENARIES = (
    select(
        Plenary.id,
        Plenary.title,
        Plenary.language,
        Plenary.question,
        Plenary.slug.label("plenary"),
        Group.name,
        Group.slug,
    )
    .join(Group, Group.id == Plenary.community_id)
    .where(Plenary.id.in_(IDS), visible_to(Plenary.audience))
)
_JOIN_REQUESTS = (
    select(JoinRequest.id, JoinRequest.answer, Group.name, Group.slug)
    .join(Group, Group.id == JoinRequest.group_id)
    .where(JoinRequest.id.in_(IDS), JoinRequest.state != RequestState.WITHDRAWN.value, coordinated())
)
_INVITATIONS = (
    select(
        Invitation.id,
        func.coalesce(func.nullif(Invitation.name, ""), Invitation.email, Group.name).label("invited"),
        Invitation.word,
        Group.name,
        Group.slug,
        coordinated().label("is_run"),
    )
    .join(Group, Group.id == Invitation.group_id)
    .where(Invitation.id.in_(IDS), Invitation.invited_by_id == VIEWER)
)


def groups(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return communities and subgroups that the reader may know of, though perhaps nothing more of them."""
    return {row.id: _group(row) for row in rows_of(_KNOWN, ids, viewer)}


def dissolved(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return subgroups to their members, with the word of who dissolved them while they are dissolved."""
    return {row.id: _group(row)._replace(said=row.word or "") for row in rows_of(_DISSOLVED, ids, viewer)}


def meetings(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return the meetings of subgroups, by the ids of these, to their members."""
    return {row.id: _group(row) for row in rows_of(_MEETINGS, ids, viewer)}


def reports(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return reports that are with the plenary, by the ids of their subgroups."""
    return {row.id: _group(row)._replace(endpoint="groups.report") for row in rows_of(_REPORTS, ids, viewer)}


def tasks(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return tasks that are the reader's own."""
    return {row.id: _group(row)._replace(title=row.text) for row in rows_of(_TASKS, ids, viewer)}


def subgroup_requests(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return requests to join a subgroup, to those who run it."""
    return {row.id: _group(row)._replace(said=row.message) for row in rows_of(_ASKED, ids, viewer)}


def subgroup_answers(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return the reader's own requests to join a subgroup."""
    return {row.id: _group(row) for row in rows_of(_ANSWERED, ids, viewer)}


def rounds(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return choosing rounds."""
    return {row.id: _in_community(row, "cases.choosing", row.intro) for row in rows_of(_ROUNDS, ids, viewer)}


def plenaries(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return plenaries, each with its question."""
    return {row.id: _plenary(row) for row in rows_of(_PLENARIES, ids, viewer)}


def join_requests(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return requests to join a community that were not taken back, to its coordinators."""
    return {row.id: _in_community(row, "groups.requests", row.answer) for row in rows_of(_JOIN_REQUESTS, ids, viewer)}


def invitations(ids: Sequence[int], viewer: Viewer) -> dict[int, Thing]:
    """Return the reader's own invitations, each called by whom it was for, with the word of who declined it."""
    return {row.id: _invitation(row) for row in rows_of(_INVITATIONS, ids, viewer)}


def _in_community(row: Any, endpoint: str, said: str) -> Thing:
    return Thing(row.name, None, row.name, endpoint, {"community": row.slug}, said=said)


def _plenary(row: Any) -> Thing:
    place = {"community": row.slug, "slug": row.plenary}
    return Thing(row.title, row.language, row.name, "plenaries.plenary", place, said=row.question)


def _invitation(row: Any) -> Thing:
    """Lead who does not run the community, as an administrator who founded it, no further than to what they are told."""
    thing = _in_community(row, "groups.invitations", row.word)._replace(title=row.invited)
    return thing if row.is_run else thing._replace(endpoint="notifications.notification_list", values={})


def _group(row: Any) -> Thing:
    if row.slug is None:
        return Thing(row.name, None, row.name, "groups.community", {"community": row.group_slug})
    place = {"community": row.slug, "slug": row.group_slug}
    return Thing(row.name, None, row.community, "groups.subgroup", place)
