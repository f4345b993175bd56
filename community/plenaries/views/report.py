"""The report of a plenary: one page to read, print and publish, its words, its versions, and the next steps."""

from flask import Response, flash, redirect, render_template, url_for
from flask_login import login_required

from community.addresses import read_number
from community.cases.rules import can_create_somewhere
from community.errors import NotAllowed, Outdated
from community.groups.queries.members import writers_of
from community.languages import gettext
from community.links.queries.meaning import links_in
from community.plenaries import rules
from community.plenaries.actions import reporting as actions
from community.plenaries.forms import PublishingForm, ReportForm, StepForm
from community.plenaries.queries import reports as queries
from community.plenaries.reports import PARTS
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found
from community.plenaries.views.showing import shown


@blueprint.get("/<slug>/report")
def report(community, slug):
    viewer, community, plenary = found(community, slug)
    written = queries.find_report(plenary, viewer=viewer)
    return _page(community, plenary, written, viewer)


@blueprint.get("/<slug>/report.md")
def report_file(community, slug):
    viewer, community, plenary = found(community, slug)
    written = queries.find_report(plenary, viewer=viewer)
    text = render_template("plenaries/report.txt", **shown(community, plenary, written, viewer))
    headers = {"Content-Disposition": f'attachment; filename="{plenary.slug}.md"'}
    return Response(text, mimetype="text/markdown", headers=headers)


@blueprint.route("/<slug>/report/edit", methods=["GET", "POST"])
@login_required
def edit_report(community, slug):
    viewer, community, plenary, written = _to_write(community, slug)
    form = ReportForm(obj=written, based_on=str(written.version if written else 0))

    def write():
        said = {part: form[part].data or "" for part in PARTS}
        return actions.write_report(plenary, said=said, based_on=read_number(form.based_on.data) or 0, by=viewer)

    try:
        if form.carries_out(write):
            flash(gettext("The report is saved."))
            return redirect(_here(community, plenary))
    except actions.WrittenMeanwhile as refusal:
        form.form_errors.append(refusal.message)
        form.based_on.data = str(refusal.report.version)
        return _writing(community, plenary, form, theirs=refusal.report), 409
    return _writing(community, plenary, form), form.status


@blueprint.post("/<slug>/report/publication")
@login_required
def publication(community, slug):
    viewer, community, plenary, written = _to_write(community, slug)
    form = PublishingForm()

    def publish():
        based_on = read_number(form.based_on.data) or 0
        return actions.publish(plenary, audience=form.audience.data or "", based_on=based_on, by=viewer)

    if form.carries_out(publish):
        flash(gettext("The report is published. Everybody in the community is told, once."))
        return redirect(_here(community, plenary))
    return _page(community, plenary, written, viewer, publishing=form)


@blueprint.post("/<slug>/report/withdrawal")
@login_required
def report_withdrawal(community, slug):
    viewer, community, plenary, _written = _to_write(community, slug)
    actions.withdraw(plenary, by=viewer)
    flash(gettext("The report is taken in: only coordinators read it until it is published again."))
    return redirect(_here(community, plenary))


@blueprint.get("/<slug>/report/versions")
@login_required
def report_versions(community, slug):
    viewer, community, plenary, _written = _to_write(community, slug)
    return render_template(
        "plenaries/report_versions.html",
        community=community,
        section="lessons",
        plenary=plenary,
        versions=queries.versions_of(plenary),
        parts=_part_names(),
    )


@blueprint.post("/<slug>/report/steps")
@login_required
def steps(community, slug):
    viewer, community, plenary, written = _to_write(community, slug)
    form = StepForm()
    if form.carries_out(lambda: actions.give_step(plenary, **_typed(form), by=viewer)):
        flash(gettext("The next step stands in the report. Whoever takes it is told."))
        return redirect(_here(community, plenary, _anchor="steps"))
    return _page(community, plenary, written, viewer, step=form)


@blueprint.route("/<slug>/report/steps/<int:step_id>", methods=["GET", "POST"])
@login_required
def step(community, slug, step_id):
    viewer, community, plenary, _written = _to_write(community, slug)
    present, status = queries.find_step(plenary, step_id), None
    form = StepForm(obj=present, owner=present.owner_id or 0, based_on=str(present.change_count), due_on=present.due_on)

    def change():
        based_on = read_number(form.based_on.data) or 0
        return actions.change_step(present, **_typed(form), based_on=based_on, by=viewer)

    try:
        if form.carries_out(change):
            flash(gettext("The next step is changed."))
            return redirect(_here(community, plenary, _anchor="steps"))
    except Outdated as refusal:
        form.form_errors.append(refusal.message)
        form.based_on.data, status = str(present.change_count), 409
    return render_template(
        "plenaries/step.html",
        community=community,
        section="lessons",
        plenary=plenary,
        step=present,
        form=_offer(form, plenary),
    ), status or form.status


@blueprint.post("/<slug>/report/steps/<int:step_id>/removal")
@login_required
def step_removal(community, slug, step_id):
    viewer, community, plenary, _written = _to_write(community, slug)
    actions.drop_step(queries.find_step(plenary, step_id), by=viewer)
    flash(gettext("The step is out of the report."))
    return redirect(_here(community, plenary, _anchor="steps"))


def _to_write(community, slug):
    viewer, community, plenary = found(community, slug)
    if not rules.can_open(viewer, community):
        raise NotAllowed(gettext("The coordinators write the report of a plenary."))
    return viewer, community, plenary, queries.find_report(plenary, viewer=viewer)


def _here(community, plenary, **more):
    return url_for("plenaries.report", community=community.slug, slug=plenary.slug, **more)


def _typed(form):
    return {"text": form.text.data or "", "owner_id": form.owner.data or None, "due_on": form.due_on.data}


def _offer(form, plenary):
    form.owner.choices = [(0, gettext("Nobody yet")), *writers_of(plenary.community)]
    return form


def _part_names():
    return {
        "introduction": gettext("Introduction"),
        "findings": gettext("What we found"),
        "conclusions": gettext("Conclusions"),
    }


def _page(community, plenary, written, viewer, *, publishing=None, step=None):
    may_write = rules.can_write_report(viewer, plenary)
    refused = next((form for form in (publishing, step) if form is not None), None)
    return render_template(
        "plenaries/report.html",
        section="lessons",
        may_write=may_write,
        publishing=_choose(publishing, plenary, written) if may_write and plenary.phase == "closed" else None,
        step=_offer(step or StepForm(formdata=None), plenary) if may_write else None,
        links=links_in(*(getattr(written, f"{part}_html") for part in PARTS if written), viewer=viewer),
        begin=f"/c/{community.slug}/cases/new" if can_create_somewhere(viewer, community.id) else "",
        **shown(community, plenary, written, viewer),
    ), refused.status if refused else 200


def _choose(form, plenary, written):
    """Offer the audiences that the plenary allows: the report is never seen by more people than it."""
    names = {"community": gettext("The whole community"), "public": gettext("Everybody, also without an account")}
    widest = plenary.scope.audience
    present = written.scope.audience if written else widest
    form = form or PublishingForm(formdata=None, based_on=str(written.version if written else 0), audience=present)
    form.audience.choices = [(key, name) for key, name in names.items() if key == "community" or widest == "public"]
    return form


def _writing(community, plenary, form, *, theirs=None):
    return render_template(
        "plenaries/edit_report.html", community=community, section="lessons", plenary=plenary, form=form, theirs=theirs
    )
