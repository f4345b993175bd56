"""What is asked when its time has come: what came of a lesson that somebody meant to try, and whether a lesson still stands."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import bindparam, select, update

from community import clock
from community.database import read, session, unit_of_work
from community.events import publish
from community.groups.models import Group
from community.lessons.events import ReviewDue, UseAsked
from community.lessons.models import Lesson, Status
from community.lessons.uses import IS_OPEN, Trial

AT_ONCE = 50

_NOW = bindparam("now", type_=Trial.ask_at.type)
_TRIALS = (
    select(Trial.lesson_id, Trial.person_id)
    .join(Lesson, Lesson.id == Trial.lesson_id)
    .join(Group, Group.id == Lesson.group_id)
    .where(IS_OPEN, Trial.asked_at.is_(None), Trial.ask_at <= _NOW, ~Group.is_dissolved)
    .order_by(Trial.ask_at, Trial.lesson_id, Trial.person_id)
    .limit(AT_ONCE)
)
_REVIEWS = (
    select(Lesson.id)
    .join(Group, Group.id == Lesson.group_id)
    .where(Lesson.review_at <= _NOW, Lesson.review_asked_at.is_(None), Lesson.status == Status.ADOPTED.value)
    .where(~Group.is_dissolved)
    .order_by(Lesson.review_at, Lesson.id)
    .limit(AT_ONCE)
)


def asked_after() -> timedelta:
    """Return after how long people are asked what came of what they meant to try."""
    after: timedelta = current_app.config["USES_ASKED_AFTER"]
    return after


def ask_due() -> bool:
    """Have some people asked what is to be asked by now, as a job of the worker; say whether there was anything."""
    now = clock.now()
    trials, reviews = read(_TRIALS, now=now), read(_REVIEWS, now=now)
    session().rollback()
    for lesson_id, person_id in trials:
        with unit_of_work():
            _ask_for_use(lesson_id, person_id)
    for (lesson_id,) in reviews:
        with unit_of_work():
            _ask_for_review(lesson_id)
    return bool(trials or reviews)


def _ask_for_use(lesson_id: int, person_id: int) -> None:
    now = clock.now()
    is_due = (IS_OPEN, Trial.asked_at.is_(None), Trial.ask_at <= now)
    asked = update(Trial).where(Trial.lesson_id == lesson_id, Trial.person_id == person_id, *is_due)
    if session().execute(asked.values(asked_at=now)).rowcount:  # type: ignore[attr-defined]
        publish(UseAsked(lesson_id, person_id))


def _ask_for_review(lesson_id: int) -> None:
    now = clock.now()
    is_due = (Lesson.review_at <= now, Lesson.review_asked_at.is_(None), Lesson.status == Status.ADOPTED.value)
    asked = update(Lesson).where(Lesson.id == lesson_id, *is_due).values(review_asked_at=now)
    if session().execute(asked).rowcount:  # type: ignore[attr-defined]
        publish(ReviewDue(lesson_id))
