"""The list of invitations, and what a coordinator does with a single one."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.accounts.session import current_viewer
from community.addresses import address_of, read_number
from community.errors import Absent
from community.groups.actions import invitations as actions
from community.groups.forms.joining import InvitationForm
from community.groups.queries import invitations as queries
from community.groups.queries.doors import count_requests
from community.groups.queries.groups import find_community
from community.groups.rules import can_invite
from community.groups.views import blueprint
from community.languages import gettext, ngettext


@blueprint.get("/c/<community>/invitations")
@login_required
def invitations(community):
    viewer, found = _found(community)
    return _page(viewer, found, InvitationForm(formdata=None))


@blueprint.post("/c/<community>/invitations/links")
@login_required
def links(community):
    viewer, found = _found(community)
    form = InvitationForm()
    if form.carries_out(lambda: actions.invite(found, role=form.role.data, note=form.note.data or "", by=viewer)):
        flash(gettext("The link is ready: copy it and send it to one person. It works once."))
        return redirect(url_for("groups.invitations", community=found.slug))
    return _page(viewer, found, form)


@blueprint.post("/c/<community>/invitations/letters")
@login_required
def letters(community):
    viewer, found = _found(community)
    count = actions.resend_all(found, shown=request.form.get("state", ""), by=viewer)
    flash(ngettext("%(num)d letter is on its way again.", "%(num)d letters are on their way again.", count))
    return redirect(url_for("groups.invitations", community=found.slug))


@blueprint.post("/c/<community>/invitations/<int:invitation_id>/letter")
@login_required
def invitation_letter(community, invitation_id):
    viewer, found = _found(community)
    invitation = queries.find_invitation(found, invitation_id, viewer=viewer)
    actions.resend(invitation, by=viewer)
    flash(gettext("Another letter to %(address)s is on its way.", address=invitation.email))
    return redirect(url_for("groups.invitations", community=found.slug))


@blueprint.post("/c/<community>/invitations/<int:invitation_id>/revocation")
@login_required
def revocation(community, invitation_id):
    viewer, found = _found(community)
    actions.revoke(queries.find_invitation(found, invitation_id, viewer=viewer), by=viewer)
    flash(gettext("The invitation is taken back: its link opens nothing any more."))
    return redirect(url_for("groups.invitations", community=found.slug))


def _found(slug):
    """Return who asks, and the community that they invite into."""
    viewer = current_viewer()
    community = find_community(slug, viewer=viewer)
    if not can_invite(viewer, community):
        raise Absent
    return viewer, community


def _page(viewer, community, form):
    state = request.args.get("state")
    chosen = state if state in tuple(queries.Shown) else None
    before = read_number(request.args.get("before"))
    listed = queries.invitations_into(community, viewer=viewer, shown=chosen, before=before)
    now = clock.now()
    return render_template(
        "groups/invitations.html",
        community=community,
        section="members",
        form=form,
        listed=listed,
        rows=[(row, queries.shown_state(row, now), _link(row, now)) for row in listed.invitations],
        states=tuple(queries.Shown),
        chosen=chosen,
        resent=actions.RESENT,
        progress=queries.progress_of(community, viewer=viewer),
        request_count=count_requests(community, viewer=viewer),
    ), form.status


def _link(invitation, now):
    if not invitation.is_open(now):
        return None
    return address_of("groups.join", token=queries.token_of(invitation))
