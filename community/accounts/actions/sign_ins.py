"""The verbs of sign-ins that are open: note that one is used, end one, end them all."""

from datetime import timedelta

from sqlalchemy import delete, update

from community import clock
from community.accounts.actions.proof import hold_to
from community.accounts.models import Person, SignIn
from community.audit import actions as audit
from community.database import session
from community.errors import Absent
from community.signing import hash_token
from community.survival import outlive

NOTED_EVERY = timedelta(hours=1)


def note_use(token: str) -> None:
    """Note that a sign-in is in use, once the page is answered: about when is enough, so it is done once an hour."""
    now, token_hash = clock.now(), hash_token(token)

    def note() -> None:
        is_due = (SignIn.token_hash == token_hash, SignIn.seen_at < now - NOTED_EVERY)
        session().execute(update(SignIn).where(*is_due).values(seen_at=now))

    outlive(note)


def end_sign_in(person: Person, sign_in_id: int, *, proof: str) -> None:
    """End one of one's own sign-ins; raise Absent where it is none."""
    hold_to(person, proof)
    ended = session().execute(delete(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id))
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise Absent
    audit.record("sign-in.ended", by_id=person.id, person_id=person.id)


def sign_out_everywhere(person: Person, *, proof: str) -> None:
    """End all of one's own sign-ins."""
    hold_to(person, proof)
    end_sign_ins(person, by_id=person.id)


def end_sign_ins(person: Person, *, by_id: int | None) -> None:
    """Sign a person out everywhere."""
    session().execute(delete(SignIn).where(SignIn.person_id == person.id))
    audit.record("sign-ins.ended", by_id=by_id, person_id=person.id)


def end_all_sign_ins() -> None:
    """Sign everybody out everywhere."""
    session().execute(delete(SignIn))
    audit.record("sign-ins.ended", by_id=None)
