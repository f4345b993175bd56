"""Inviting by a link, and coming in by one."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock, throttle
from community.accounts import actions as accounts
from community.accounts import session as sessions
from community.accounts.queries import get_person
from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups.actions import invitations as actions
from community.groups.forms import AcceptForm, InvitationForm, JoinForm
from community.groups.queries import invitations as queries
from community.groups.queries.groups import find_community
from community.groups.rules import can_invite
from community.groups.views import blueprint
from community.languages import gettext

TRIES_AN_HOUR = 30


@blueprint.route("/c/<community>/invitations", methods=["GET", "POST"])
@login_required
def invitations(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not can_invite(viewer, community):
        raise Absent
    form = InvitationForm()
    if form.carries_out(lambda: actions.invite(community, role=form.role.data, note=form.note.data or "", by=viewer)):
        flash(gettext("The link is ready: copy it and send it to one person. It works once."))
        return redirect(url_for("groups.invitations", community=community.slug))
    rows = [
        (row, current_app.config["BASE_URL"] + url_for("groups.join", token=queries.token_of(row)))
        for row in queries.invitations_into(community, viewer=viewer)
    ]
    return render_template(
        "groups/invitations.html", community=community, section="members", form=form, rows=rows, now=clock.now()
    ), form.status


@blueprint.post("/c/<community>/invitations/<int:invitation_id>/revocation")
@login_required
def revocation(community, invitation_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    actions.revoke(queries.find_invitation(community, invitation_id, viewer=viewer), by=viewer)
    flash(gettext("The link opens nothing any more."))
    return redirect(url_for("groups.invitations", community=community.slug))


@blueprint.route("/join/<token>", methods=["GET", "POST"])
def join(token):
    viewer = current_viewer()
    invitation = queries.find_open(token)
    form = JoinForm()

    def enter():
        if viewer.is_authenticated:
            person = get_person(viewer.person_id)
        else:
            tries = [throttle.Limit(f"join:{request.remote_addr}", TRIES_AN_HOUR, 3600)]
            throttle.check(tries)
            throttle.count_anyway(tries)
            person = accounts.register(
                name=form.name.data,
                email=form.email.data,
                password=form.password.data,
                language=form.language.data,
                time_zone=form.time_zone.data,
            )
        actions.accept(invitation, person)
        return person

    if viewer.is_authenticated:
        form = AcceptForm()
    if form.carries_out(enter):
        community = invitation.group
        if not viewer.is_authenticated:
            sessions.begin(accounts.open_sign_in(form.result, browser=request.user_agent.string))
        flash(
            gettext(
                "Welcome to %(name)s. Tell the others who you are: it is how a community begins.", name=community.name
            )
        )
        return redirect(url_for("groups.introduction", community=community.slug))
    return render_template("groups/join.html", invitation=invitation, form=form), form.status
