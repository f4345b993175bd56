"""Where one is signed in, and signing out there, by who knows the password."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts import queries, words
from community.accounts import session as sessions
from community.accounts.actions import sign_ins as actions
from community.accounts.actions.proof import prove as prove_password
from community.accounts.forms import ProofForm
from community.accounts.views import blueprint
from community.languages import gettext
from community.web import reads_first


@blueprint.get("/account/sign-ins")
@login_required
def sign_ins():
    return _page(ProofForm(formdata=None))


@blueprint.post("/account/sign-ins/<int:sign_in_id>/end")
@login_required
@reads_first
def sign_in_end(sign_in_id):
    form = ProofForm()
    if form.carries_out(lambda proof: actions.end_sign_in(_person(), sign_in_id, proof=proof), prepare=_proving(form)):
        flash(gettext("That browser is signed out."))
        return redirect(url_for("accounts.sign_ins"))
    return _page(form)


@blueprint.post("/account/sign-ins/end")
@login_required
@reads_first
def sign_ins_end():
    form = ProofForm()
    if form.carries_out(lambda proof: actions.sign_out_everywhere(_person(), proof=proof), prepare=_proving(form)):
        sessions.end()
        flash(gettext("You are signed out everywhere, here too."))
        return redirect(url_for("accounts.sign_in"))
    return _page(form)


def _person():
    return queries.get_person(sessions.current_viewer().person_id)


def _proving(form):
    return lambda: prove_password(_person(), form.current_password.data)


def _page(form):
    found = queries.sign_ins_of(sessions.current_viewer().person_id, token=sessions.token() or "")
    rows = [(words.browser_name(row.browser), row) for row in found]
    return render_template("accounts/sign_ins.html", part="sign-ins", rows=rows, form=form), form.status
