"""What is forgotten of what people were told: what they have read long ago, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.notifications.actions import read_all
from community.notifications.emptying import forget_old
from community.notifications.models import Happening, Notification
from community.notifications.queries.lists import newest_of
from community.notifications.rules import KEPT_FOR
from tests import world
from tests.lessons.practice import who

pytestmark = pytest.mark.postgresql


def _discuss(title):
    """Let Ana ask, and Dirk and Cleo answer: Ana is told twice, Dirk once."""
    with unit_of_work():
        thread = discussions.start(world.group("psc"), title=title, text="Why?", by=who("ana"))
        for name in ("dirk", "cleo"):
            discussions.reply(thread, text="Because.", by=who(name))


def _told(name):
    session().rollback()
    return len(session().scalars(select(Notification).where(Notification.person_id == world.id_of(name))).all())


def test_what_was_read_long_ago_is_forgotten_and_what_nobody_is_told_of(app, tell):
    _discuss("Old")
    tell()
    happened, unread = session().query(Happening).count(), _told("dirk")
    with unit_of_work():
        read_all(by=who("ana"), up_to=newest_of(who("ana")))
    assert not forget_old()
    with clock.at(clock.now() + KEPT_FOR + timedelta(minutes=1)):
        _discuss("New")
        tell()
        before = session().query(Happening).count()
        assert forget_old()
        assert not forget_old()
        assert _told("ana") == 2, "of the new discussion"
        assert _told("dirk") == unread + 1, "he has not read of the old one either"
        assert before - happened < session().query(Happening).count() < before


def test_what_waits_to_be_told_is_never_forgotten(app):
    with unit_of_work():
        session().query(Happening).delete()
    _discuss("Old")
    with clock.at(clock.now() + KEPT_FOR + timedelta(minutes=1)):
        assert not forget_old()
    assert session().query(Happening).count() == 3
