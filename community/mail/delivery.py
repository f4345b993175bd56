"""The slow half of mail: the worker hands over what is due, one letter at a time, and none twice by itself.

A letter is marked before it is handed over, and that is committed; so what a worker finds marked was in the hands of one
that died. One commit ends a letter and marks the next.
"""

import logging
import time
from collections import deque
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, delete, or_, select, update

from community import clock
from community.database import UTCDateTime, read, session, unit_of_work
from community.events import publish
from community.languages import gettext
from community.mail.events import LetterSettled
from community.mail.models import ANSWER_LENGTH, IS_QUEUED, Letter, Message, Pause, State
from community.mail.outcomes import Outcome, Parcel, PutOff, Refused, Sent, Transport, Uncertain, Unreachable, Written
from community.worker import waits_elsewhere

TURN_LASTS = 0.5  # seconds, so that the worker's other jobs have their turn
READ_AT_ONCE = 200
TAKEN = {Sent: State.SENT, Written: State.WRITTEN}
OURS = (State.SENDING, State.UNCERTAIN)  # the latter where another worker has thought us dead

log = logging.getLogger(__name__)

# What nearly every letter goes through is said past the object layer, which would take longer than the mail server.
_NOW = bindparam("now", type_=UTCDateTime())
_DUE = (
    select(Letter.id, Letter.key, Letter.attempts, Letter.queued_at, Letter.to_address, Message.text)
    .join(Message)
    .where(IS_QUEUED, Letter.next_try_at <= _NOW)
    .order_by(Letter.next_try_at, Letter.id)
    .limit(READ_AT_ONCE)
)
_IS_ASKED_FOR = select(
    or_(
        select(Letter.id).where(IS_QUEUED, Letter.next_try_at <= _NOW).exists(),
        select(Letter.id).where(Letter.state == State.SENDING).exists(),
    )
)
_MOVE = (
    update(Letter)
    .where(Letter.id == bindparam("letter"), Letter.state == bindparam("was"))
    .values(
        state=bindparam("becomes"),
        attempts=bindparam("tries"),
        last_answer=bindparam("answer"),
        settled_at=bindparam("ends"),
    )
)


@waits_elsewhere
def deliver_due() -> bool:
    """Hand letters over for half a second; say whether there may be more to do."""
    transport, pause = _transport(), session().get(Pause, Pause.ONLY)
    if (pause is not None and pause.ends_at > clock.now()) or not read(_IS_ASKED_FOR, now=clock.now())[0][0]:
        transport.close()
        return False
    until = time.monotonic() + TURN_LASTS
    with unit_of_work():
        _recover(transport)
        waiting = _due()
        parcel = _take(waiting)
    while parcel is not None:
        outcome = _send(transport, parcel)
        if outcome.is_broken or time.monotonic() > until:
            waiting.clear()
        parcel = _go_on(parcel, outcome, waiting)
    return True


def _transport() -> Transport:
    found: Transport = current_app.extensions["mail_transport"]
    return found


def _recover(transport: Transport) -> None:
    """Say of letters that a worker died over that nobody knows; queue them again only where that does no harm."""
    for letter in session().scalars(select(Letter).where(Letter.state == State.SENDING).with_for_update()):
        if transport.is_repeatable:
            letter.hand_back(letter.last_answer)
        else:
            letter.settle(State.UNCERTAIN, gettext("The worker ended while it handed this letter over."), clock.now())
            publish(LetterSettled(letter.id, letter.key, letter.state))


def _due() -> deque[Parcel]:
    """Return the letters that have waited longest."""
    _, sender = current_app.config["MAIL_FROM"]
    rows = read(_DUE, now=clock.now())
    return deque(
        Parcel(row.id, row.key, row.attempts + 1, row.queued_at, sender, row.to_address, row.text) for row in rows
    )


def _take(waiting: deque[Parcel]) -> Parcel | None:
    """Mark the next letter as being handed over, unless somebody else has."""
    while waiting:
        parcel = waiting.popleft()
        if _move(_being_sent(parcel)):
            return parcel
    return None


def _send(transport: Transport, parcel: Parcel) -> Outcome:
    try:
        return transport.send(parcel)
    except Exception as error:
        log.exception("letter %d could not be handed over", parcel.letter_id)
        return Uncertain(repr(error))


def _go_on(parcel: Parcel, outcome: Outcome, waiting: deque[Parcel]) -> Parcel | None:
    """End one letter and mark the next, in one transaction."""
    if type(outcome) in TAKEN and waiting and _swap(parcel, outcome, waiting[0]):
        return waiting.popleft()
    with unit_of_work():
        _conclude(parcel, outcome)
        _note_server(outcome)
        return _take(waiting)


def _swap(parcel: Parcel, outcome: Outcome, following: Parcel) -> bool:
    """Go from one letter to the next as is usual; say whether both were as we left them."""
    state = TAKEN[type(outcome)]
    arrived = {"letter": parcel.letter_id, "was": State.SENDING, "becomes": state, "tries": parcel.attempt}
    arrived |= {"answer": outcome.answer[:ANSWER_LENGTH], "ends": clock.now()}
    with unit_of_work() as present:
        if not _move(arrived, _being_sent(following)):
            present.rollback()
            return False
        publish(LetterSettled(parcel.letter_id, parcel.key, state))
    return True


def _being_sent(parcel: Parcel) -> dict[str, Any]:
    was = {"letter": parcel.letter_id, "was": State.QUEUED}
    return was | {"becomes": State.SENDING, "tries": parcel.attempt, "answer": "", "ends": None}


def _move(*moves: dict[str, Any]) -> bool:
    return session().connection().execute(_MOVE, list(moves)).rowcount == len(moves)


def _conclude(parcel: Parcel, outcome: Outcome) -> None:
    """Write down what became of a letter."""
    letter = session().get_one(Letter, parcel.letter_id, with_for_update=True)
    if letter.state not in OURS:
        return
    match outcome:
        case Unreachable():
            letter.hand_back(outcome.answer)
        case PutOff():
            letter.put_off(outcome.answer, clock.now())
        case Refused():
            letter.settle(State.REFUSED, outcome.answer, clock.now())
        case _:
            letter.settle(TAKEN.get(type(outcome), State.UNCERTAIN), outcome.answer, clock.now())
    if letter.settled_at is not None:
        publish(LetterSettled(letter.id, letter.key, letter.state))


def _note_server(outcome: Outcome) -> None:
    """Let the whole queue wait after the server has failed; its first answer ends that."""
    if not outcome.is_broken:
        session().execute(delete(Pause))
        return
    pause, now = session().get(Pause, Pause.ONLY), clock.now()
    if pause is None:
        pause = Pause(began_at=now, failures=0)
        session().add(pause)
    pause.prolong(outcome.answer, now)
