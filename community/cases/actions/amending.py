"""Saving again soon after: the same revision says it better, until somebody else wrote on, marked a passage or was mentioned."""

from sqlalchemy import delete

from community import clock, worker
from community.cases import rules
from community.cases.models import CaseRevision, Wording
from community.cases.state import State
from community.cases.underway import FormerState
from community.cases.versions import AMENDABLE_FOR, FORMER_KEPT_FOR
from community.database import session, unit_of_work
from community.markdown_mentions import mentions_in


def may_amend(revision: CaseRevision, typed: State, author_id: int) -> bool:
    """Say whether what was typed may take the place of the newest revision.

    Who is mentioned for the first time is told of a revision, so that one stands for itself.
    """
    is_soon = clock.now() - revision.saved_at <= AMENDABLE_FOR
    if not is_soon or revision.author_id != author_id or revision.is_pinned:
        return False
    return _mentioned(typed.sections) <= _mentioned(revision.sections)


def amend(revision: CaseRevision, wording: Wording, *, change: str) -> CaseRevision:
    """Let a revision hold a later state; what it held is kept for whoever is writing from it."""
    at, amendments = clock.now(), revision.amendments
    held = revision.case.amend(revision, wording, change=_said(revision.change, change), at=at)
    session().add(FormerState(revision_id=revision.id, amendments=amendments, held=held, kept_at=at))
    return revision


@worker.seldom
def forget_former() -> bool:
    """Forget what was amended so long ago that nobody writes from it, as a job of the worker."""
    with unit_of_work():
        session().execute(delete(FormerState).where(FormerState.kept_at < clock.now() - FORMER_KEPT_FOR))
    return False


def _said(before: str, now: str) -> str:
    """Return what was said of both changes, or of the later one where there is no room for both."""
    both = f"{before}; {now}"
    if not before or not now or now in before:
        return before if now in before else now or before
    return both if len(both) <= rules.CHANGE_LENGTH else now


def _mentioned(sections: dict[str, str]) -> set[str]:
    return {handle for text in sections.values() for handle in mentions_in(text)}
