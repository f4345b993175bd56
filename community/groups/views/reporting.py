"""A subgroup's report to the plenary: to read, to write together, to hand in."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.errors import Absent
from community.groups import rules
from community.groups.actions import working as actions
from community.groups.forms.subgroups import ReportForm
from community.groups.queries import workspace as queries
from community.groups.views import blueprint
from community.groups.views.finding import found, found_at_work, found_to_work
from community.languages import gettext

BASE = "/c/<community>/subgroups/<slug>"


@blueprint.get(f"{BASE}/report")
def report(community, slug):
    viewer, community, group = found(community, slug)
    present = queries.report_of(group, viewer=viewer)
    if present is None:
        raise Absent
    return render_template(
        "groups/subgroup_report.html",
        community=community,
        group=group,
        report=present,
        may_work=rules.can_work(viewer, group),
        may_set_up=rules.can_set_up(viewer, group),
    )


@blueprint.route(f"{BASE}/report/edit", methods=["GET", "POST"])
@login_required
def edit_report(community, slug):
    viewer, community, group = found_to_work(community, slug)
    present = queries.report_of(group, viewer=viewer)
    form = ReportForm(text=present.text if present else "", based_on=present.change_count if present else 0)

    def write():
        return actions.write_report(group, text=form.text.data, based_on=form.based_on.data or 0, by=viewer)

    def page(**more):
        return render_template("groups/subgroup_edit_report.html", community=community, group=group, **more)

    try:
        if form.carries_out(write):
            flash(gettext("The report is saved."))
            return redirect(url_for("groups.report", community=community.slug, slug=group.slug))
    except actions.WrittenMeanwhile as refusal:
        saved = refusal.report
        again = ReportForm(formdata=None, text=form.text.data, based_on=saved.change_count)
        return page(form=again, saved=saved), 409
    return page(form=form), form.status


@blueprint.post(f"{BASE}/report/handing-in")
@login_required
def handing_in(community, slug):
    viewer, community, group = found_at_work(community, slug)
    actions.hand_in_report(group, based_on=request.form.get("based_on", 0, type=int), by=viewer)
    flash(gettext("The report is handed in to the plenary. Thank you all."))
    return redirect(url_for("groups.report", community=community.slug, slug=group.slug))


@blueprint.post(f"{BASE}/report/taking-back")
@login_required
def taking_back(community, slug):
    viewer, community, group = found_at_work(community, slug)
    actions.take_report_back(group, by=viewer)
    flash(gettext("The subgroup can write on in its report."))
    return redirect(url_for("groups.report", community=community.slug, slug=group.slug))
