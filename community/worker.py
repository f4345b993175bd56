"""The worker: one at a time, whoever holds the lease, drains the queues that wiring registered.

What waits for a machine elsewhere has a thread and a lease of its own, so that a mail server that keeps silent holds up
nothing but mail.
"""

import atexit
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from community import clock
from community.database import Model, db, session, unit_of_work

LEASE_LASTS = timedelta(seconds=30)
ELSEWHERE_LASTS = timedelta(minutes=2)  # longer than any machine elsewhere is waited for
RENEW_AFTER = timedelta(seconds=10)
PAUSE = 0.4
SELDOM = timedelta(minutes=30)

JOBS = "plenary_jobs"
RUNNING = "plenary_worker"
APART = object()

Job = Callable[[], bool]
_waiting: set[Job] = set()
_seldom: set[Job] = set()
_starting = threading.Lock()
log = logging.getLogger(__name__)


class Lease(Model):
    """Who may work now; taken over when its holder stops renewing it."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    ends_at: Mapped[datetime]


class Worker:
    """Runs jobs in turn. A job does one batch and says whether there was anything to do; it can always be run again."""

    def __init__(self, app: Flask, jobs: list[Job], *, lease: str = "worker", lasts: timedelta = LEASE_LASTS) -> None:
        self._app, self._jobs, self._lease, self._lasts = app, jobs, lease, lasts
        self._holder = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._renewed_at: datetime | None = None
        self._not_before: dict[Job, datetime] = {}
        self._thread = threading.Thread(target=self.run, name=lease, daemon=True)
        self.stopping = threading.Event()

    def start(self) -> None:
        """Work in a thread of this process until told to stop."""
        self._thread.start()

    def stop(self, *, seconds: float = 5) -> None:
        """Let the thread finish its round and give the lease back, so that the next worker need not wait for it."""
        self.stopping.set()
        self._thread.join(seconds)

    def run(self) -> None:
        """Work until told to stop."""
        while not self.stopping.is_set():
            if not self.turn():
                self.stopping.wait(PAUSE)
        self.let_go()

    def turn(self) -> bool:
        """Do one round where the lease is ours; say whether anything was done."""
        with self._app.app_context():
            try:
                done = [self._hold() and self._do(job) for job in self._jobs if self._is_due(job)]
                return any(done)
            except Exception:
                log.exception("the worker's round failed; it goes on with the next")
                return False
            finally:
                db.session.remove()

    def _is_due(self, job: Job) -> bool:
        return job not in self._not_before or self._not_before[job] <= clock.now()

    def _do(self, job: Job) -> bool:
        try:
            done = job()
            if job in _seldom and not done:
                self._not_before[job] = clock.now() + SELDOM
            return done
        except Exception:
            log.exception("%s failed; it is tried again", job.__name__)
            if job in _seldom:
                self._not_before[job] = clock.now() + SELDOM
            self.stopping.wait(1)
            return False

    def _hold(self) -> bool:
        """Take or renew the lease; say whether it is ours."""
        now = clock.now()
        if self._renewed_at and now - self._renewed_at < RENEW_AFTER:
            return True
        lease = session().get(Lease, self._lease)
        if lease is not None and lease.holder != self._holder and lease.ends_at > now:
            self._renewed_at = None
            return False
        try:
            with unit_of_work():
                lease = session().scalar(select(Lease).where(Lease.name == self._lease).with_for_update())
                if lease is None:
                    session().add(Lease(name=self._lease, holder=self._holder, ends_at=now + self._lasts))
                elif lease.holder == self._holder or lease.ends_at <= now:
                    lease.holder, lease.ends_at = self._holder, now + self._lasts
                else:
                    return False
        except IntegrityError:
            return False
        self._renewed_at = now
        return True

    def let_go(self) -> None:
        """Give the lease back."""
        with self._app.app_context():
            try:
                with unit_of_work():
                    lease = session().get(Lease, self._lease)
                    if lease is not None and lease.holder == self._holder:
                        session().delete(lease)
            finally:
                db.session.remove()


class Crew:
    """The workers of one process: one for what is done here, one for what waits for machines elsewhere."""

    def __init__(self, app: Flask, jobs: list[Job]) -> None:
        here, elsewhere = [job for job in jobs if job not in _waiting], [job for job in jobs if job in _waiting]
        self._workers = [Worker(app, here)] if here else []
        if elsewhere:
            self._workers.append(Worker(app, elsewhere, lease="elsewhere", lasts=ELSEWHERE_LASTS))
        self.process = os.getpid()

    def start(self) -> None:
        """Work until told to stop or the process ends."""
        for worker in self._workers:
            worker.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Let each finish its round and give its lease back."""
        for worker in self._workers:
            worker.stopping.set()
        for worker in self._workers:
            worker.stop()

    def turn(self) -> bool:
        """Let each do one round; say whether anything was done."""
        done = [worker.turn() for worker in self._workers]
        return any(done)

    def let_go(self) -> None:
        """Give the leases back."""
        for worker in self._workers:
            worker.let_go()


def waits_elsewhere(job: Job) -> Job:
    """Say of a job that it waits for a machine elsewhere, which may keep silent."""
    _waiting.add(job)
    return job


def seldom(job: Job) -> Job:
    """Say of a job that it is never urgent: where there was nothing to do, half an hour passes before one looks again."""
    _seldom.add(job)
    return job


def start_thread(app: Flask, jobs: list[Job]) -> Crew:
    """Start the workers as threads of this process."""
    crew = Crew(app, jobs)
    crew.start()
    return crew


def start_here(app: Flask) -> None:
    """Start the worker with the application's jobs in this process, once."""
    with _starting:
        running = app.extensions.get(RUNNING)
        if running is None or running.process != os.getpid():
            app.extensions[RUNNING] = start_thread(app, app.extensions[JOBS])


def start_in_web(app: Flask) -> None:
    """Let every process that answers requests start the worker with its first one: under any server, after any fork."""

    @app.before_request
    def start() -> None:
        running = app.extensions.get(RUNNING)
        if running is not APART and (running is None or running.process != os.getpid()):
            start_here(app)


def stay_out_of_web(app: Flask) -> None:
    """Let no process that answers requests start the worker, since it has one of its own."""
    app.extensions[RUNNING] = APART


def drain(app: Flask, jobs: list[Job], *, seconds: float = 30) -> None:
    """Run all jobs until nothing is left to do: what commands and tests call instead of waiting."""
    crew = Crew(app, jobs)
    until = time.monotonic() + seconds
    while crew.turn():
        if time.monotonic() > until:
            raise TimeoutError("the queues did not drain in time")
    crew.let_go()
