"""What was searched and not found: told by a form on the page of results, and taken off the coordinators' list."""

from flask import flash, redirect, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.groups.rules import can_coordinate
from community.languages import gettext
from community.search.actions import forget_miss, report_miss
from community.search.views import blueprint


@blueprint.post("/search/missed")
@login_required
def missed():
    text = request.form.get("q", "")[:400]
    if report_miss(text, by=current_viewer()):
        flash(gettext("Your coordinators see that this was looked for and not found. Who looked for it is not kept."))
    return redirect(url_for("search.results", q=text))


@blueprint.post("/c/<community>/searches/removal")
@login_required
def miss_removal(community):
    viewer = current_viewer()
    found = find_community(community, viewer=viewer)
    if not can_coordinate(viewer, found.scope):
        raise Absent
    forget_miss(found, request.form.get("words", ""), by=viewer)
    flash(gettext("It is off the list. If it is looked for again, it comes back."))
    return redirect(url_for("home.desk", community=found.slug))
