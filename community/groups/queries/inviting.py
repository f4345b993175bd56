"""What would become of each of the people whom a coordinator is about to invite."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from community import clock
from community.accounts.models import Person
from community.database import session
from community.errors import Absent
from community.groups import rules
from community.groups.addressees import Addressee
from community.groups.admissions import MAILED, Invitation, InvitationState
from community.groups.likeness import is_mixed, skeleton
from community.groups.models import Group, Membership
from community.groups.queries.groups import subgroups_of
from community.groups.viewer import Viewer
from community.languages import gettext


class Fate(StrEnum):
    """What becomes of one line."""

    NEW = "new"
    AGAIN = "again"
    WAITING = "waiting"
    DECLINED = "declined"
    ADDED = "added"
    MEMBER = "member"
    TWICE = "twice"
    INVALID = "invalid"


INVITED = (Fate.NEW, Fate.AGAIN)


class Line(NamedTuple):
    """One line of what was typed, and its fate; `doubt` is what a person should look at twice."""

    addressee: Addressee
    fate: Fate
    role: str
    problem: str = ""
    doubt: str = ""
    subgroup: Group | None = None
    person_id: int | None = None
    invitation_id: int | None = None


class _Sent(NamedTuple):
    """The latest invitation to an address."""

    id: int
    state: str
    expires_at: datetime


class _Known:
    """What is known of a community before people are invited into it."""

    def __init__(self, community: Group, viewer: Viewer) -> None:
        members = select(Person.email, Person.id).join(Membership).where(Membership.group_id == community.id)
        sent = select(Invitation.email, Invitation.id, Invitation.state, Invitation.expires_at)
        sent = sent.where(Invitation.group_id == community.id, Invitation.email.is_not(None)).order_by(Invitation.id)
        self.members = {row.email: row.id for row in session().execute(members)}
        self.sent = {
            row.email: _Sent(row.id, row.state, row.expires_at) for row in session().execute(sent) if row.email
        }
        subgroups = subgroups_of(community, viewer=viewer)
        self.subgroups = {word.casefold(): group for group in subgroups for word in (group.slug, group.name)}
        inside = select(Membership.person_id, Membership.group_id)
        inside = inside.where(Membership.group_id.in_([group.id for group in subgroups]))
        self.inside = {tuple(row) for row in session().execute(inside)}


def plan(
    community: Group, addressees: Iterable[Addressee], *, viewer: Viewer, role: str, again: bool = False
) -> list[Line]:
    """Return what would become of each addressee; `again` writes also to those who were written to before."""
    if not rules.can_invite(viewer, community):
        raise Absent
    known, first = _Known(community, viewer), dict[str, Addressee]()
    lines = [_decide(addressee, known, first, viewer, role, again=again) for addressee in addressees]
    return list(_with_doubts(lines, known))


def counts_of(lines: Sequence[Line]) -> dict[Fate, int]:
    """Return how many lines have each fate."""
    return {fate: count for fate in Fate if (count := sum(line.fate == fate for line in lines))}


def _decide(
    addressee: Addressee, known: _Known, first: dict[str, Addressee], viewer: Viewer, role: str, *, again: bool
) -> Line:
    role = addressee.role or role
    if addressee.problem:
        return Line(addressee, Fate.INVALID, role, problem=addressee.problem)
    if before := first.get(addressee.email):
        said = gettext("The same address as in line %(n)d.", n=before.line)
        return Line(addressee, Fate.TWICE, role, problem=said)
    subgroup = known.subgroups.get(addressee.subgroup.casefold()) if addressee.subgroup else None
    if addressee.subgroup and subgroup is None:
        said = gettext("There is no subgroup “%(name)s” here.", name=addressee.subgroup)
        return Line(addressee, Fate.INVALID, role, problem=said)
    if subgroup is not None and subgroup.is_dissolved:
        said = gettext("“%(name)s” was dissolved: nobody joins it any more.", name=subgroup.name)
        return Line(addressee, Fate.INVALID, role, problem=said)
    if subgroup is not None and not rules.can_let_in(viewer, subgroup):
        said = gettext("Only those who run “%(name)s” say who belongs to it.", name=subgroup.name)
        return Line(addressee, Fate.INVALID, role, problem=said)
    first[addressee.email] = addressee
    if person_id := known.members.get(addressee.email):
        is_new_there = subgroup is not None and (person_id, subgroup.id) not in known.inside
        fate = Fate.ADDED if is_new_there else Fate.MEMBER
        return Line(addressee, fate, role, subgroup=subgroup, person_id=person_id)
    fate, invitation_id = _fate(known.sent.get(addressee.email), again=again)
    return Line(addressee, fate, role, subgroup=subgroup, invitation_id=invitation_id)


def _fate(sent: _Sent | None, *, again: bool) -> tuple[Fate, int | None]:
    """Return whether to write to somebody, and by which invitation they were written to before, where that is open."""
    if sent is None:
        return Fate.NEW, None
    if sent.state == InvitationState.DECLINED:
        return (Fate.NEW if again else Fate.DECLINED), None
    if sent.state not in MAILED:
        return Fate.NEW, None
    has_failed = sent.state == InvitationState.REFUSED or sent.expires_at <= clock.now()
    may_repeat = again and sent.state != InvitationState.QUEUED
    return (Fate.AGAIN if has_failed or may_repeat else Fate.WAITING), sent.id


def _with_doubts(lines: Iterable[Line], known: _Known) -> Iterator[Line]:
    """Say of addresses that are easily mistaken for another one."""
    lines, alike = list(lines), defaultdict[str, set[str]](set)
    for email in {*known.sent, *(line.addressee.email for line in lines)} - {""}:
        alike[skeleton(email)].add(email)
    members = {skeleton(email) for email in known.members}
    for line in lines:
        email = line.addressee.email
        if line.fate not in INVITED:
            yield line
            continue
        others = alike[skeleton(email)] - {email}
        if is_mixed(email):
            said = gettext("Letters of different alphabets stand side by side in this address: is it the right one?")
        elif others:
            said = gettext("It looks much like %(other)s: are they two people?", other=min(others))
        elif skeleton(email) in members:
            said = gettext("It looks much like the address of somebody who is a member already.")
        else:
            said = ""
        yield line._replace(doubt=said)
