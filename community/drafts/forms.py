"""What a page does with a draft: it fills its form with it where that was asked for, or else offers it."""

from typing import Any

from flask import request

from community.drafts.queries import DraftLine

_ASKED = "draft"  # in the address: "?draft=1"


def brought_back(draft: DraftLine | None) -> dict[str, Any]:
    """Return what a form is opened with: the draft, where the address asks for it."""
    return {"formdata": draft.sent} if draft and _is_read() and _ASKED in request.args else {}


def offered(draft: DraftLine | None) -> DraftLine | None:
    """Return the draft where the page has yet to offer it."""
    return draft if _is_read() and _ASKED not in request.args else None


def _is_read() -> bool:
    return request.method == "GET"
