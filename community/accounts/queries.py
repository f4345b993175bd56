"""Reads of people and organisations. What others may see of a person is asked of groups, who know who shares one."""

from sqlalchemy import select

from community.accounts.models import Organisation, Person
from community.database import session


def find_by_email(email: str) -> Person | None:
    """Return the person with this (normal) address."""
    return session().scalar(select(Person).where(Person.email == email))


def get_person(person_id: int) -> Person:
    """Return a person known to exist."""
    return session().get_one(Person, person_id)


def is_handle_taken(handle: str) -> bool:
    """Say whether somebody has this handle."""
    return session().scalar(select(Person.id).where(Person.handle == handle)) is not None


def find_organisation(name: str) -> Organisation | None:
    """Return the organisation of this name."""
    return session().scalar(select(Organisation).where(Organisation.name == name))


def demo_people() -> list[Person]:
    """Return the people of the demonstration who can be signed in as with one click."""
    order = ("ana", "dirk", "cleo", "bo", "admin")
    found = session().scalars(select(Person).where(Person.handle.in_(order), Person.is_invented)).all()
    return sorted(found, key=lambda person: order.index(person.handle))
