"""Letters about what people were told, written by the worker: what each says is what its reader may see at that moment.

They are composed before anything is locked. What is written and that it was is one transaction, so that nobody gets a letter
twice and nobody is forgotten.
"""

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.orm import aliased

from community import clock
from community.accounts.models import Person
from community.addresses import address_of
from community.database import constant, read, session, unit_of_work
from community.errors import Invalid
from community.groups.models import Group
from community.groups.queries.visibility import viewers_of
from community.groups.viewer import Viewer
from community.languages import speaking
from community.mail.actions import put
from community.mail.composing import Composed, Recipient, compose
from community.notifications import rules
from community.notifications.models import IS_LETTER_DUE, IS_UNREAD, Happening, Level, Notification
from community.notifications.queries.choices import levels_by_person
from community.notifications.queries.lists import things_of
from community.notifications.queries.things import Thing
from community.notifications.reasons import REASONS
from community.notifications.subscriptions import token_of
from community.notifications.tidings import TIDINGS, sentence
from community.rendering import excerpt

AT_ONCE = 20
SETTLED_AT_ONCE = 1_000
EXCERPT = 400

log = logging.getLogger(__name__)

_By = aliased(Person)
_DUE = (
    select(Notification, Happening, Group, Person, _By.name)
    .join(Happening, Happening.id == Notification.happening_id)
    .join(Group, Group.id == Happening.group_id)
    .join(Person, Person.id == Notification.person_id)
    .outerjoin(_By, _By.id == Happening.by_id)
    .where(IS_LETTER_DUE)
    .order_by(Notification.id)
    .limit(AT_ONCE)
)
_IS_ASKED_FOR = select(Notification.id).where(IS_LETTER_DUE).limit(1)
_GATHERED = [constant(name) for name, reason in REASONS.items() if reason.is_gathered]
_Earlier, _here, _there = aliased(Notification), aliased(Happening), aliased(Happening)
# Of most that is due, a letter about the same place was written already, and nothing there was read since.
_SETTLE = (
    update(Notification)
    .where(
        Notification.id.in_(
            select(Notification.id).where(IS_LETTER_DUE).order_by(Notification.id).limit(SETTLED_AT_ONCE)
        ),
        Notification.reason.in_(_GATHERED),
        exists().where(
            _Earlier.person_id == Notification.person_id,
            _Earlier.reason == Notification.reason,
            _Earlier.mailed_at.is_not(None),
            _Earlier.read_at.is_(None),
            _there.id == _Earlier.happening_id,
            _here.id == Notification.happening_id,
            _there.container == _here.container,
        ),
    )
    .values(is_letter_due=False)
    .execution_options(synchronize_session=False)
)
_MAIL = (
    update(Notification)
    .where(Notification.id.in_(bindparam("numbers", expanding=True)), IS_LETTER_DUE, IS_UNREAD)
    .values(is_letter_due=False, mailed_at=bindparam("now", type_=Notification.mailed_at.type))
    .returning(Notification.id)
    .execution_options(synchronize_session=False)
)
_DROP = (
    update(Notification)
    .where(Notification.id.in_(bindparam("numbers", expanding=True)), IS_LETTER_DUE)
    .values(is_letter_due=False)
    .execution_options(synchronize_session=False)
)


class _Written(NamedTuple):
    """What becomes of a notification that asks for a letter: one about a thing, none, or that of another about the same place."""

    notification_id: int
    thing: Thing | None
    letter: Composed | None
    said_by: int | None


def write_due() -> bool:
    """Write some of the letters that are due; say whether there were any."""
    if not read(_IS_ASKED_FOR):
        return False
    with unit_of_work():
        session().execute(_SETTLE)
    written = _written(session().execute(_DUE).all())
    with unit_of_work():
        things = _things(
            session().execute(_DUE).all()
        )  # as their readers may see them now; what changed waits for the next turn
        letters = {
            w.notification_id: w.letter for w in written if w.letter and things.get(w.notification_id) == w.thing
        }
        mailed = set(session().scalars(_MAIL, {"numbers": list(letters), "now": clock.now()}))
        needless = [
            w.notification_id
            for w in written
            if w.notification_id not in things or (w.letter is None and (w.said_by is None or w.said_by in mailed))
        ]
        session().execute(_DROP, {"numbers": needless})
        for number in sorted(mailed):
            put(letters[number], purpose="notification", is_private=True, key=f"notification:{number}")
    return True


def _things(due: Sequence[Any]) -> dict[int, Thing]:
    """Return what each letter is about, by notification; without those that need none, or whose reader may not see it."""
    people = sorted({person.id for _, _, _, person, _ in due})
    viewers, levels = viewers_of(people), levels_by_person(people)
    found = {}
    for notification, happening, _group, person, _name in due:
        viewer = viewers.get(person.id)
        is_wanted = levels[person.id].get(notification.reason) == Level.MAIL and notification.read_at is None
        if viewer is None or person.is_invented or not is_wanted:
            continue
        if (thing := _thing(happening, viewer)) is not None:
            found[notification.id] = thing
    return found


def _written(due: Sequence[Any]) -> list[_Written]:
    """Compose the letters that are due next, before anything is locked."""
    things, speaking_for = _things(due), dict[tuple[int, str, str], int]()
    found = []
    for notification, happening, _group, person, name in due:
        number, place = notification.id, (person.id, notification.reason, happening.container)
        thing, said_by, letter = things.get(number), speaking_for.get(place), None
        if thing is not None and said_by is None:
            letter = _compose(notification, happening, person, thing, name)
        if letter is not None and REASONS[notification.reason].is_gathered:
            speaking_for[place] = number
        found.append(_Written(number, thing, letter, said_by))
    return found


def _compose(
    notification: Notification, happening: Happening, person: Person, thing: Thing, name: str | None
) -> Composed | None:
    """Return the letter, None where its reader cannot be written to."""
    link = address_of(thing.endpoint, **thing.values, told=notification.id)
    with speaking(person.language, person.time_zone):
        values = {
            "sentence": sentence(happening.kind, notification.reason, name),
            "because": str(REASONS[notification.reason].because),
            "thing": thing,
            "said": excerpt(thing.said, EXCERPT),
            "link": link + (f"#{thing.anchor}" if thing.anchor else ""),
            "happened_at": happening.happened_at,
            "name": name,
        }
    to = Recipient(person.email, person.name, person.language, person.time_zone)
    unsubscribe = address_of("notifications.unsubscription", token=token_of(person.id, notification.reason))
    try:
        return compose(TIDINGS[happening.kind].letter, to, values, unsubscribe=unsubscribe)
    except Invalid:
        log.warning("notification %d has no letter: its reader's address can't be written to", notification.id)
        return None


def _thing(happening: Happening, viewer: Viewer) -> Thing | None:
    if happening.kind not in TIDINGS or not rules.may_be_told(viewer, happening.scope, happening.door):
        return None
    about = (happening.kind, happening.thing_id)
    return things_of([about], viewer).get(about)
