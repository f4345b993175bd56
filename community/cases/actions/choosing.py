"""The verbs of offering and choosing: offer a case, open a round, wish, close it, give it up."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from community import clock
from community.cases import rules
from community.cases.actions import placing
from community.cases.division import Strength
from community.cases.events import RoundClosingChanged, RoundGivenUp, RoundOpened, WishesMade
from community.cases.models import Case, Status
from community.cases.queries.choosing import cases_of_round, is_being_chosen, offered_cases
from community.cases.rounds import ChoosingRound, RoundCase, RoundState, Wish
from community.database import session
from community.errors import Invalid, NotAllowed, Outdated, Refusal
from community.events import publish
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lines import storable

INTRO_LENGTH, WHY_LENGTH = 1000, 300
LONGEST = timedelta(days=366)


class SettledMeanwhile(Outdated):
    """Somebody else has formed the subgroups of this round, or given it up."""


def offer(case: Case, *, by: Viewer) -> None:
    """Offer a case to work on together."""
    _check_offers(case, by)
    if case.status != Status.OFFERED:
        placing.set_status(case, status=Status.OFFERED, by=by)


def withdraw(case: Case, *, by: Viewer) -> None:
    """Offer a case no longer."""
    _check_offers(case, by)
    if is_being_chosen(case):
        raise NotAllowed(
            gettext("People are choosing this case right now. Ask the coordinator, or wait until it is over.")
        )
    if case.status == Status.OFFERED:
        placing.set_status(case, status=Status.SKETCHED, by=by)


def open_round(
    community: Group, *, cases: Collection[int], closes_at: datetime, intro: str, by: Viewer
) -> ChoosingRound:
    """Ask the members of a community which of the offered cases they want to work on."""
    by_id = leader(community, by)
    session().scalar(select(Group.id).where(Group.id == community.id).with_for_update())
    if _unsettled(community) is not None:
        raise Refusal(gettext("A choosing round is under way already. Finish it first."))
    offered = {case.id for case in offered_cases(community, viewer=by)}
    chosen = sorted(offered & set(cases))
    if len(chosen) < 2:
        raise Invalid("cases", gettext("Choose at least two of the offered cases."))
    intro = storable(intro).strip()
    if len(intro) > INTRO_LENGTH:
        raise Invalid("intro", gettext("Write at most %(n)d characters here.", n=INTRO_LENGTH))
    _check_closing(closes_at)
    opened = ChoosingRound(
        group_id=community.id, intro=intro, opened_by_id=by_id, opened_at=clock.now(), closes_at=closes_at
    )
    session().add(opened)
    session().flush()
    session().add_all(RoundCase(round_id=opened.id, case_id=case_id) for case_id in chosen)
    session().flush()
    publish(RoundOpened(opened.id, by_id))
    return opened


def change_closing(present: ChoosingRound, *, closes_at: datetime | None, by: Viewer) -> None:
    """Give people more time or less; without a moment the round closes now."""
    by_id = leader(present.community, by)
    lock_unsettled(present)
    if closes_at is not None:
        _check_closing(closes_at)
    if present.closes_at == closes_at or (closes_at is None and not present.is_open(clock.now())):
        return
    present.close(closes_at or clock.now())
    session().flush()
    publish(RoundClosingChanged(present.id, by_id))


def give_up(present: ChoosingRound, *, by: Viewer) -> None:
    """End a round without subgroups; the cases stay on offer."""
    by_id = leader(present.community, by)
    lock_unsettled(present)
    present.settle(RoundState.GIVEN_UP, by_id=by_id, at=clock.now())
    session().flush()
    publish(RoundGivenUp(present.id, by_id))


def wish(present: ChoosingRound, *, wishes: Mapping[int, tuple[str, str]], by: Viewer) -> None:
    """Say which cases one wants to work on, how much, and why: strength and reason by case. It replaces what one said before.

    Cases that are not named, or that one may not see, are left as they are.
    """
    if by.person_id is None or not rules.can_choose(by, present.community):
        raise NotAllowed(gettext("Members of the community choose; readers do not."))
    session().refresh(present, with_for_update=True)
    if not present.is_open(clock.now()):
        raise Refusal(
            gettext("The round has closed meanwhile, so this could not be taken any more. Tell the coordinator.")
        )
    shown = {case.id for case in cases_of_round(present, viewer=by)}
    taken = [
        _taken(present, case_id, *said, by_id=by.person_id) for case_id, said in wishes.items() if case_id in shown
    ]
    replaced = delete(Wish).where(
        Wish.round_id == present.id, Wish.person_id == by.person_id, Wish.case_id.in_(shown & set(wishes))
    )
    session().execute(replaced)
    session().add_all(made for made in taken if made is not None)
    session().flush()
    publish(WishesMade(present.id, by.person_id))


def _taken(present: ChoosingRound, case_id: int, strength: str, why: str, *, by_id: int) -> Wish | None:
    why = storable(why).strip()
    if len(why) > WHY_LENGTH:
        raise Invalid(f"why_{case_id}", gettext("Say why in at most %(n)d characters.", n=WHY_LENGTH))
    if not strength and why:
        raise Invalid(f"strength_{case_id}", gettext("You say why: choose how much you want it, too."))
    if not strength:
        return None
    if strength not in set(Strength):
        raise Invalid(f"strength_{case_id}", gettext("Choose one from the list."))
    return Wish(
        round_id=present.id, person_id=by_id, case_id=case_id, strength=strength, why=why, wished_at=clock.now()
    )


def _check_offers(case: Case, by: Viewer) -> None:
    if not rules.can_offer(by, case):
        raise NotAllowed(
            gettext("Only its owner and those who run its group offer a case; one told in confidence never.")
        )


def _check_closing(closes_at: datetime) -> None:
    if not clock.now() < closes_at < clock.now() + LONGEST:
        raise Invalid("day", gettext("Choose a moment that is still to come, within a year."))


def leader(community: Group, by: Viewer) -> int:
    """Return who leads the choosing in a community; raise NotAllowed for others."""
    if by.person_id is None or not rules.can_open_round(by, community):
        raise NotAllowed(gettext("Only a coordinator leads the choosing."))
    return by.person_id


def _unsettled(community: Group) -> ChoosingRound | None:
    return session().scalar(
        select(ChoosingRound).where(ChoosingRound.group_id == community.id, ChoosingRound.state == RoundState.CHOOSING)
    )


def lock_unsettled(present: ChoosingRound) -> None:
    """Let one coordinator at a time settle a round; raise SettledMeanwhile for the second."""
    session().refresh(present, with_for_update=True)
    if present.state == RoundState.FORMED:
        raise SettledMeanwhile(
            gettext("Another coordinator has formed the subgroups meanwhile. Nothing of yours was done.")
        )
    if present.state == RoundState.GIVEN_UP:
        raise SettledMeanwhile(
            gettext("Another coordinator has given this round up meanwhile. Nothing of yours was done.")
        )
