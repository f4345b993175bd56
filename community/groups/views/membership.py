"""Coming into a subgroup and leaving it; who its members are and what they are to it."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.queries import get_person
from community.errors import Absent
from community.groups import rules
from community.groups.actions import admitting, members
from community.groups.forms.subgroups import AskForm, SuccessorForm
from community.groups.queries.members import find_person, members_of
from community.groups.queries.workspace import asked_at, find_request
from community.groups.viewer import Role
from community.groups.views import blueprint
from community.groups.views.finding import found, found_to_set_up, page_of
from community.groups.words import not_allowed
from community.languages import gettext

NOBODY = 0


@blueprint.post("/c/<community>/subgroups/<slug>/membership")
@login_required
def subgroup_membership(community, slug):
    viewer, community, group = found(community, slug)
    admitting.join(group, by=viewer)
    flash(gettext("Welcome to %(name)s. Say hello in one of its discussions.", name=group.name))
    return redirect(page_of(community, group))


@blueprint.route("/c/<community>/subgroups/<slug>/request", methods=["GET", "POST"])
@login_required
def subgroup_request(community, slug):
    viewer, community, group = found(community, slug)
    if not rules.can_ask_to_join(viewer, group):
        return redirect(page_of(community, group))
    form = AskForm()
    if form.carries_out(lambda: admitting.ask(group, message=form.message.data, by=viewer)):
        flash(gettext("Your request is with those who run the subgroup."))
        return redirect(page_of(community, group))
    return render_template(
        "groups/subgroup_request.html",
        community=community,
        group=group,
        form=form,
        asked_at=asked_at(group, viewer=viewer),
    ), form.status


@blueprint.post("/c/<community>/subgroups/<slug>/requests/<int:request_id>/answer")
@login_required
def subgroup_answer(community, slug, request_id):
    viewer, community, group = found_to_set_up(community, slug)
    asking = find_request(group, request_id, viewer=viewer)
    is_accepted = request.form.get("answer") == "yes"
    admitting.answer(asking, is_accepted=is_accepted, by=viewer)
    if is_accepted:
        flash(gettext("%(name)s is a member now.", name=asking.person.name))
    else:
        flash(gettext("The request is answered: not this time."))
    return redirect(page_of(community, group))


@blueprint.route("/c/<community>/subgroups/<slug>/leaving", methods=["GET", "POST"])
@login_required
def subgroup_leaving(community, slug):
    viewer, community, group = found(community, slug)
    if not viewer.belongs_to(group.id):
        raise Absent
    others = [member for member in members_of(group, limit=None) if member.person_id != viewer.person_id]
    is_last = rules.can_hand_over(viewer, group) and not any(other.role == Role.FACILITATOR for other in others)
    form = SuccessorForm()
    able = [(other.person_id, other.name) for other in others if other.role != Role.READER]
    form.successor.choices = [*able, (NOBODY, gettext("Nobody: the coordinator is told that a facilitator is missing"))]
    if not is_last:
        form.successor.choices = [(NOBODY, "")]
        form.successor.data = NOBODY

    def leave():
        chosen = form.successor.data
        members.leave(group, by=viewer, successor=get_person(chosen) if chosen else None)

    if form.carries_out(leave):
        flash(gettext("You have left %(name)s.", name=group.name))
        return redirect(url_for("groups.community", community=community.slug))
    return render_template(
        "groups/subgroup_leaving.html",
        community=community,
        group=group,
        form=form,
        is_last=is_last,
        is_alone=not others,
    ), form.status


@blueprint.post("/c/<community>/subgroups/<slug>/members/<handle>/role")
@login_required
def subgroup_role(community, slug, handle):
    viewer, community, group = found(community, slug)
    person = find_person(handle, viewer=viewer)
    members.set_role(group, person, role=request.form.get("role", ""), by=viewer)
    flash(gettext("%(name)s has another role in this subgroup now.", name=person.name))
    return redirect(_back_to(viewer, community, group, person))


@blueprint.route("/c/<community>/subgroups/<slug>/members/<handle>/removal", methods=["GET", "POST"])
@login_required
def subgroup_removal(community, slug, handle):
    viewer, community, group = found_to_set_up(community, slug)
    person = find_person(handle, viewer=viewer)
    if person.id not in {member.person_id for member in members_of(group, limit=None)}:
        raise Absent
    if person.id == viewer.person_id:
        return redirect(url_for("groups.subgroup_leaving", community=community.slug, slug=group.slug))
    if request.method == "POST":
        members.remove_member(group, person, by=viewer)
        flash(gettext("%(name)s is no longer a member of this subgroup.", name=person.name))
        return redirect(url_for("groups.subgroup_settings", community=community.slug, slug=group.slug))
    return render_template("groups/subgroup_removal.html", community=community, group=group, person=person)


@blueprint.post("/c/<community>/subgroups/<slug>/facilitator")
@login_required
def subgroup_facilitator(community, slug):
    viewer, community, group = found(community, slug)
    if not rules.can_hand_over(viewer, group):
        raise not_allowed(group.scope, gettext("Only its facilitator hands a subgroup over."))
    person = find_person(request.form.get("person", ""), viewer=viewer)
    members.hand_over(group, person, by=viewer)
    flash(gettext("%(name)s facilitates this subgroup from now on.", name=person.name))
    return redirect(page_of(community, group))


def _back_to(viewer, community, group, person):
    """Return where one goes on after a change of roles: one who gave up their own role runs the subgroup no more."""
    if person.id == viewer.person_id or not rules.can_set_up(viewer, group):
        return page_of(community, group)
    return url_for("groups.subgroup_settings", community=community.slug, slug=group.slug)
