"""Letters about what people were told, written by the worker: what each says is what its reader may see at that moment.

They are composed before anything is locked. What is written and that it was is one transaction, so that nobody gets a letter
twice and nobody is forgotten.
"""

import logging
from typing import NamedTuple

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
    """What becomes of a notification that asks for a letter: the letter, or none."""

    notification_id: int
    letter: Composed | None


def write_due() -> bool:
    """Write some of the letters that are due; say whether there were any."""
    if not read(_IS_ASKED_FOR):
        return False
    with unit_of_work():
        session().execute(_SETTLE)
    written = _written()
    with unit_of_work():
        letters = {number: letter for number, letter in written if letter is not None}
        mailed = set(session().scalars(_MAIL, {"numbers": list(letters), "now": clock.now()}))
        session().execute(_DROP, {"numbers": [number for number, _letter in written]})
        for number in sorted(mailed):
            put(letters[number], purpose="notification", is_private=True, key=f"notification:{number}")
    return True


def _written() -> list[_Written]:
    """Compose the letters that are due next, before anything is locked."""
    due = session().execute(_DUE).all()
    people = sorted({person.id for _, _, _, person, _ in due})
    viewers, levels = viewers_of(people), levels_by_person(people)
    gathered: set[tuple[int, str, str]] = set()
    found = []
    for notification, happening, _group, person, name in due:
        viewer, place = viewers.get(person.id), (person.id, notification.reason, happening.container)
        letter = None
        if viewer is not None and not person.is_invented and place not in gathered:
            is_wanted = levels[person.id].get(notification.reason) == Level.MAIL
            letter = _compose(notification, happening, person, viewer, name) if is_wanted else None
        if letter is not None and REASONS[notification.reason].is_gathered:
            gathered.add(place)
        found.append(_Written(notification.id, letter))
    return found


def _compose(
    notification: Notification, happening: Happening, person: Person, viewer: Viewer, name: str | None
) -> Composed | None:
    """Return the letter, None where it was read meanwhile or is not to be seen any more."""
    thing = _thing(happening, viewer) if notification.read_at is None else None
    if thing is None:
        return None
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
