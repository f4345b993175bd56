"""What tests of being told need: the worker's turn, and what it told whom."""

import pytest
from sqlalchemy import select

from community import worker
from community.accounts.models import Person
from community.database import db, session
from community.groups.queries.visibility import viewer_of
from community.mail.composing import text_of
from community.mail.models import Letter
from community.notifications import letters, telling
from community.notifications.models import Happening, Notification
from community.notifications.queries.lists import notifications_of
from tests import world


@pytest.fixture
def tell(app):
    """A function that lets the worker tell what waits, and write the letters; the letters of before are forgotten."""

    def work(jobs=(telling.tell_waiting, letters.write_due)) -> None:
        db.session.commit()
        worker.drain(app, list(jobs))

    work()
    return work


@pytest.fixture
def told(tell):
    """A function from a kind of happening to who was told of the last one of it, and for which reason."""

    def of(kind: str, *, work: bool = True) -> dict[str, str]:
        if work:
            tell()
        last = select(Happening.id).where(Happening.kind == kind).order_by(Happening.id.desc()).limit(1)
        rows = session().execute(
            select(Person.handle, Notification.reason)
            .join(Notification, Notification.person_id == Person.id)
            .where(Notification.happening_id == last.scalar_subquery())
        )
        return dict(tuple(row) for row in rows)

    return of


@pytest.fixture
def page_of(tell):
    """A function from a name to the titles of what that person is told of, and why, newest first."""

    def titles(name: str) -> list[tuple[str, str]]:
        return [(told.reason, told.thing.title) for told in notifications_of(viewer_of(world.id_of(name)))[0]]

    return titles


@pytest.fixture
def letters_to(tell):
    """A function from a name to the texts of the letters about notifications to that person, oldest first."""

    def texts(name: str) -> list[str]:
        address = f"{name}@example.org"
        statement = select(Letter).where(Letter.to_address == address, Letter.purpose == "notification")
        return [text_of(letter.message.text) for letter in session().scalars(statement.order_by(Letter.id))][
            before.get(name, 0) :
        ]

    before: dict[str, int] = {}
    before |= {name: len(texts(name)) for name in world.NAMES}
    return texts
