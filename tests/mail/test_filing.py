"""Without a mail server letters become files; what letters say is deleted after a month."""

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from community import clock, worker
from community.mail import delivery
from community.mail.emptying import KEPT_FOR, empty_old
from community.mail.filing import FileTransport
from community.mail.models import State
from tests.mail.server import HANG_UP

pytestmark = pytest.mark.postgresql

DAY = timedelta(days=1)


def files(app) -> list[Path]:
    return sorted((app.config["VAR"] / "mail").glob("*"))


def test_a_letter_becomes_a_file(app, queue, work, find, settled):
    (letter_id,) = queue()
    work()
    (file,) = files(app)
    letter = find(letter_id)
    assert (letter.state, letter.last_answer) == (State.WRITTEN, file.name)
    assert file.name.endswith(f"-{letter_id}.eml")
    assert file.stat().st_mode & 0o077 == 0
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == "A test letter"
    assert [event.state for event in settled] == [State.WRITTEN]


def test_a_letter_that_a_worker_died_over_is_written_again(app, queue, work, find, monkeypatch):
    (letter_id,) = queue()
    send = FileTransport.send

    def write_and_die(self, parcel):
        send(self, parcel)
        raise SystemExit

    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(FileTransport, "send", write_and_die)
        delivery.deliver_due()
    assert find(letter_id).state == State.SENDING
    work()
    assert (find(letter_id).state, find(letter_id).attempts) == (State.WRITTEN, 1)
    assert len(files(app)) == 1


def test_a_folder_that_cannot_be_written_makes_the_queue_wait(app, queue, work, find):
    (letter_id,) = queue()
    (app.config["VAR"] / "mail").write_text("in the way")
    work()
    assert find(letter_id).state == State.QUEUED
    assert find(letter_id).attempts == 0
    (app.config["VAR"] / "mail").unlink()
    with clock.at(clock.now() + timedelta(minutes=2)):
        work()
    assert find(letter_id).state == State.WRITTEN


def test_after_a_month_only_the_envelope_is_left(app, queue, work, find):
    (letter_id,) = queue()
    work()
    with clock.at(clock.now() + KEPT_FOR - DAY):
        assert not empty_old()
    assert find(letter_id).message is not None
    with clock.at(clock.now() + KEPT_FOR + DAY):
        empty_old()
    letter = find(letter_id)
    assert (letter.message, letter.subject, letter.state) == (None, "A test letter", State.WRITTEN)
    assert not files(app)


def test_a_letter_that_waits_for_a_decision_is_kept_whole(by_server, script, queue, work, find):
    script.answers["TEXT"] = HANG_UP
    (letter_id,) = queue()
    work()
    with clock.at(clock.now() + KEPT_FOR + DAY):
        empty_old()
    assert find(letter_id).state == State.UNCERTAIN
    assert find(letter_id).message is not None


def test_old_letters_are_emptied_in_parts_by_a_job_of_the_worker(app, queue, work, find, monkeypatch):
    monkeypatch.setattr("community.mail.emptying.AT_ONCE", 2)
    ids = queue(5)
    work()
    assert empty_old in app.extensions[worker.JOBS]
    with clock.at(clock.now() + KEPT_FOR + DAY):
        worker.drain(app, [empty_old])
    assert [find(letter_id).message for letter_id in ids] == [None] * 5
