"""Letters about what people were told, written by the worker: what each says is what its reader may see at that moment.

What is written and that it was is one transaction, so that nobody gets a letter twice and nobody is forgotten.
"""

import logging
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import aliased

from community import clock
from community.accounts.models import Person
from community.addresses import address_of
from community.database import read, session, unit_of_work
from community.errors import Invalid
from community.groups.models import Group
from community.groups.queries.visibility import viewers_of
from community.groups.viewer import Viewer
from community.languages import speaking
from community.mail.actions import send
from community.mail.composing import Recipient
from community.notifications import rules
from community.notifications.models import IS_LETTER_DUE, Happening, Level, Notification
from community.notifications.queries.choices import levels_by_person
from community.notifications.queries.lists import things_of
from community.notifications.queries.things import Thing
from community.notifications.reasons import REASONS
from community.notifications.subscriptions import token_of
from community.notifications.tidings import TIDINGS, sentence
from community.rendering import excerpt

AT_ONCE = 20  # written under one lock: a moment of SQLite's only writer
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
    .with_for_update(of=Notification)
)
_IS_ASKED_FOR = select(Notification.id).where(IS_LETTER_DUE).limit(1)
_LETTERS_HERE = (
    select(Notification.id)
    .join(Happening, Happening.id == Notification.happening_id)
    .where(
        Notification.person_id == bindparam("person", type_=Integer),
        Notification.reason == bindparam("reason"),
        Notification.mailed_at.is_not(None),
        Notification.read_at.is_(None),
        Happening.container == bindparam("container"),
    )
    .limit(1)
)


def write_due() -> bool:
    """Write some of the letters that are due; say whether there were any."""
    if not read(_IS_ASKED_FOR):
        return False
    with unit_of_work():
        due = session().execute(_DUE).all()
        people = sorted({person.id for _, _, _, person, _ in due})
        viewers, levels = viewers_of(people), levels_by_person(people)
        for notification, happening, _group, person, name in due:
            notification.is_letter_due = False
            viewer = viewers.get(person.id)
            if viewer is None or person.is_invented or levels[person.id].get(notification.reason) != Level.MAIL:
                continue
            if _write(notification, happening, person, viewer, name):
                notification.mailed_at = clock.now()
                session().flush()
    return True


def _write(notification: Notification, happening: Happening, person: Person, viewer: Viewer, name: str | None) -> bool:
    """Write the letter, unless it was read meanwhile or is not to be seen any more; say whether it was written."""
    thing = _thing(happening, viewer) if notification.read_at is None else None
    if thing is None or _is_gathered(notification, happening):
        return False
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
    try:
        send(
            TIDINGS[happening.kind].letter,
            to=Recipient(person.email, person.name, person.language, person.time_zone),
            purpose="notification",
            values=values,
            is_private=True,
            key=f"notification:{notification.id}",
            unsubscribe=address_of("notifications.unsubscription", token=token_of(person.id, notification.reason)),
        )
    except Invalid:
        log.warning("notification %d has no letter: its reader's address can't be written to", notification.id)
        return False
    return True


def _thing(happening: Happening, viewer: Viewer) -> Thing | None:
    if happening.kind not in TIDINGS or not rules.may_be_told(viewer, happening.scope, happening.door):
        return None
    about = (happening.kind, happening.thing_id)
    return things_of([about], viewer).get(about)


def _is_gathered(notification: Notification, happening: Happening) -> bool:
    """Say whether a letter about the same place was written already, and nothing there was read since."""
    if not REASONS[notification.reason].is_gathered:
        return False
    where: dict[str, Any] = {"person": notification.person_id, "container": happening.container}
    return bool(read(_LETTERS_HERE, reason=notification.reason, **where))
