"""How fast the outbox empties into a local mail server, beside a bare loop of smtplib over the same letters."""

import shutil
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, update

from community import config, create_app, worker
from community.database import db, session, unit_of_work
from community.mail import actions, delivery
from community.mail.composing import Recipient
from community.mail.models import Letter, Message, State
from tests.benchmarks import store
from tests.benchmarks.processes import memory

FOLDER = store.FOLDER / "mail"
SENDER = "plenary@example.org"
WRITTEN_AT_ONCE = 500
GIVES_UP_AFTER = 600


@dataclass
class Mailed:
    """Letters a second, round by round; and the memory of the process that sent, in bytes, before and after each."""

    letters: int
    written: float
    product: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


def measure(*, letters: int, rounds: int) -> Mailed:
    """Write letters into an outbox, then empty it and send the same ones by the bare loop, in turn."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with _sink() as port:
        app = _app(port)
        with app.app_context():
            upgrade()
            found = Mailed(letters, letters / _seconds(lambda: _write(letters)))
            copies = [tuple(row) for row in session().execute(select(Letter.to_address, Message.text).join(Message))]
            db.session.remove()
        for n in range(rounds + 1):
            print(f"  letters: round {n} of {rounds} …" if n else "  letters: warming up …", flush=True)
            bare = _seconds(lambda: _send_bare(port, copies))
            product = _seconds(lambda: worker.drain(app, [delivery.deliver_due], seconds=GIVES_UP_AFTER))
            found.memory.append(memory())
            _queue_again(app)
            if n:
                found.bare.append(letters / bare)
                found.product.append(letters / product)
    shutil.rmtree(FOLDER, ignore_errors=True)
    return found


def _app(port: int) -> Flask:
    way = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none", "MAIL_FROM": SENDER}
    return create_app(config.from_environment(store.environment(FOLDER, has_worker=False) | way))


@contextmanager
def _sink() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.benchmarks.sink"]
    with subprocess.Popen(command, cwd=config.ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _write(letters: int) -> None:
    for start in range(0, letters, WRITTEN_AT_ONCE):
        with unit_of_work():
            for n in range(start, min(start + WRITTEN_AT_ONCE, letters)):
                to = Recipient(f"member{n}@example.org", f"Member {n}", "en", "Europe/Brussels")
                actions.send("test", to=to, purpose="benchmark")


def _send_bare(port: int, copies: list[tuple[str, str]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, text in copies:
            server.sendmail(SENDER, [address], text)


def _queue_again(app: Flask) -> None:
    with app.app_context():
        with unit_of_work():
            left = session().scalar(select(Letter.id).where(Letter.state != State.SENT).limit(1))
            assert left is None, f"letter {left} was not sent"
            session().execute(update(Letter).values(state=State.QUEUED, settled_at=None, attempts=0))
        db.session.remove()


def _seconds(act: Callable[[], None]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun
