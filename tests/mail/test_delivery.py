"""The worker and the outbox: each letter goes out once, waits when it must, and tells what became of it."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock, worker
from community.database import db, session, unit_of_work
from community.mail import actions, delivery
from community.mail.events import LetterSettled
from community.mail.models import PAUSES, WAITS, Letter, Pause, State
from community.mail.outcomes import Sent
from community.worker import Worker
from tests.mail.conftest import ANA
from tests.mail.server import HANG_UP

pytestmark = pytest.mark.postgresql

LATER = timedelta(seconds=1)


def pause() -> Pause | None:
    db.session.rollback()
    return session().get(Pause, Pause.ONLY)


def states() -> dict[str, int]:
    db.session.rollback()
    return Counter(session().scalars(select(Letter.state)))


def test_a_letter_goes_out_once(by_server, script, queue, work, find, settled):
    (letter_id,) = queue(key="invitation:17")
    work()
    work()
    letter = find(letter_id)
    assert (letter.state, letter.attempts, letter.last_answer) == (State.SENT, 1, "250 taken")
    assert abs(letter.settled_at - clock.now()) < timedelta(minutes=1)
    assert len(script.letters) == 1
    assert settled == [LetterSettled(letter_id, "invitation:17", State.SENT)]


def test_what_was_rolled_back_is_not_sent(by_server, script, work):
    with pytest.raises(RuntimeError), unit_of_work():
        actions.send("test", to=ANA, purpose="test")
        session().flush()
        raise RuntimeError
    work()
    assert not script.letters


def test_many_letters_go_out_in_their_order_over_one_connection(
    by_server, script, queue, work, find, settled, monkeypatch
):
    monkeypatch.setattr(delivery, "READ_AT_ONCE", 7)
    ids = queue(20)
    work()
    assert states() == {State.SENT: 20}
    assert script.visits == 1
    assert [event.letter_id for event in settled] == ids
    assert script.count("QUIT") == 1, "nothing is left to do, so it takes leave"


def test_a_turn_ends_soon(by_server, script, queue, app, monkeypatch):
    monkeypatch.setattr(delivery, "TURN_LASTS", -1)
    queue(3)
    assert delivery.deliver_due()
    assert states() == {State.SENT: 1, State.QUEUED: 2}


def test_a_refused_letter_is_a_dead_letter_and_the_next_goes_on(by_server, script, queue, work, find, settled):
    first, second = queue(2)
    script.answers["TEXT"] = "554 5.7.1 no"
    work()
    letter = find(first)
    assert (letter.state, letter.last_answer) == (State.REFUSED, "554 5.7.1 no")
    assert [event.state for event in settled] == [State.REFUSED] * 2
    assert pause() is None


def test_a_letter_that_is_put_off_waits_longer_each_time_and_then_no_more(
    by_server, script, queue, work, find, settled
):
    (letter_id,) = queue()
    script.answers["RCPT"] = "451 4.7.1 come back"
    moment = clock.now()
    for n, wait in enumerate(WAITS, 1):
        with clock.at(moment):
            work()
            letter = find(letter_id)
            assert (letter.state, letter.attempts, letter.last_answer) == (State.QUEUED, n, "451 4.7.1 come back")
            assert abs(letter.next_try_at - moment - wait) < timedelta(seconds=5)
        with clock.at(letter.next_try_at - LATER):
            work()
            assert find(letter_id).attempts == n, "not before its time"
        moment = letter.next_try_at + LATER
    assert not settled
    with clock.at(moment):
        work()
    letter = find(letter_id)
    assert (letter.state, letter.attempts) == (State.REFUSED, len(WAITS) + 1)
    assert [event.state for event in settled] == [State.REFUSED]


def test_while_the_server_is_away_the_whole_queue_waits_and_no_letter_is_blamed(by_server, script, queue, work, find):
    first, *_ = queue(30)
    script.answers["GREETING"] = "421 4.3.2 not now"
    moment = clock.now()
    for n, wait in enumerate([*PAUSES, PAUSES[-1]], 1):
        with clock.at(moment):
            work()
            work()
            assert script.visits == n
            assert states() == {State.QUEUED: 30}
            assert (find(first).attempts, pause().reason, pause().failures) == (0, "421 4.3.2 not now", n)
            assert abs(pause().ends_at - moment - wait) < timedelta(seconds=5)
        moment = pause().ends_at + LATER
    script.answers.clear()
    with clock.at(moment):
        work()
    assert states() == {State.SENT: 30}
    assert pause() is None


def test_a_connection_that_breaks_after_the_text_leaves_one_letter_uncertain_and_is_given_a_rest(
    by_server, script, queue, work, find, settled
):
    first, second = queue(2)
    script.answers["TEXT"] = HANG_UP
    work()
    assert (find(first).state, find(second).state) == (State.UNCERTAIN, State.QUEUED)
    assert [event.state for event in settled] == [State.UNCERTAIN]
    script.answers.clear()
    with clock.at(pause().ends_at + LATER):
        work()
    assert (find(first).state, find(second).state) == (State.UNCERTAIN, State.SENT)
    assert len(script.letters) == 2, "the uncertain one was not sent again"


def test_a_connection_that_breaks_before_the_text_puts_the_letter_behind_the_others(
    by_server, script, queue, work, find
):
    first, second = queue(2)
    script.answers["RCPT"] = HANG_UP
    work()
    assert (find(first).attempts, find(second).attempts) == (1, 0)
    script.answers.clear()
    with clock.at(pause().ends_at + LATER):
        work()
    assert states() == {State.SENT: 2}


def test_what_a_worker_died_over_is_uncertain_and_never_sent_again_by_itself(
    app, by_server, script, queue, work, find, settled, monkeypatch
):
    first, second = queue(2)

    def die(_parcel):
        raise SystemExit

    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(by_server, "send", die)
        delivery.deliver_due()
    assert (find(first).state, find(second).state) == (State.SENDING, State.QUEUED)
    db.session.remove()
    work()
    letter = find(first)
    assert (letter.state, find(second).state) == (State.UNCERTAIN, State.SENT)
    assert "worker ended" in letter.last_answer
    assert len(script.letters) == 1
    assert [(event.letter_id, event.state) for event in settled] == [(first, State.UNCERTAIN), (second, State.SENT)]


def test_a_mistake_in_sending_leaves_the_letter_uncertain(by_server, queue, find, monkeypatch, caplog):
    (letter_id,) = queue()
    monkeypatch.setattr(by_server, "send", lambda _parcel: 1 / 0)
    delivery.deliver_due()
    assert find(letter_id).state == State.UNCERTAIN
    assert "could not be handed over" in caplog.text


def test_a_worker_that_was_thought_dead_still_tells_what_became_of_its_letter(
    by_server, queue, work, find, monkeypatch
):
    (letter_id,) = queue()

    def slowly(_parcel):
        delivery.deliver_due()
        assert find(letter_id).state == State.UNCERTAIN
        return Sent("250 taken at last")

    monkeypatch.setattr(by_server, "send", slowly)
    delivery.deliver_due()
    assert find(letter_id).state == State.SENT


def test_two_workers_send_no_letter_twice(app, by_server, script, queue, monkeypatch):
    """Even where a lease has failed to keep them apart."""
    monkeypatch.setattr(delivery, "_recover", lambda _transport: None)
    queue(40)
    together = threading.Barrier(2)

    def deliver() -> None:
        with app.app_context():
            together.wait()
            while delivery.deliver_due():
                pass
            db.session.remove()

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    monkeypatch.setattr(by_server, "send", lambda parcel: script.said.append(parcel.letter_id) or Sent("250"))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(script.said) == len(set(script.said)) == 40
    assert states() == {State.SENT: 40}


def test_of_two_workers_only_the_one_with_the_lease_delivers(app, by_server, script, queue):
    queue(2)
    first, second = (Worker(app, [delivery.deliver_due]) for _ in range(2))
    assert first.turn()
    queue(1)
    assert not second.turn()
    assert first.turn()
    assert len(script.letters) == 3


def test_the_job_is_one_of_the_workers(app):
    assert delivery.deliver_due in app.extensions[worker.JOBS]


def test_a_letter_whose_settling_fails_is_not_sent_again(by_server, script, queue, work, find, monkeypatch):
    (letter_id,) = queue()

    def fail(event: LetterSettled) -> None:
        if event.state == State.SENT:
            raise RuntimeError("a reaction fails")

    monkeypatch.setattr(delivery, "publish", fail)
    with pytest.raises(RuntimeError):
        delivery.deliver_due()
    work()
    assert find(letter_id).state == State.UNCERTAIN
    assert len(script.letters) == 1
