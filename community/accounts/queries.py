"""Reads of people and organisations. What others may see of a person is asked of groups, who know who shares one."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from community import clock
from community.accounts.models import SIGN_IN_IDLES, MailedLink, Opens, Organisation, Person, SignIn
from community.database import session
from community.errors import Absent
from community.folding import fold_line
from community.signing import hash_token


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
    """Return the organisation of this name; failing that, of one that differs in case and accents only."""
    return session().scalar(
        select(Organisation)
        .where(Organisation.folded == fold_line(name))
        .order_by((Organisation.name == name).desc(), Organisation.id)
        .limit(1)
    )


def find_link(token: str, opens: Opens) -> MailedLink:
    """Return what a link that a letter brought is about, while it opens this; raise Absent otherwise."""
    found = session().scalar(
        select(MailedLink).where(
            MailedLink.token_hash == hash_token(token), MailedLink.opens == opens, MailedLink.ends_at > clock.now()
        )
    )
    if found is None or found.person.deactivated_at is not None:
        raise Absent
    return found


def awaited_address(person: Person) -> str | None:
    """Return the address that a person asked for and has not confirmed yet."""
    return session().scalar(
        select(MailedLink.address)
        .where(MailedLink.person_id == person.id, MailedLink.opens == Opens.ADDRESS, MailedLink.ends_at > clock.now())
        .order_by(MailedLink.id.desc())
        .limit(1)
    )


class Browser(NamedTuple):
    """A browser in which a person is signed in."""

    id: int
    browser: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def sign_ins_of(person_id: int, *, token: str) -> list[Browser]:
    """Return where a person is signed in, this browser first, then the last seen."""
    now, is_this = clock.now(), SignIn.token_hash == hash_token(token)
    rows = session().execute(
        select(SignIn.id, SignIn.browser, SignIn.started_at, SignIn.seen_at, is_this)
        .where(SignIn.person_id == person_id, SignIn.ends_at > now, SignIn.seen_at > now - SIGN_IN_IDLES)
        .order_by(is_this.desc(), SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [Browser(*row) for row in rows]


def demo_people() -> list[Person]:
    """Return the people of the demonstration who can be signed in as with one click."""
    order = ("ana", "dirk", "cleo", "bo", "admin")
    found = session().scalars(select(Person).where(Person.handle.in_(order), Person.is_invented)).all()
    return sorted(found, key=lambda person: order.index(person.handle))


def get_organisation(organisation_id: int | None) -> Organisation | None:
    """Return an organisation by its id; who may know of it is asked of groups."""
    return session().get(Organisation, organisation_id) if organisation_id else None


def organisation_by_slug(slug: str) -> Organisation | None:
    """Return the organisation with this slug; who may know of it is asked of groups."""
    return session().scalar(select(Organisation).where(Organisation.slug == slug))
