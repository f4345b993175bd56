"""The verbs of mail: write a letter, and decide about those that were not sent."""

from collections.abc import Mapping
from typing import Any

from community import clock
from community.database import session
from community.errors import Absent, Refusal
from community.events import publish
from community.languages import gettext
from community.mail import rules
from community.mail.composing import Composed, Recipient, compose
from community.mail.events import LetterSettled
from community.mail.models import Letter, Message, Pause, State
from community.mail.rules import Asker


def send(
    template: str,
    *,
    to: Recipient,
    purpose: str,
    values: Mapping[str, Any] | None = None,
    is_secret: bool = False,
    is_private: bool = False,
    key: str | None = None,
    unsubscribe: str | None = None,
) -> Letter:
    """Write a letter into the outbox, in this transaction; the worker sends it once that is committed.

    `is_secret` where it carries a link that opens something, `is_private` where it carries what was said in a group.
    `unsubscribe` is an absolute address that takes a POST (RFC 8058).
    """
    composed = compose(template, to, values or {}, unsubscribe=unsubscribe)
    return put(composed, purpose=purpose, is_secret=is_secret, is_private=is_private, key=key)


def put(
    composed: Composed, *, purpose: str, is_secret: bool = False, is_private: bool = False, key: str | None = None
) -> Letter:
    """Put a letter that was composed before into the outbox, in this transaction: so nobody waits while many are composed."""
    now = clock.now()
    letter = Letter(
        purpose=purpose,
        key=key,
        to_address=composed.address,
        to_name=composed.name,
        subject=composed.subject,
        message=Message(text=composed.message, written_at=now),
        is_secret=is_secret,
        is_private=is_private,
        next_try_at=now,
        queued_at=now,
    )
    session().add(letter)
    return letter


def send_test(to: Recipient, *, by: Asker) -> Letter:
    """Write a letter that shows whether the settings are right."""
    if not rules.can_run_mail(by):
        raise Absent
    return send("test", to=to, purpose="test")


def try_again(letter: Letter, *, by: Asker) -> None:
    """Queue a letter anew that was refused, or of which nobody knows whether it arrived."""
    _decide(letter, by)
    letter.try_again(clock.now())


def give_up(letter: Letter, *, by: Asker) -> None:
    """Settle that a letter will not be sent any more."""
    _decide(letter, by)
    letter.settle(State.GIVEN_UP, letter.last_answer, clock.now())
    publish(LetterSettled(letter.id, letter.key, letter.state))


def resume(*, by: Asker) -> None:
    """End the pause that the server made necessary: the next try is now."""
    if not rules.can_run_mail(by):
        raise Absent
    pause = session().get(Pause, Pause.ONLY)
    if pause is not None:
        pause.end(clock.now())


def _decide(letter: Letter, by: Asker) -> None:
    if not rules.can_run_mail(by):
        raise Absent
    session().refresh(letter, ["state"], with_for_update=True)
    if not rules.awaits_decision(letter):
        raise Refusal(gettext("Nothing is to be decided about this letter any more."))
