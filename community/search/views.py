"""The search page."""

from flask import Blueprint, render_template, request

from community.accounts.session import current_viewer
from community.search.grammar import KINDS
from community.search.queries import HITS_A_PAGE, search

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def results():
    chosen = request.args.get("kind")
    kind = chosen if chosen in KINDS else None
    community = request.args.get("in") or None
    page = max(1, request.args.get("page", 1, type=int))
    text = request.args.get("q", "")
    found = search(text, viewer=current_viewer(), kind=kind, community=community, page=page)
    return render_template(
        "search/results.html",
        q=text[:400],
        found=found,
        kind=kind,
        chosen_community=community,
        page=page,
        has_more=found.total > page * HITS_A_PAGE,
    )
