"""Where a case belongs, who may read it, and how far it has come."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.cases import forms, rules
from community.cases.actions import placing
from community.cases.views import blueprint
from community.cases.views.finding import found
from community.errors import NotAllowed
from community.groups.queries.groups import find_group, groups_to_write_in
from community.languages import gettext


@blueprint.get("/cases/<slug>/settings")
@login_required
def settings(community, slug):
    return _page(*found(community, slug))


@blueprint.post("/cases/<slug>/status")
@login_required
def status(community, slug):
    viewer, community, case = found(community, slug)
    form = forms.StatusForm()
    if form.carries_out(lambda: placing.set_status(case, status=form.case_status.data, by=viewer)):
        flash(gettext("How far the case has come is changed."))
        return redirect(url_for("cases.case", community=community.slug, slug=case.slug))
    return _page(viewer, community, case, status_form=form)


@blueprint.post("/cases/<slug>/audience")
@login_required
def audience(community, slug):
    viewer, community, case = found(community, slug)
    form = _audience_form(viewer, community, case)

    def move():
        placing.move(
            case, group=find_group(int(form.group.data), viewer=viewer), audience=form.audience.data, by=viewer
        )

    if form.carries_out(move):
        flash(gettext("Who may read the case is changed, and its discussion went along."))
        return redirect(url_for("cases.case", community=community.slug, slug=case.slug))
    return _page(viewer, community, case, audience_form=form)


def _page(viewer, community, case, *, status_form=None, audience_form=None):
    may_settle, may_move = rules.can_settle(viewer, case), rules.can_move(viewer, case)
    if not (may_settle or may_move):
        raise NotAllowed(gettext("Only its owner and those who run its group change who sees a case."))
    sent = status_form or audience_form
    return render_template(
        "cases/settings.html",
        community=community,
        section="cases",
        case=case,
        may_settle=may_settle,
        may_move=may_move,
        status_form=status_form or forms.StatusForm(formdata=None, case_status=case.status),
        audience_form=audience_form or _audience_form(viewer, community, case, formdata=None),
        sent=sent,
    ), sent.status if sent else 200


def _audience_form(viewer, community, case, **options):
    form = forms.AudienceForm(group=str(case.group_id), audience=case.audience, **options)
    groups = groups_to_write_in(community, viewer=viewer)
    if case.group not in groups:
        groups.append(case.group)
    form.group.choices = [(str(group.id), group.name) for group in groups]
    return form
