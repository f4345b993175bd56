"""What somebody is to a community: their role, being removed from it, leaving it oneself."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts.queries import get_person
from community.accounts.session import current_viewer
from community.errors import Absent, NotAllowed
from community.groups import rules
from community.groups.actions import members as actions
from community.groups.forms.people import LeavingForm, RoleForm
from community.groups.queries.groups import find_community
from community.groups.queries.members import find_person, role_of, subgroups_of_member
from community.groups.views import blueprint
from community.languages import gettext


@blueprint.route("/c/<community>/members/<handle>", methods=["GET", "POST"])
@login_required
def member(community, handle):
    viewer, community, person, role = _found(community, handle)
    form = RoleForm(role=role)
    if form.carries_out(lambda: actions.set_role(community, person, role=form.role.data, by=viewer)):
        flash(gettext("%(name)s has another role in this community now.", name=person.name))
        return redirect(url_for("groups.person", handle=person.handle))
    return render_template("groups/member.html", community=community, section="members", person=person, form=form), (
        form.status
    )


@blueprint.route("/c/<community>/members/<handle>/removal", methods=["GET", "POST"])
@login_required
def member_removal(community, handle):
    viewer, community, person, _role = _found(community, handle)
    if person.id == viewer.person_id:
        return redirect(url_for("groups.leaving", community=community.slug))
    form = LeavingForm()
    if form.carries_out(lambda: actions.remove_member(community, person, by=viewer)):
        flash(gettext("%(name)s is no longer a member of this community.", name=person.name))
        return redirect(url_for("groups.members", community=community.slug))
    return render_template(
        "groups/member_removal.html",
        community=community,
        section="members",
        person=person,
        subgroups=subgroups_of_member(person, community),
        door=community.open_door,
        form=form,
    ), form.status


@blueprint.route("/c/<community>/leaving", methods=["GET", "POST"])
@login_required
def leaving(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    person, form = get_person(viewer.person_id), LeavingForm()
    if form.carries_out(lambda: actions.remove_member(community, person, by=viewer)):
        flash(gettext("You have left %(name)s.", name=community.name))
        return redirect(url_for("home.front"))
    return render_template(
        "groups/leaving.html",
        community=community,
        subgroups=subgroups_of_member(person, community),
        door=community.open_door,
        form=form,
    ), form.status


def _found(community, handle):
    """Return who asks, the community, one of its members and their role there, to who runs the community."""
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    if not rules.can_coordinate(viewer, community.scope):
        raise NotAllowed(gettext("Only a coordinator changes who is a member, and in which role."))
    person = find_person(handle, viewer=viewer)
    role = role_of(person, community)
    if role is None:
        raise Absent
    return viewer, community, person, role
