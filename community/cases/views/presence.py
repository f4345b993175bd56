"""Saying that one is writing, and hearing who else is."""

from flask import jsonify
from flask_login import login_required

from community.cases.actions.presence import be_present
from community.cases.queries.presence import others_in
from community.cases.views import blueprint
from community.cases.views.finding import found
from community.languages import gettext, ngettext


@blueprint.post("/cases/<slug>/presence")
@login_required
def presence(community, slug):
    viewer, _community, case = found(community, slug)
    be_present(case, by=viewer)
    return jsonify(said=others_said(case, viewer))


def others_said(case, viewer):
    """Return who else is writing in a case now, in one sentence; nothing where nobody is."""
    names = others_in(case.id, viewer=viewer)
    if not names:
        return ""
    listed = (
        names[0] if len(names) == 1 else gettext("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])
    )
    return ngettext(
        "%(names)s is writing here too, just now. Save often: what you both write is brought together.",
        "%(names)s are writing here too, just now. Save often: what you all write is brought together.",
        len(names),
        names=listed,
    )
