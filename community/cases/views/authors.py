"""Who writes a case with its owner, and handing it over."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts.queries import get_person
from community.cases import rules
from community.cases.actions import authors as actions
from community.cases.forms.settings import PersonForm
from community.cases.queries import authors as queries
from community.cases.views import blueprint
from community.cases.views.finding import found
from community.cases.views.settings import adding_form, settings_page
from community.groups.words import not_allowed
from community.languages import gettext


@blueprint.post("/cases/<slug>/authors")
@login_required
def authors(community, slug):
    viewer, community, case = found(community, slug)
    form = adding_form(case)
    if form.carries_out(lambda: actions.add_author(case, get_person(form.person.data), by=viewer)):
        flash(gettext("The case has another author, who is told."))
        return redirect(_settings(community, case))
    return settings_page(viewer, community, case, person_form=form)


@blueprint.post("/cases/<slug>/authors/<handle>/removal")
@login_required
def author_removal(community, slug, handle):
    viewer, community, case = found(community, slug)
    if not (rules.can_name_authors(viewer, case) or handle == viewer.handle):
        raise not_allowed(case.scope, gettext("Only its owner and those who run its group say who its authors are."))
    actions.remove_author(case, queries.find_co_author(case, handle), by=viewer)
    flash(gettext("They are no longer co-author of this case."))
    if rules.can_settle(viewer, case):
        return redirect(_settings(community, case))
    return redirect(url_for("cases.case", community=community.slug, slug=case.slug))


@blueprint.route("/cases/<slug>/owner", methods=["GET", "POST"])
@login_required
def owner(community, slug):
    viewer, community, case = found(community, slug)
    if not rules.can_name_authors(viewer, case):
        raise not_allowed(case.scope, gettext("Only its owner and those who run its group say who its authors are."))
    form = PersonForm()
    form.offer(queries.writers_around(case))
    if form.carries_out(lambda: actions.hand_over(case, get_person(form.person.data), by=viewer)):
        flash(gettext("The case belongs to %(name)s now, who is told.", name=case.owner.name))
        return redirect(url_for("cases.case", community=community.slug, slug=case.slug))
    return render_template("cases/owner.html", community=community, section="cases", case=case, form=form), form.status


def _settings(community, case):
    return url_for("cases.settings", community=community.slug, slug=case.slug, _anchor="authors")
