"""Changing one's password, and setting a new one when it is forgotten."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts import queries
from community.accounts import session as sessions
from community.accounts.actions import password as actions
from community.accounts.actions.proof import prove as prove_password
from community.accounts.forms import ForgottenForm, NewPasswordForm, PasswordForm
from community.accounts.views import blueprint
from community.errors import Absent
from community.languages import gettext
from community.web import reads_first


@blueprint.route("/account/password", methods=["GET", "POST"])
@login_required
@reads_first
def password():
    viewer = sessions.current_viewer()
    form = PasswordForm()

    def prove():
        person = queries.get_person(viewer.person_id)
        return prove_password(person, form.current_password.data), actions.hash_new(person, form.new_password.data)

    def change(proved):
        proof, new_hash = proved
        person = queries.get_person(viewer.person_id)
        return actions.change(person, proof=proof, new_hash=new_hash, browser=request.user_agent.string)

    if form.carries_out(change, prepare=prove):
        sessions.begin(form.result)
        flash(gettext("Your password is changed. You are signed out everywhere else."))
        return redirect(url_for("accounts.password"))
    return render_template("accounts/password.html", form=form, part="password"), form.status


@blueprint.route("/reset", methods=["GET", "POST"])
def forgotten():
    form = ForgottenForm()
    if form.carries_out(lambda: actions.forget(email=form.email.data, address=request.remote_addr or "")):
        said = gettext(
            "If there is an account with this address, a letter is on its way to it. Its link works once, for an hour."
        )
        flash(said)
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/forgotten.html", form=form), form.status


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@reads_first
def reset(token):
    form = NewPasswordForm()

    def prepare():
        return actions.hash_new(actions.person_of(token), form.new_password.data)

    try:
        person = actions.person_of(token)
        if form.carries_out(lambda new_hash: actions.reset(token, new_hash=new_hash), prepare=prepare):
            sessions.end()
            flash(gettext("Your new password is set, and you are signed out everywhere. Sign in with it."))
            return redirect(url_for("accounts.sign_in"))
    except Absent:
        return render_template("accounts/spent_link.html", again="accounts.forgotten"), 404
    return render_template("accounts/reset.html", form=form, email=person.email), form.status
