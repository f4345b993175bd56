"""Changing one's e-mail address: asked for here, confirmed at the new address, stopped from the old one."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts import queries
from community.accounts import session as sessions
from community.accounts.actions import email as actions
from community.accounts.actions.proof import prove as prove_password
from community.accounts.forms import ConfirmForm, EmailForm
from community.accounts.models import Opens
from community.accounts.views import blueprint
from community.errors import Absent
from community.languages import gettext
from community.web import reads_first


@blueprint.route("/account/email", methods=["GET", "POST"])
@login_required
@reads_first
def email():
    viewer = sessions.current_viewer()
    form = EmailForm()

    def prove():
        return prove_password(queries.get_person(viewer.person_id), form.current_password.data)

    def ask(proof):
        actions.ask_for(queries.get_person(viewer.person_id), email=form.email.data, proof=proof)

    if form.carries_out(ask, prepare=prove):
        flash(gettext("Nothing is changed yet: a letter went to the new address. Open its link within 24 hours."))
        return redirect(url_for("accounts.email"))
    person = queries.get_person(viewer.person_id)
    return render_template(
        "accounts/email.html", form=form, part="email", email=person.email, awaited=queries.awaited_address(person)
    ), form.status


@blueprint.post("/account/email/withdrawal")
@login_required
def email_withdrawal():
    actions.leave_as_is(queries.get_person(sessions.current_viewer().person_id))
    flash(gettext("Your address stays as it is."))
    return redirect(url_for("accounts.email"))


@blueprint.route("/account/email/<token>", methods=["GET", "POST"])
@login_required
def email_confirmation(token):
    viewer, form = sessions.current_viewer(), ConfirmForm()
    try:
        link = queries.find_link(token, Opens.ADDRESS)
        address = link.address
        if link.person_id != viewer.person_id:
            raise Absent
        if form.carries_out(lambda: actions.confirm(token, by_id=viewer.person_id)):
            flash(gettext("Your address is %(email)s now: sign in with it from now on.", email=address))
            return redirect(url_for("accounts.email"))
    except Absent:
        return render_template("accounts/spent_link.html", again="accounts.email"), 404
    return render_template("accounts/email_confirmation.html", form=form, email=address), form.status


@blueprint.route("/undo/<token>", methods=["GET", "POST"])
def email_undoing(token):
    form = ConfirmForm()
    try:
        link = queries.find_link(token, Opens.UNDOING)
        address = link.address
        if form.carries_out(lambda: actions.undo(token)):
            sessions.end()
            said = gettext(
                "The account is at %(email)s and closed to everybody: the letter that is on its way there opens it again.",
                email=address,
            )
            flash(said)
            return redirect(url_for("accounts.sign_in"))
    except Absent:
        return render_template("accounts/spent_link.html", again="accounts.forgotten"), 404
    return render_template("accounts/email_undoing.html", form=form, email=address), form.status
