"""Withdrawing a case: what follows, what rests on it, and the reason."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.cases import rules
from community.cases.actions import placing
from community.cases.forms.settings import WithdrawalForm
from community.cases.views import blueprint
from community.cases.views.finding import found
from community.errors import NotAllowed
from community.languages import gettext
from community.lessons.queries.resting import resting_on_case


@blueprint.route("/cases/<slug>/retraction", methods=["GET", "POST"])
@login_required
def retraction(community, slug):
    viewer, community, case = found(community, slug)
    address = url_for("cases.case", community=community.slug, slug=case.slug)
    if request.method == "GET":
        if not rules.can_withdraw(viewer, case):
            raise NotAllowed(gettext("Only its owner and those who run its group withdraw a case."))
        if case.withdrawn_at:
            return redirect(address)
    form = WithdrawalForm()
    if form.carries_out(lambda: placing.withdraw(case, why=form.why.data or "", by=viewer)):
        flash(gettext("The case is withdrawn. Who follows a link to it reads why; its status brings it back."))
        return redirect(address)
    return render_template(
        "cases/retraction.html",
        community=community,
        section="cases",
        case=case,
        form=form,
        resting=resting_on_case(case.id, viewer=viewer),
    ), form.status
