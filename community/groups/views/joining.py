"""Following an invitation: accepting it, declining it, and confirming an address on the way."""

from flask import flash, redirect, render_template, request, url_for

from community.accounts import actions as accounts
from community.accounts import session as sessions
from community.accounts.queries import find_by_email, get_person
from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups.actions import joining as actions
from community.groups.forms.joining import AcceptForm, AddressForm, DeclineForm, NewcomerForm
from community.groups.queries.confirmations import find_confirmed
from community.groups.queries.invitations import find_linked, find_open, token_of
from community.groups.views import blueprint
from community.languages import gettext, reader
from community.web import reads_first


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@reads_first
def join(token):
    viewer = current_viewer()
    try:
        found = find_open(token)
        if viewer.is_authenticated:
            return _accept(viewer, token, found)
        if not found.is_mailed:
            return _ask_for_address(token, found)
        if find_by_email(found.invitation.email or "") is None:
            return _register(token, found)
        return _page(token, found, AcceptForm(formdata=None), has_account=True)
    except Absent:
        return _closed(viewer, token)


@blueprint.route("/join/<token>/refusal", methods=["GET", "POST"])
def refusal(token):
    viewer = current_viewer()
    form = DeclineForm()
    try:
        found = find_open(token)
        person = get_person(viewer.person_id) if viewer.is_authenticated else None
        if form.carries_out(lambda: actions.decline(found.invitation, word=form.word.data, person=person)):
            said = gettext("You have declined. Thank you for saying so: %(name)s is told.")
            flash(said % {"name": found.invitation.invited_by.name})
            return redirect(url_for("home.front"))
        return render_template("groups/refusal.html", token=token, invitation=found.invitation, form=form), form.status
    except Absent:
        return _closed(viewer, token)


@blueprint.route("/join/confirmed/<confirmation>", methods=["GET", "POST"])
@reads_first
def confirmed(confirmation):
    viewer = current_viewer()
    try:
        found = find_confirmed(confirmation)
        form = _newcomer_form(found.invitation)

        def register(newcomer):
            return actions.register_confirmed(find_confirmed(confirmation), newcomer)

        if not found.has_account and form.carries_out(register, prepare=lambda: _newcomer(form, found.email)):
            return _begin(form.result, found.community, has_come_in=found.is_let_in)
        return render_template("groups/confirmed.html", found=found, form=form, onward=_onward(found)), form.status
    except Absent:
        return _closed(viewer, None)


def _onward(found):
    """Return the page on which somebody with an account goes on."""
    if found.invitation is not None:
        return url_for("groups.join", token=token_of(found.invitation))
    return url_for("groups.door", community=found.community.slug)


def _accept(viewer, token, found):
    form = AcceptForm()
    if form.carries_out(lambda: actions.accept(find_open(token).invitation, get_person(viewer.person_id))):
        return _welcome(found.invitation.group)
    person = get_person(viewer.person_id)
    other = found.invitation.email if found.is_mailed and found.invitation.email != person.email else None
    return _page(token, found, form, other_address=other, own_address=person.email)


def _ask_for_address(token, found):
    form = AddressForm()

    def ask():
        language, time_zone = reader()
        invitation = find_open(token).invitation
        return actions.ask_to_confirm(
            invitation.group,
            email=form.email.data,
            invitation=invitation,
            language=language,
            time_zone=time_zone,
            address=request.remote_addr or "",
        )

    if form.carries_out(ask):
        flash(gettext("We have written to %(address)s. Open the link in that letter to go on.", address=form.result))
        return redirect(url_for("groups.join", token=token))
    return _page(token, found, form)


def _register(token, found):
    form = _newcomer_form(found.invitation)
    email = found.invitation.email or ""

    def register(newcomer):
        return actions.register_invited(find_open(token).invitation, newcomer)

    if form.carries_out(register, prepare=lambda: _newcomer(form, email)):
        return _begin(form.result, found.invitation.group)
    return _page(token, found, form)


def _newcomer_form(invitation):
    name, organisation = (invitation.name, invitation.organisation) if invitation else ("", "")
    return NewcomerForm(name=name, organisation=organisation, language=reader()[0])


def _newcomer(form, email):
    password_hash = accounts.hash_for(name=form.name.data, email=email, password=form.password.data)
    return actions.Newcomer(
        name=form.name.data,
        password_hash=password_hash,
        language=form.language.data,
        time_zone=form.time_zone.data,
        organisation=form.organisation.data,
    )


def _begin(person, community, *, has_come_in=True):
    sessions.begin(accounts.open_sign_in(person, browser=request.user_agent.string))
    if has_come_in:
        return _welcome(community)
    flash(gettext("You have an account now."))
    return redirect(url_for("groups.door", community=community.slug))


def _welcome(community):
    said = gettext("Welcome to %(name)s. Tell the others who you are: it is how a community begins.")
    flash(said % {"name": community.name})
    return redirect(url_for("groups.introduction", community=community.slug))


def _page(token, found, form, **more):
    return render_template(
        "groups/join.html",
        token=token,
        invitation=found.invitation,
        is_mailed=found.is_mailed,
        form=form,
        **more,
    ), form.status


def _closed(viewer, token):
    """Answer a link that opens nothing: whoever came in by it is led on, and everybody else told the same."""
    try:
        invitation = find_linked(token).invitation if token and viewer.is_authenticated else None
    except Absent:
        invitation = None
    if invitation is not None and invitation.accepted_by_id == viewer.person_id:
        return redirect(url_for("groups.community", community=invitation.group.slug))
    return render_template("groups/closed.html"), 404
