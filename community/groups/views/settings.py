"""What a community is, for who runs it; and founding one, for who runs the installation."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups import rules
from community.groups.actions import founding as actions
from community.groups.forms import joining as forms
from community.groups.queries import groups as queries
from community.groups.views import blueprint
from community.languages import gettext, reader
from community.web import SAFE_METHODS, refuse


@blueprint.route("/c/<community>/settings", methods=["GET", "POST"])
@login_required
def settings(community):
    viewer = current_viewer()
    found = queries.find_community(community, viewer=viewer)
    if not rules.can_coordinate(viewer, found.scope):
        raise Absent
    form = forms.SettingsForm(obj=actions.settings_of(found), based_on=actions.version_of(found))
    if form.carries_out(
        lambda: actions.change_settings(found, _settings(form), based_on=form.based_on.data or "", by=viewer)
    ):
        flash(gettext("The settings are saved."))
        return redirect(url_for("groups.community", community=found.slug))
    return render_template("groups/settings.html", community=found, section="settings", form=form), form.status


@blueprint.get("/communities")
@login_required
def communities():
    return _communities_page(current_viewer())


@blueprint.route("/communities/new", methods=["GET", "POST"])
@login_required
def new_community():
    viewer = current_viewer()
    if not rules.can_found(viewer):
        raise Absent
    form = forms.FoundingForm(language=reader()[0])
    if form.carries_out(lambda: actions.found(_settings(form), coordinator=form.coordinator.data, by=viewer)):
        flash(gettext("%(name)s is founded, and its first coordinator is told.", name=form.result.name))
        return redirect(url_for("groups.communities"))
    return render_template("groups/new_community.html", form=form), form.status


@blueprint.post("/communities/<int:community_id>/coordinator")
@login_required
def coordinator(community_id):
    viewer = current_viewer()
    found = queries.find_installed(community_id, viewer=viewer)
    form = forms.CoordinatorForm()
    if form.carries_out(lambda: actions.name_coordinator(found, email=form.coordinator.data, by=viewer)):
        flash(gettext("%(name)s gets a coordinator: %(email)s.", name=found.name, email=form.coordinator.data))
        return redirect(url_for("groups.communities"))
    return _communities_page(viewer, form=form, of=community_id)


@blueprint.app_errorhandler(Absent)
def lead_on(absent):
    """Lead from a former address of a community to the present one, whichever page was asked for."""
    values = request.view_args or {}
    present = queries.present_slug_of(values.get("community", ""), viewer=current_viewer())
    if present is None or request.endpoint is None:
        return refuse(absent)
    asked = {name: value for name, value in request.args.items() if not name.startswith("_")}  # those are url_for's own
    address = url_for(request.endpoint, **{**asked, **values, "community": present})
    return redirect(address, 301 if request.method in SAFE_METHODS else 308)


def _settings(form):
    told = actions.Settings.__dataclass_fields__
    return actions.Settings(**{name: form[name].data or "" for name in told if name in form})


def _communities_page(viewer, *, form=None, of=None):
    found = queries.all_communities(viewer=viewer)
    return render_template(
        "groups/communities.html",
        communities=found,
        form=form or forms.CoordinatorForm(formdata=None),
        of=of,
    ), form.status if form else 200
