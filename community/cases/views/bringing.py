"""A case out of an introduction, with one click."""

from flask import flash, redirect, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases.actions import bringing as actions
from community.cases.views import blueprint
from community.groups.queries.groups import find_community
from community.languages import gettext


@blueprint.post("/introduction/case")
@login_required
def brought(community):
    viewer = current_viewer()
    found = find_community(community, viewer=viewer)
    case = actions.bring(found, by=viewer)
    flash(gettext("Your case has begun as a sketch. What is still open can come later, also from others."))
    return redirect(url_for("cases.case", community=found.slug, slug=case.slug))
