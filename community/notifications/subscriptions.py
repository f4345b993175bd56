"""The signed part of a link by which its holder ends letters of one kind, without signing in."""

from typing import NamedTuple

from community.addresses import read_number
from community.errors import Absent
from community.notifications.reasons import REASONS
from community.signing import sign, unsign

_PURPOSE = "unsubscribe"


class Subscription(NamedTuple):
    """Letters to one person for one reason."""

    person_id: int
    reason: str


def token_of(person_id: int, reason: str) -> str:
    """Return what stands for these letters in a link."""
    return sign(_PURPOSE, f"{person_id}:{reason}")


def subscription_of(token: str) -> Subscription:
    """Return which letters a link stands for; raise Absent where it was not signed here."""
    person, _, reason = (unsign(_PURPOSE, token) or "").partition(":")
    person_id = read_number(person)
    if person_id is None or reason not in REASONS:
        raise Absent
    return Subscription(person_id, reason)
