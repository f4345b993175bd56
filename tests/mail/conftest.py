"""What tests of mail need: a server that does as it is told, a way to it, and letters in the queue."""

import pytest

from community import worker
from community.database import db, session, unit_of_work
from community.events import _reactions
from community.mail import actions, delivery
from community.mail.composing import Recipient
from community.mail.events import LetterSettled
from community.mail.models import Letter
from community.mail.smtp import SmtpTransport
from tests.mail import server

ANA = Recipient("ana@example.org", "Ana", "en", "UTC")


@pytest.fixture
def script():
    """A running mail server that takes everything; what it answers can be changed meanwhile."""
    with server.running(server.Script()) as running:
        yield running


@pytest.fixture
def connect(script):
    """A function that makes a transport to the server; it waits no longer than a moment."""
    made = []

    def make(**settings) -> SmtpTransport:
        waits = {"answers_within": 5, "takes_within": 5}
        made.append(SmtpTransport("127.0.0.1", script.port, **({"security": "none"} | waits | settings)))
        return made[-1]

    yield make
    for transport in made:
        transport.close()


@pytest.fixture
def by_server(app, connect, monkeypatch):
    """Let the application send through the server."""
    transport = connect()
    monkeypatch.setitem(app.extensions, "mail_transport", transport)
    monkeypatch.setitem(app.config, "SMTP_HOST", "127.0.0.1")
    return transport


@pytest.fixture
def settled(app):
    """The events about letters, as they come."""
    heard = []
    _reactions[LetterSettled].append(heard.append)
    yield heard
    _reactions[LetterSettled].remove(heard.append)


@pytest.fixture
def queue(app):
    """A function that writes letters into the outbox and returns the ids."""

    def write(count: int = 1, **values) -> list[int]:
        with unit_of_work():
            wrote = [actions.send("test", to=ANA, purpose="test", **values) for _ in range(count)]
            session().flush()
            return [letter.id for letter in wrote]

    return write


@pytest.fixture
def work(app):
    """A function that lets the worker deliver until nothing is due."""
    return lambda: worker.drain(app, [delivery.deliver_due])


@pytest.fixture
def find(app):
    """A function from an id to a letter as it is now."""

    def now(letter_id: int) -> Letter:
        db.session.rollback()
        return session().get_one(Letter, letter_id, populate_existing=True)

    return now
