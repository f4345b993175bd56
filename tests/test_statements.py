"""A prepared statement answers what SQLAlchemy answers, in the same types, and fails as it does."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Select, bindparam, func, insert, literal, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from community import clock, statements
from community.cases.actions import writing
from community.cases.models import Case, CaseRevision, Status
from community.database import read, session, stored, unit_of_work, write
from community.groups.models import Group
from community.notifications.models import Happening, Notification
from community.throttle import Tally
from tests import world

pytestmark = pytest.mark.postgresql

_OF_ALL_KINDS = (
    select(
        Case.id,
        Case.created_at,
        Case.source,
        CaseRevision.sections,
        CaseRevision.is_pinned,
        func.count().over().label("many"),
        Group.name,
        Group.slug.label("name"),
    )
    .join(CaseRevision, CaseRevision.case_id == Case.id)
    .join(Group, Group.id == Case.group_id)
    .where(Case.status.in_([Status.SKETCHED, Status.OFFERED]), Case.created_at <= bindparam("until"))
    .order_by(Case.id)
)
_ANY_OF = select(Group.id).where(Group.slug.in_(bindparam("slugs", expanding=True))).order_by(Group.id)
_NUMBER = select(Group.id).where(Group.slug == bindparam("slug"))
_THEN = select(Case.created_at).where(Case.created_at == bindparam("then", type_=Case.created_at.type))
_ADDED = insert(Tally).values(key=bindparam("name"), window=1, count=1, ends=1).returning(Tally.key)


def _prepared(statement: Select) -> bool:
    return any(known is statement for known, _dialect, _names in statements._prepared)


def test_rows_are_those_of_sqlalchemy(app):
    with unit_of_work():
        writing.create(world.group("psc"), title="A case", by=world.viewer("ana"), sections={"question": "Who?"})
        writing.create(world.group("psc"), title="One more", by=world.viewer("ana"), source={"title": "A book"})
    until = clock.now().astimezone(UTC)
    expected = [tuple(row) for row in session().execute(_OF_ALL_KINDS, {"until": until})]
    for _ in range(3):
        found = read(_OF_ALL_KINDS, until=until)
        assert [tuple(row) for row in found] == expected
    assert _prepared(_OF_ALL_KINDS)
    assert [type(cell) for cell in found[0]] == [type(cell) for cell in expected[0]]
    assert (found[1].source, found[0].sections, found[0].is_pinned) == (
        {"title": "A book"},
        {"question": "Who?"},
        False,
    )
    assert found[0].created_at.tzinfo is UTC


def test_values_are_taken_as_their_types_take_them(app):
    with unit_of_work():
        writing.create(world.group("psc"), title="A case", by=world.viewer("ana"))
    created = session().scalars(select(Case.created_at)).one()
    elsewhere = created.astimezone(timezone(timedelta(hours=-7)))
    for _ in range(3):
        assert [row.created_at for row in read(_THEN, then=elsewhere)] == [created]
    assert _prepared(_THEN)
    with pytest.raises(ValueError, match="naive"):
        read(_THEN, then=created.replace(tzinfo=None))
    assert read(_OF_ALL_KINDS, until=datetime(1990, 1, 1, tzinfo=UTC)) == []


def test_it_sees_what_its_own_transaction_wrote(app):
    with unit_of_work():
        for n in range(4):
            session().add(Group(**_like("psc"), name=f"New {n}", slug=f"new-{n}"))
            assert read(_NUMBER, slug=f"new-{n}")
        session().rollback()
    assert not read(_NUMBER, slug="new-3")


def _like(slug: str) -> dict:
    group = world.group(slug)
    return {"language": group.language, "audience": group.audience, "created_at": group.created_at}


def test_any_of_many_values_and_writing_are_left_to_sqlalchemy(app):
    for slugs in (["psc"], ["psc", "fed"], [], ["fed", "psc", "stone"]):
        assert len(read(_ANY_OF, slugs=slugs)) == len(slugs)
    with unit_of_work():
        assert [tuple(row) for n in range(3) for row in read(_ADDED, name=f"n{n}")] == [("n0",), ("n1",), ("n2",)]
    assert not _prepared(_ANY_OF)


def test_what_is_made_for_a_single_use_is_not_kept(app):
    before = len(statements._prepared)
    for n in range(3):
        assert read(select(literal(n)))[0][0] == n
    assert len(statements._prepared) == before


def test_an_error_of_the_driver_is_one_of_sqlalchemy(app):
    wrong = select(func.no_such_function(bindparam("slug")))
    for _ in range(3):
        with pytest.raises(DBAPIError):
            read(wrong, slug="psc")
        session().rollback()


_NEW = insert(Notification).inline()
_NEW_NUMBER = insert(Happening).returning(Happening.id)
_TOLD = update(Happening).where(Happening.id == bindparam("number")).values(told_at=bindparam("then"))
_WITH_A_DEFAULT = insert(CaseRevision)
_HAPPENED = {
    "kind": "role-member", "thing_id": 1, "container": "group:1", "audience": "community", "door": "see", "by_id": None,
    "person_id": None,
}  # fmt: skip


def test_rows_are_written_as_sqlalchemy_writes_them(app):
    now = clock.now()
    for _ in range(3):
        with unit_of_work():
            ((number,),) = write(_NEW_NUMBER, **_HAPPENED, group_id=world.group("psc").id, happened_at=now)
            told = {"happening_id": number, "happened_at": now, "reason": "work", "is_letter_due": False}
            assert write(_NEW, person_id=world.id_of("ana"), **told) == []
            assert write(_TOLD, number=number, then=now.astimezone(timezone(timedelta(hours=3)))) == []
        found = session().get_one(Happening, number)
        assert (found.told_at, found.kind, found.by_id) == (now, "role-member", None)
        notification = session().scalars(select(Notification).where(Notification.happening_id == number)).one()
        assert (notification.is_letter_due, notification.happened_at, notification.read_at) == (False, now, None)


def test_what_breaks_a_constraint_is_an_error_of_sqlalchemy_too(app):
    with pytest.raises(IntegrityError), unit_of_work():
        write(
            _NEW_NUMBER, **_HAPPENED | {"audience": "nobody"}, group_id=world.group("psc").id, happened_at=clock.now()
        )


def test_a_column_that_would_take_a_default_is_asked_for(app):
    with pytest.raises(TypeError, match="is_pinned"):
        write(_WITH_A_DEFAULT, case_id=1, number=1)


def test_other_values_are_another_statement(app):
    now = clock.now()
    with unit_of_work():
        first = write(_NEW_NUMBER, **_HAPPENED, group_id=world.group("psc").id, happened_at=now)[0].id
        second = write(_NEW_NUMBER, **_HAPPENED, group_id=world.group("psc").id, happened_at=now, told_at=now)[0].id
    assert [session().get_one(Happening, number).told_at for number in (first, second)] == [None, now]


def test_the_object_of_a_row_that_was_written_is_in_the_session(app):
    with unit_of_work():
        columns = {**_HAPPENED, "group_id": world.group("psc").id, "happened_at": clock.now()}
        made = stored(Happening, id=write(_NEW_NUMBER, **columns)[0].id, **columns)
        assert session().get(Happening, made.id) is made and not session().dirty and not session().new
        assert made.group.slug == "psc" and made.told_at is None
        made.kind = "role-reader"
    assert session().get_one(Happening, made.id).kind == "role-reader"
