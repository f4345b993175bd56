"""The search page."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from community.accounts.session import current_viewer
from community.search.grammar import KINDS
from community.search.queries import search

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def results():
    chosen = request.args.get("kind")
    kind = chosen if chosen in KINDS else None
    community = request.args.get("in") or None
    after = request.args.get("after") or None
    text = request.args.get("q", "")
    sort = "date" if request.args.get("sort") == "date" else None
    found = search(
        text, viewer=current_viewer(), kind=kind, community=community, after=after, is_newest_first=sort == "date"
    )
    asked = {"q": text[:400], "kind": kind, "in": community, "sort": sort}

    def here(**changes: Any) -> str:
        """Return the address of the same results with something changed."""
        return url_for("search.results", **{name: value for name, value in (asked | changes).items() if value})

    return render_template(
        "search/results.html",
        q=text[:400],
        found=found,
        kind=kind,
        chosen_community=community,
        after=after,
        sort=sort,
        here=here,
    )
