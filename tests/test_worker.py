"""One worker at a time drains the queues, whoever holds the lease; another takes over when it dies."""

import threading
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest

from community import clock, create_app, worker
from community.worker import LEASE_LASTS, RENEW_AFTER, Worker
from tests import databases

pytestmark = pytest.mark.postgresql


@pytest.fixture
def done() -> list[str]:
    """Who worked."""
    return []


@pytest.fixture
def hire(app, done):
    """A function that makes a worker whose one job is to write its name down."""

    def make(name: str) -> Worker:
        return Worker(app, [lambda: done.append(name) is None])

    return make


def test_only_one_of_two_workers_works(hire, done):
    first, second = hire("first"), hire("second")
    assert first.turn()
    assert not second.turn()
    assert first.turn()
    assert done == ["first", "first"]


def test_a_worker_renews_its_lease(hire, done):
    first, second, start = hire("first"), hire("second"), clock.now()
    for minutes in range(5):
        with clock.at(start + minutes * RENEW_AFTER + minutes * timedelta(seconds=1)):
            assert first.turn()
            assert not second.turn()
    assert done == ["first"] * 5


def test_a_dead_workers_lease_is_taken_over(hire, done):
    first, second = hire("first"), hire("second")
    first.turn()
    with clock.at(clock.now() + LEASE_LASTS + timedelta(seconds=1)):
        assert second.turn()
        assert not first.turn(), "it was only slow, and finds that it is replaced"
    assert done == ["first", "second"]


def test_a_worker_that_is_told_to_stop_gives_the_lease_back(hire, done):
    first, second = hire("first"), hire("second")
    first.start()
    wait_for(lambda: "first" in done)
    first.stop()
    assert second.turn()


def test_of_workers_that_start_together_one_works(hire, done):
    workers = [hire(name) for name in "abcd"]
    together = threading.Barrier(len(workers))

    def begin(one: Worker) -> None:
        together.wait()
        one.turn()

    threads = [threading.Thread(target=begin, args=[one]) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1


def test_a_job_that_fails_keeps_no_other_from_running(app, done, caplog):
    def fails() -> bool:
        raise RuntimeError("on purpose")

    one = Worker(app, [fails, lambda: done.append("after") is None])
    one.stopping.set()  # a failure is followed by a pause, except at the end
    assert one.turn()
    assert done == ["after"]
    assert "fails failed" in caplog.text


def test_a_long_round_loses_its_lease_between_two_jobs(app, done, hire):
    """Otherwise the rest of the round would work beside the worker that took over."""
    start, other = clock.now(), hire("other")

    def takes_long() -> bool:
        lapse.enter_context(clock.at(start + LEASE_LASTS + timedelta(seconds=1)))
        return other.turn()

    one = Worker(app, [takes_long, lambda: done.append("one") is None])
    with ExitStack() as lapse:
        one.turn()
    assert done == ["other"]


def test_a_machine_elsewhere_that_keeps_silent_holds_up_nothing_else(app, done):
    silence = threading.Event()
    waits = worker.waits_elsewhere(lambda: silence.wait(5))
    crew = worker.start_thread(app, [waits, lambda: done.append("here") is None])
    wait_for(lambda: len(done) > 2)
    assert not silence.is_set()
    silence.set()
    crew.stop()
    worker._waiting.remove(waits)


def test_draining_runs_until_nothing_is_left(app, done):
    worker.drain(app, [lambda: len(done) < 3 and done.append("x") is None])
    assert done == ["x"] * 3


def test_draining_a_queue_that_never_ends_is_given_up(app):
    with pytest.raises(TimeoutError):
        worker.drain(app, [lambda: True], seconds=0)


def test_the_first_request_starts_the_worker(app, database, tmp_path):
    settings = databases.settings(database.uri, tmp_path) | {"WORKER": "process"}
    web, worked = create_app(settings), threading.Event()
    web.extensions[worker.JOBS] = [worked.set]
    assert worker.RUNNING not in web.extensions, "a command is no web server"
    web.test_client().get("/sign-in")
    running = web.extensions[worker.RUNNING]
    web.test_client().get("/sign-in")
    assert web.extensions[worker.RUNNING] is running
    assert worked.wait(5)
    running.stop()


def test_no_request_starts_it_where_the_worker_has_a_process_of_its_own(app, database, tmp_path):
    web = create_app(databases.settings(database.uri, tmp_path) | {"WORKER": "process"})
    worker.stay_out_of_web(web)
    web.test_client().get("/sign-in")
    assert not isinstance(web.extensions[worker.RUNNING], worker.Crew)


def wait_for(condition) -> None:
    until = time.monotonic() + 5
    while not condition() and time.monotonic() < until:
        threading.Event().wait(0.01)
    assert condition()


def test_what_is_never_urgent_is_looked_at_once_in_half_an_hour(app):
    left = [True, True, False, False]
    done = []

    @worker.seldom
    def forget() -> bool:
        done.append(clock.now())
        return left.pop(0)

    crew = worker.Crew(app, [forget])
    for _ in range(6):
        crew.turn()
    assert len(done) == 3  # until nothing was left
    with clock.at(clock.now() + timedelta(minutes=31)):
        crew.turn()
        crew.turn()
    assert len(done) == 4
    crew.let_go()


def test_what_is_never_urgent_and_fails_is_not_tried_in_every_round(app):
    done = []

    @worker.seldom
    def fails() -> bool:
        done.append(clock.now())
        raise OSError("no such folder")

    crew = worker.Crew(app, [fails])
    for _ in range(2):
        crew.turn()
    assert len(done) == 1
    crew.let_go()
