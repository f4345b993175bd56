"""Forming one subgroup directly, without a choosing round."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases import forms, rules
from community.cases.actions import forming as actions
from community.cases.queries.lists import cases_at_large
from community.cases.views import blueprint
from community.errors import Absent, NotAllowed
from community.groups.queries.groups import find_community
from community.groups.queries.members import writers_of
from community.groups.viewer import Audience
from community.languages import gettext


@blueprint.route("/subgroups/new", methods=["GET", "POST"])
@login_required
def new_subgroup(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    if not rules.can_open_round(viewer, community):
        raise NotAllowed(gettext("Only a coordinator forms subgroups."))
    form = _form(community, viewer)
    if form.carries_out(lambda: actions.form_around(community, _founding(form), by=viewer)):
        flash(gettext("The subgroup is formed. Its facilitator is told, and brings in the others."))
        return redirect(url_for("groups.subgroup", community=community.slug, slug=form.result.slug))
    return render_template("cases/new_subgroup.html", community=community, section="cases", form=form), form.status


def _form(community, viewer):
    form = forms.SubgroupForm()
    cases = cases_at_large(community, viewer=viewer)
    form.case.choices = [(0, gettext("None yet")), *((number, f"{title} ({owner})") for number, title, owner in cases)]
    form.facilitator.choices = [(0, "–"), *writers_of(community)]
    widest = community.audience
    form.audience.choices = [
        choice for choice in form.audience.choices if choice[0] != Audience.PUBLIC or widest == Audience.PUBLIC
    ]
    return form


def _founding(form):
    is_confidential = form.audience.data == "confidential"
    return actions.Founding(
        name=form.name.data,
        question=form.question.data,
        audience=Audience.SUBGROUP if is_confidential else form.audience.data,
        is_confidential=is_confidential,
        facilitator_id=form.facilitator.data or None,
        case_id=form.case.data or None,
    )
