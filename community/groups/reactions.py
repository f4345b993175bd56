"""What follows, for invitations, from letters and from people who came in by another way."""

from sqlalchemy import select, update

from community import clock
from community.accounts.models import Person
from community.database import session
from community.groups.admissions import MAILED, Invitation, InvitationState, JoinRequest, RequestState
from community.groups.events import MemberJoined
from community.mail.events import LetterSettled
from community.mail.models import Letter, State

KEY = "invitation:"
ARRIVING = (State.SENT, State.WRITTEN)


def note_letter(event: LetterSettled) -> None:
    """Let an invitation say what became of its newest letter.

    One of which nobody knows whether it arrived counts as sent, with what happened: only a person may send it again.
    """
    if not (event.key or "").startswith(KEY):
        return
    mine = update(Invitation).where(Invitation.letter_id == event.letter_id, Invitation.state.in_(MAILED))
    if event.state in ARRIVING:
        session().execute(mine.values(state=InvitationState.SENT, answer=""))
    else:
        said = session().scalar(select(Letter.last_answer).where(Letter.id == event.letter_id))
        state = InvitationState.SENT if event.state == State.UNCERTAIN else InvitationState.REFUSED
        session().execute(mine.values(state=state, answer=said or ""))


def note_member(event: MemberJoined) -> None:
    """Close what invited or asked for somebody who has come in meanwhile."""
    email = select(Person.email).where(Person.id == event.person_id).scalar_subquery()
    session().execute(
        update(Invitation)
        .where(
            Invitation.group_id == event.group_id,
            Invitation.email == email,
            Invitation.state.in_(MAILED),
            Invitation.subgroup_id.is_(None),
        )
        .values(state=InvitationState.JOINED, accepted_by_id=event.person_id, ended_at=clock.now())
    )
    session().execute(
        update(JoinRequest)
        .where(
            JoinRequest.group_id == event.group_id,
            JoinRequest.person_id == event.person_id,
            JoinRequest.state == RequestState.ASKED,
        )
        .values(state=RequestState.APPROVED, decided_at=clock.now())
    )
