"""Inviting many people: what was pasted, what will become of each line, and sending."""

import hashlib
import json

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.errors import Absent, Invalid
from community.groups import addressees
from community.groups.actions import inviting as actions
from community.groups.forms.joining import InviteForm
from community.groups.mailboxes import decode
from community.groups.queries.groups import find_community
from community.groups.queries.inviting import INVITED, Fate, counts_of, plan
from community.groups.rules import can_invite
from community.groups.views import blueprint
from community.languages import gettext, ngettext
from community.web import reads_first

SHOWN_AT_ONCE = 60


@blueprint.route("/c/<community>/invitations/new", methods=["GET", "POST"])
@login_required
@reads_first
def new_invitations(community):
    viewer, found = _found(community)
    form = InviteForm()
    has_looked = form.carries_out(lambda lines: lines, prepare=lambda: _look(found, viewer, form))
    return _page(found, form, form.result if has_looked else None)


@blueprint.post("/c/<community>/invitations/sending")
@login_required
@reads_first
def sending(community):
    viewer, found = _found(community)
    form = InviteForm()
    if form.seen.data != _digest(form):  # what nobody has seen is not sent
        lines = None
        if form.carries_out(lambda lines: lines, prepare=lambda: _look(found, viewer, form)):
            lines = form.result
            form.form_errors.append(gettext("The list was changed since you looked at it. Look once more, then send."))
        return _page(found, form, lines)

    def invite(named):
        place = find_community(found.slug, viewer=viewer)
        chosen = {"role": form.role.data, "message": form.message.data, "again": form.again.data}
        return actions.invite_all(place, named, by=viewer, **chosen)

    if form.carries_out(invite, prepare=lambda: _read(form)):
        flash(_said(form.result))
        return redirect(url_for("groups.invitations", community=found.slug))
    return _page(found, form, None)


def _found(slug):
    viewer = current_viewer()
    community = find_community(slug, viewer=viewer)
    if not can_invite(viewer, community):
        raise Absent
    return viewer, community


def _read(form):
    """Return who is named in what was typed; what a file holds is put below it, to be seen and corrected."""
    if form.file.data:
        read = decode(form.file.data.read())
        form.text.data = f"{form.text.data}\n{read}".strip()
    if not form.text.data.strip():
        raise Invalid("text", gettext("Paste or type at least one address."))
    try:
        return addressees.read(form.text.data)
    except addressees.TooMany as many:
        said = gettext("These are %(n)d lines or addresses; at most %(most)d can be invited at once. Send it in parts.")
        raise Invalid("text", said % {"n": many.count, "most": addressees.MOST}) from many


def _look(community, viewer, form):
    named = _read(form)
    actions.check(role=form.role.data, message=form.message.data)
    return plan(community, named, viewer=viewer, role=form.role.data, again=form.again.data)


def _digest(form):
    """Return a value that stands for what was typed, however the browser writes the ends of lines."""
    typed = ["\n".join((field.data or "").split()) for field in (form.text, form.message, form.role)]
    said = json.dumps([*typed, form.again.data])
    return hashlib.sha256(said.encode()).hexdigest()


def _said(done):
    parts = []
    if done.invited:
        parts.append(
            ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", done.invited)
        )
    if done.added:
        parts.append(
            ngettext("%(num)d member was added to a subgroup.", "%(num)d members were added to subgroups.", done.added)
        )
    return " ".join(parts)


def _page(community, form, lines):
    if lines is not None:
        form.seen.data = _digest(form)
    counts = counts_of(lines or [])
    doubtful = [line for line in lines or [] if line.doubt or line.fate in (Fate.INVALID, Fate.TWICE)]
    return render_template(
        "groups/invite.html",
        community=community,
        section="members",
        form=form,
        lines=[line for line in lines or [] if line not in doubtful] if doubtful else lines,
        doubtful=doubtful,
        counts=counts,
        to_send=sum(counts.get(fate, 0) for fate in (*INVITED, Fate.ADDED)),
        most=addressees.MOST,
        shown_at_once=SHOWN_AT_ONCE,
    ), 422 if form.errors else 200
