"""Entering all things there are: once, and again when they are entered in another way; by the worker, batch by batch."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from community import clock
from community.accounts.models import Person
from community.cases.models import Case
from community.database import session, unit_of_work
from community.discussions.models import Post
from community.groups.models import Group, Membership
from community.lessons.models import Lesson
from community.search import describing
from community.search.entries import enter, remove
from community.search.models import SearchEntry, SearchFilling
from community.search.reactions import settle_organisations

# Raise it when things are entered in another way, and all of them are entered anew.
EDITION = "3"
BATCH = 100
FULL = "plenary_search_is_full"
# A command in another process may have asked for all of it again.
LOOKED_EVERY = timedelta(minutes=1)


def _enter_case(case: Case) -> None:
    enter(describing.case_entry(case))


def _enter_post(post: Post) -> None:
    if post.taken_back_at is None:
        enter(describing.post_entry(post))


def _enter_lesson(lesson: Lesson) -> None:
    if (columns := describing.lesson_entry(lesson)) is not None:
        enter(columns)


def _enter_person(person: Person) -> None:
    for membership in session().scalars(select(Membership).where(Membership.person_id == person.id)):
        if membership.group.is_community:
            enter(describing.member_entry(membership))


def _settle(group: Group) -> None:
    if group.is_community:
        settle_organisations(group.id)


KINDS: Mapping[str, tuple[Any, Callable[[Any], None]]] = {
    "case": (Case, _enter_case),
    "lesson": (Lesson, _enter_lesson),
    "member": (Person, _enter_person),
    "organisation": (Group, _settle),
    "post": (Post, _enter_post),
}


def fill_next() -> bool:
    """Enter the next things of a kind that were not all entered yet in the present way, and say whether there were any."""
    found_full = current_app.extensions.get(FULL)
    if found_full is not None and clock.now() - found_full < LOOKED_EVERY:
        return False
    for kind in KINDS:
        filling = session().get(SearchFilling, kind)
        if filling is None or filling.edition != EDITION or not filling.is_done:
            with unit_of_work():
                _fill(kind)
            return True
    current_app.extensions[FULL] = clock.now()
    return False


def refill() -> None:
    """Have everything entered anew: whoever works next begins with it."""
    for filling in session().scalars(select(SearchFilling)):
        filling.begin("")
    current_app.extensions.pop(FULL, None)


def fill_with(kind: str, edition: str, entries: Callable[[], Iterable[dict[str, Any]]]) -> bool:
    """Let these be all the entries of a kind, as of an edition of theirs; say whether anything was to be done."""
    filling = session().get(SearchFilling, kind)
    if filling is not None and filling.edition == edition:
        return False
    with unit_of_work():
        filling = _filling(kind, edition)
        kept = []
        for columns in entries():
            enter(columns)
            kept.append(columns["key"])
        gone = select(SearchEntry.key).where(
            SearchEntry.kind == kind, SearchEntry.key.not_in(kept), SearchEntry.is_removed.is_(False)
        )
        remove(*session().scalars(gone).all())
        filling.go_on(0, is_done=True)
    return True


def _fill(kind: str) -> None:
    model, enter_one = KINDS[kind]
    filling = _filling(kind, EDITION)
    things = session().scalars(select(model).where(model.id > filling.reached).order_by(model.id).limit(BATCH)).all()
    for thing in things:
        enter_one(thing)
    filling.go_on(things[-1].id if things else filling.reached, is_done=len(things) < BATCH)


def _filling(kind: str, edition: str) -> SearchFilling:
    """Return how far a kind was entered, from the beginning where that was in another way."""
    filling = session().get(SearchFilling, kind)
    if filling is None:
        filling = SearchFilling(kind=kind, edition=edition, reached=0, is_done=False)
        session().add(filling)
    elif filling.edition != edition:
        filling.begin(edition)
    return filling
