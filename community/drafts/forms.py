"""What a page does with a draft: it fills its form with it where that was asked for, or else offers it."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import request

from community.drafts.queries import DraftLine

_ASKED = "draft"  # in the address: "?draft=1"


def brought_back(draft: DraftLine | None) -> dict[str, Any]:
    """Return what a form is opened with: the draft, where the address asks for it."""
    return {"formdata": draft.sent} if draft and _is_read() and _ASKED in request.args else {}


class Offer(NamedTuple):
    """A draft as a page offers it: what was typed into its text, and where one comes back to."""

    id: int
    saved_at: datetime
    text: str
    at: str


def offered(draft: DraftLine | None) -> Offer | None:
    """Return the draft where the page has yet to offer it."""
    is_due = _is_read() and _ASKED not in request.args
    return Offer(draft.id, draft.saved_at, draft.field("text"), request.path) if draft and is_due else None


def _is_read() -> bool:
    return request.method == "GET"
