"""The verbs of collecting: bring one passage to a plenary, or all that a subgroup harvested."""

from collections.abc import Sequence

from sqlalchemy import select

from community import clock
from community.database import session
from community.errors import Absent, NotAllowed, Refusal
from community.events import publish
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lessons.passages import Passage
from community.lessons.rules import can_cite, can_read_words
from community.plenaries import rules
from community.plenaries.cards import Card
from community.plenaries.events import CardsBrought
from community.plenaries.holding import lock, note_member
from community.plenaries.models import Plenary, PlenaryGroup
from community.plenaries.queries.collecting import passages_to_bring


def bring_passage(plenary: Plenary, passage: Passage, *, by: Viewer) -> Card:
    """Bring a passage that one may read; one that is there already stays where it stands."""
    if not can_read_words(by, passage) or passage.scope.community_id != plenary.community_id:
        raise Absent
    by_id = _collector(plenary, by)
    if not can_cite(passage, plenary.scope):
        raise NotAllowed(gettext("A passage of a confidential subgroup can be brought once its author released it."))
    lock(plenary)
    _check_phase(plenary, by)
    present = select(Card).where(Card.plenary_id == plenary.id, Card.passage_id == passage.id)
    found = session().scalar(present)
    return found or _bring(plenary, [passage.id], by_id)[0]


def bring_tray(plenary: Plenary, group: Group, *, by: Viewer) -> Sequence[Card]:
    """Bring all that was harvested in a subgroup in scope, but what is there already; return the new cards."""
    if by.person_id is None or not rules.can_join(by, plenary) or not rules.can_run_group(by, group):
        raise NotAllowed(gettext("Those who run a subgroup bring what it marked."))
    lock(plenary)
    _check_phase(plenary, by)
    scoped = session().get(PlenaryGroup, (plenary.id, group.id))
    if scoped is None:
        raise Absent
    cards = _bring(plenary, passages_to_bring(plenary, group, viewer=by), by.person_id, group_id=group.id)
    scoped.bring(by_id=by.person_id, at=clock.now())
    session().flush()
    return cards


def _collector(plenary: Plenary, by: Viewer) -> int:
    if by.person_id is None or not rules.can_join(by, plenary):
        raise NotAllowed(gettext("Members of the community bring passages; readers read along."))
    return by.person_id


def _check_phase(plenary: Plenary, by: Viewer) -> None:
    if not rules.can_collect(by, plenary):
        raise NotAllowed(gettext("This plenary does not take in passages any more: it is past collecting."))


def _bring(plenary: Plenary, passage_ids: Sequence[int], by_id: int, *, group_id: int | None = None) -> list[Card]:
    held = session().query(Card).filter_by(plenary_id=plenary.id).count()
    if held + len(passage_ids) > rules.CARDS:
        raise Refusal(gettext("A board holds at most %(n)d cards. Bring those that matter most.", n=rules.CARDS))
    note_member(plenary, by_id)
    if not passage_ids:
        return []
    edition, now = plenary.next_edition(), clock.now()
    cards = [
        Card(plenary_id=plenary.id, passage_id=each, brought_by_id=by_id, brought_at=now, moved_edition=edition)
        for each in passage_ids
    ]
    session().add_all(cards)
    session().flush()
    publish(CardsBrought(plenary.id, tuple(card.id for card in cards), by_id, group_id))
    return cards
