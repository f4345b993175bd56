"""Dissolving a subgroup, on a page that says what follows, and taking it up again."""

from flask import flash, redirect, render_template
from flask_login import login_required

from community.groups import rules
from community.groups.actions import dissolving as actions
from community.groups.forms.subgroups import DissolvingForm
from community.groups.views import blueprint
from community.groups.views.finding import found, page_of
from community.groups.words import not_allowed
from community.languages import gettext


@blueprint.route("/c/<community>/subgroups/<slug>/dissolution", methods=["GET", "POST"])
@login_required
def subgroup_dissolution(community, slug):
    viewer, community, group = found(community, slug)
    _check(viewer, group)
    form = DissolvingForm()
    if form.carries_out(lambda: actions.dissolve(group, word=form.word.data, by=viewer)):
        flash(gettext("%(name)s is dissolved. Its members are told, and nothing in it was lost.", name=group.name))
        return redirect(page_of(community, group))
    if group.is_dissolved:
        return redirect(page_of(community, group))
    return render_template(
        "groups/subgroup_dissolution.html",
        community=community,
        group=group,
        form=form,
        is_seen=rules.can_see(viewer, group.scope),
    ), form.status


@blueprint.post("/c/<community>/subgroups/<slug>/resumption")
@login_required
def subgroup_resumption(community, slug):
    viewer, community, group = found(community, slug)
    if actions.take_up_again(group, by=viewer):
        flash(gettext("%(name)s is taken up again, as it was. Its members are told.", name=group.name))
    else:
        flash(gettext("%(name)s is at work already: nothing was changed.", name=group.name))
    return redirect(page_of(community, group))


def _check(viewer, group):
    if not rules.can_dissolve(viewer, group):
        raise not_allowed(group.scope, gettext("Only its facilitator and the coordinators dissolve a subgroup."))
