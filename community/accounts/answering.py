"""Answers those who forgot their password, as a job of the worker: a letter where there is an account, nothing otherwise."""

from sqlalchemy import select

from community import clock
from community.accounts import queries
from community.accounts.actions.links import PASSWORD_LASTS, send_password_link
from community.accounts.models import ForgottenPassword
from community.audit import actions as audit
from community.database import session, unit_of_work

AT_ONCE = 20


def answer_forgetful() -> bool:
    """Answer the next few; say whether there may be more."""
    waiting = session().scalars(select(ForgottenPassword.id).order_by(ForgottenPassword.id).limit(AT_ONCE)).all()
    for asked_id in waiting:
        with unit_of_work():
            _answer(asked_id)
    return bool(waiting)


def _answer(asked_id: int) -> None:
    asked = session().get(ForgottenPassword, asked_id)
    if asked is None:
        return
    person = queries.find_by_email(asked.address)
    if person is not None and person.deactivated_at is None and asked.asked_at > clock.now() - PASSWORD_LASTS:
        send_password_link(person)
        audit.record("password.asked", by_id=None, person_id=person.id)
    session().delete(asked)
