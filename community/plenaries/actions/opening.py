"""The verbs of a plenary as a whole: open it, change it, move it on, take part."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from community import clock, slugs
from community.database import session
from community.discussions import actions as discussions
from community.errors import Invalid, NotAllowed, Outdated
from community.events import publish
from community.groups.models import Group
from community.groups.queries.groups import subgroups_of
from community.groups.viewer import Audience, Viewer
from community.languages import gettext
from community.lines import clean_line
from community.plenaries import rules
from community.plenaries.events import PhaseChanged, PlenaryChanged, PlenaryOpened
from community.plenaries.holding import check_coordinator, follow_phase, lock, note_member, open_drafts, record
from community.plenaries.models import ENDING, Phase, Plenary, PlenaryCase, PlenaryGroup, PlenaryMember
from community.plenaries.queries.plenaries import cases_to_choose

LONGEST = timedelta(days=366)


def open_plenary(
    community: Group,
    *,
    title: str,
    question: str,
    by: Viewer,
    audience: str = Audience.COMMUNITY,
    ends: Mapping[str, datetime | None] | None = None,
    cases: Collection[int] = (),
    groups: Collection[int] = (),
    quorum: int = 0,
    slug: str | None = None,
) -> Plenary:
    """Ask a question of all, about chosen cases, in phases that end at these moments."""
    by_id = _coordinator(community, by)
    title, question, audience = _taken(community, title, question, audience)
    quorum = _quorum(quorum)
    now = clock.now()
    ends = _checked(ends or {}, now)
    thread = discussions.start(community, title=title, text=question, audience=audience, by=by)
    plenary = Plenary(
        community=community,
        slug=_free_slug(community, slug or title),
        language=community.language,
        phase=Phase.COLLECT,
        phase_since=now,
        edition=0,
        themes_edition=0,
        thread=thread,
        opened_by_id=by_id,
        opened_at=now,
    )
    plenary.describe(title=title, question=question, audience=audience, quorum=quorum)
    plenary.plan(ends)
    session().add(plenary)
    session().flush()
    _put_in_scope(plenary, cases, groups, by=by)
    note_member(plenary, by_id)
    record("opened", plenary, by_id, audience=audience)
    session().flush()
    publish(PlenaryOpened(plenary.id, by_id))
    return plenary


def change_plenary(
    plenary: Plenary,
    *,
    title: str,
    question: str,
    audience: str,
    ends: Mapping[str, datetime | None],
    cases: Collection[int],
    groups: Collection[int],
    based_on: int,
    by: Viewer,
    quorum: int | None = None,
) -> None:
    """Change what a plenary is about and when its phases end; raise Outdated where somebody did since `based_on`."""
    by_id = _coordinator(plenary.community, by)
    lock(plenary)
    if plenary.change_count != based_on:
        raise Outdated(gettext("Somebody else changed this plenary meanwhile. Nothing was overwritten."))
    title, question, audience = _taken(plenary.community, title, question, audience)
    former_quorum = plenary.quorum
    quorum = former_quorum if quorum is None else _quorum(quorum)
    former, former_title = plenary.audience, plenary.title
    plenary.plan(_checked(ends, clock.now(), present=plenary))
    plenary.describe(title=title, question=question, audience=audience, quorum=quorum)
    if title != former_title:
        _follow_title(plenary)
    _put_in_scope(plenary, cases, groups, by=by)
    if audience != former:
        discussions.move(plenary.thread, group=plenary.community, audience=audience)
    record("changed", plenary, by_id, audience=audience)
    if quorum != former_quorum:
        record("quorum", plenary, by_id, was=str(former_quorum), becomes=str(quorum))
    session().flush()
    publish(PlenaryChanged(plenary.id, by_id))


def move_on(plenary: Plenary, *, to: str, based_on: str, by: Viewer, leaving: int = 0) -> None:
    """Enter the next phase or go back one, by hand; raise Outdated where it is not at `based_on` any more.

    It closes only for somebody who knows how many drafts it leaves undecided.
    """
    by_id = check_coordinator(plenary, by)
    lock(plenary)
    if plenary.phase != based_on:
        raise Outdated(gettext("The plenary has moved on meanwhile. Look where it stands before you move it again."))
    if not rules.may_follow(plenary.phase, to):
        raise Invalid("to", gettext("A plenary goes on to the next phase, or back to the one before."))
    was = plenary.phase
    if to == Phase.CLOSED and len(open_drafts(plenary)) != leaving:
        raise Outdated(gettext("The drafts that are not decided yet are others now. Look at them before you close it."))
    plenary.move_to(Phase(to), clock.now())
    session().flush()
    follow_phase(plenary, was)
    record("moved", plenary, by_id, was=was, becomes=to)
    session().flush()
    publish(PhaseChanged(plenary.id, by_id, plenary.phase))


def join(plenary: Plenary, *, by: Viewer) -> None:
    """Say that one takes part."""
    if by.person_id is None or not rules.can_join(by, plenary):
        raise NotAllowed(gettext("Members of the community take part; readers read along."))
    note_member(plenary, by.person_id)


def leave(plenary: Plenary, *, by: Viewer) -> None:
    """Say that one takes part no longer; what one brought stays."""
    found = session().get(PlenaryMember, (plenary.id, by.person_id)) if by.person_id else None
    if found is not None:
        session().delete(found)
        session().flush()


def _coordinator(community: Group, by: Viewer) -> int:
    if by.person_id is None or not rules.can_open(by, community):
        raise NotAllowed(gettext("Only a coordinator opens plenaries and runs them."))
    return by.person_id


def _taken(community: Group, title: str, question: str, audience: str) -> tuple[str, str, str]:
    title, question = clean_line(title), clean_line(question)
    for field, text, most in (
        ("title", title, rules.TITLE_LENGTH),
        ("question", question, rules.QUESTION_LENGTH),
    ):
        if not text:
            raise Invalid(field, gettext("Write at least one word."))
        if len(text) > most:
            raise Invalid(field, gettext("Write at most %(n)d characters here.", n=most))
    if audience not in (Audience.COMMUNITY, Audience.PUBLIC):
        raise Invalid("audience", gettext("Choose who may see it."))
    return title, question, community.scope_of(audience).audience


def _quorum(number: int) -> int:
    if not 0 <= number <= rules.QUORUM:
        raise Invalid("quorum", gettext("Give a number from 0 to %(n)d.", n=rules.QUORUM))
    return number


def _checked(
    ends: Mapping[str, datetime | None], now: datetime, *, present: Plenary | None = None
) -> dict[str, datetime | None]:
    """Return when the phases end: each after the one before, and what is still to come within a year."""
    last: datetime | None = None
    for phase in ENDING:
        moment = ends.get(phase)
        if moment is None:
            continue
        if (present is None or present.ends_at(phase) != moment) and not now < moment < now + LONGEST:
            raise Invalid(phase, gettext("Choose a day that is still to come, within a year."))
        if last is not None and moment < last:
            raise Invalid(phase, gettext("This phase would end before the one that it follows."))
        last = moment
    return {phase: ends.get(phase) for phase in ENDING}


def _put_in_scope(plenary: Plenary, cases: Collection[int], groups: Collection[int], *, by: Viewer) -> None:
    """Replace what is in scope, as far as the coordinator knows of it; what they may not see stays as it is."""
    community = plenary.community
    known_cases = {case.id for case in cases_to_choose(community, viewer=by)}
    known_groups = {group.id: group.is_dissolved for group in subgroups_of(community, viewer=by)}
    in_scope = set(session().scalars(select(PlenaryCase.case_id).where(PlenaryCase.plenary_id == plenary.id)))
    groups_in = set(session().scalars(select(PlenaryGroup.group_id).where(PlenaryGroup.plenary_id == plenary.id)))
    for_good, gone = known_cases & set(cases), (in_scope & known_cases) - set(cases)
    session().execute(delete(PlenaryCase).where(PlenaryCase.plenary_id == plenary.id, PlenaryCase.case_id.in_(gone)))
    session().add_all(PlenaryCase(plenary_id=plenary.id, case_id=case_id) for case_id in sorted(for_good - in_scope))
    gone = (groups_in & set(known_groups)) - set(groups)
    session().execute(
        delete(PlenaryGroup).where(PlenaryGroup.plenary_id == plenary.id, PlenaryGroup.group_id.in_(gone))
    )
    at_work = {group_id for group_id, is_dissolved in known_groups.items() if not is_dissolved}
    added = sorted((at_work & set(groups)) - groups_in)
    session().add_all(PlenaryGroup(plenary_id=plenary.id, group_id=group_id) for group_id in added)
    session().flush()


def _free_slug(community: Group, title: str, *, of: int = 0) -> str:
    others = (Plenary.community_id == community.id, Plenary.id != of)
    return slugs.free("plenary", community.id, title, taken=lambda slug: slugs.is_taken(Plenary, slug, *others), of=of)


def _follow_title(plenary: Plenary) -> None:
    former, slug = plenary.slug, _free_slug(plenary.community, plenary.title, of=plenary.id)
    if slug != former:
        slugs.remember("plenary", plenary.community_id, former, plenary.id)
        plenary.slug = slug
