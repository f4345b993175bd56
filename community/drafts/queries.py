"""Reads of drafts: each person's own."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from werkzeug.datastructures import MultiDict

from community.clock import now
from community.database import read
from community.drafts.models import Draft
from community.drafts.rules import KEPT_FOR, MOST, Place, Writer


class DraftLine(NamedTuple):
    """A draft of one's own."""

    id: int
    kind: str
    thing: int
    part: str
    fields: dict[str, list[str]]
    saved_at: datetime

    @property
    def sent(self) -> MultiDict[str, str]:
        """What was typed, as a form takes it."""
        return MultiDict(self.fields)

    def field(self, name: str) -> str:
        """Return what was typed into a field."""
        return next(iter(self.fields.get(name, ())), "")


_OWN = select(Draft.id, Draft.kind, Draft.thing, Draft.part, Draft.fields, Draft.saved_at).where(
    Draft.person_id == bindparam("person"), Draft.saved_at >= bindparam("since")
)
_ONE = _OWN.where(Draft.kind == bindparam("kind"), Draft.thing == bindparam("thing"), Draft.part == bindparam("part"))
_ALL = _OWN.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(MOST)


def find_draft(place: Place, *, viewer: Writer) -> DraftLine | None:
    """Return what somebody was writing in a form, if anything."""
    if viewer.person_id is None:
        return None
    rows = read(_ONE, person=viewer.person_id, since=now() - KEPT_FOR, **place._asdict())
    return DraftLine(*rows[0]) if rows else None


def drafts_of(*, viewer: Writer) -> list[DraftLine]:
    """Return all that somebody was writing, latest first."""
    return [DraftLine(*row) for row in read(_ALL, person=viewer.person_id, since=now() - KEPT_FOR)]
