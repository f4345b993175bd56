"""The database mechanisms: moments in UTC, strict SQLite, and units of work that don't get in each other's way."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from community import sqlite_files, throttle
from community.accounts.models import Organisation, Person, SignIn
from community.database import begin_reading, db, end_reading, read, session, unit_of_work
from community.groups.models import Membership
from community.throttle import Limit, Tally
from tests import world

pytestmark = pytest.mark.postgresql

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def sign_in_at(moment: datetime) -> SignIn:
    return SignIn(
        person_id=world.id_of("ana"), token_hash="t", browser="", started_at=moment, seen_at=moment, ends_at=moment
    )


def test_a_moment_without_a_time_zone_is_refused(app):
    with pytest.raises(StatementError, match="naive"), unit_of_work():
        session().add(sign_in_at(datetime(2026, 11, 3, 12, 0)))


def test_a_moment_comes_back_in_utc(app):
    with unit_of_work():
        session().add(sign_in_at(NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))))
    read = session().scalar(select(SignIn.started_at))
    assert read == NOON
    assert read.tzinfo is UTC


def test_a_moment_of_another_zone_is_compared_in_utc(app):
    with unit_of_work():
        session().add(sign_in_at(NOON))
    later_here = (NOON - timedelta(minutes=1)).astimezone(timezone(timedelta(hours=9)))
    assert session().scalar(select(SignIn.id).where(SignIn.started_at > later_here)) is not None


def test_what_is_referred_to_must_exist(app):
    with pytest.raises(IntegrityError), unit_of_work():
        session().add(Membership(person_id=999_999, group_id=world.group("psc").id, joined_at=NOON))


def test_a_unit_of_work_that_fails_writes_nothing(app):
    with pytest.raises(RuntimeError), unit_of_work():
        session().add(Organisation(name="Half done", slug="half-done"))
        session().flush()
        raise RuntimeError
    assert session().scalar(select(Organisation.id).where(Organisation.slug == "half-done")) is None


def test_writers_at_the_same_moment_wait_for_each_other(app):
    """Each reads and then writes: without the intent to write, SQLite would refuse one of them at once."""
    limit, failed = Limit("together", 1000, 3600), []

    def write() -> None:
        try:
            for _ in range(10):
                with app.app_context(), unit_of_work():
                    throttle.spend(limit)
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failed
    assert session().scalar(select(func.sum(Tally.count))) == 40


def test_a_reading_request_reads_rows_and_objects_on_one_connection(app):
    with app.test_request_context():
        begin_reading()
        read(select(func.count()).select_from(Person))
        session().scalars(select(Person)).all()
        assert db.engine.pool.checkedout() == 1
        end_reading()
        assert db.engine.pool.checkedout() == 0
        assert session().scalars(select(Person)).all()


def test_what_a_reading_request_must_write_is_written(app):
    with app.test_request_context():
        begin_reading()
        assert read(select(func.count()).select_from(Person))[0][0]
        with unit_of_work() as present:
            present.execute(update(Person).values(name="Changed"))
    assert set(session().scalars(select(Person.name))) == {"Changed"}


def test_who_writes_to_sqlite_waits_for_their_turn_but_not_for_ever(tmp_path, monkeypatch):
    one, other = (
        sqlite3.connect(tmp_path / "file.sqlite", isolation_level=None, check_same_thread=False) for _ in range(2)
    )
    with closing(one), closing(other):
        one.execute("BEGIN IMMEDIATE")
        ending = threading.Timer(0.2, one.execute, ["COMMIT"])
        ending.start()
        sqlite_files._take_turn(other)
        ending.join()
        assert other.in_transaction and not one.in_transaction
        monkeypatch.setattr(sqlite_files, "WAITS_FOR", 0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sqlite_files._take_turn(one)
        other.execute("COMMIT")
        sqlite_files._take_turn(one)
        assert one.in_transaction
