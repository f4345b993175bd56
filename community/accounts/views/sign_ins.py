"""Where one is signed in, and signing out there."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts import queries, words
from community.accounts import session as sessions
from community.accounts.actions import sign_ins as actions
from community.accounts.views import blueprint
from community.languages import gettext


@blueprint.get("/account/sign-ins")
@login_required
def sign_ins():
    found = queries.sign_ins_of(sessions.current_viewer().person_id, token=sessions.token() or "")
    rows = [(words.browser_name(row.browser), row) for row in found]
    return render_template("accounts/sign_ins.html", part="sign-ins", rows=rows)


@blueprint.post("/account/sign-ins/<int:sign_in_id>/end")
@login_required
def sign_in_end(sign_in_id):
    actions.end_sign_in(queries.get_person(sessions.current_viewer().person_id), sign_in_id)
    flash(gettext("That browser is signed out."))
    return redirect(url_for("accounts.sign_ins"))


@blueprint.post("/account/sign-ins/end")
@login_required
def sign_ins_end():
    person = queries.get_person(sessions.current_viewer().person_id)
    actions.end_sign_ins(person, by_id=person.id)
    sessions.end()
    flash(gettext("You are signed out everywhere, here too."))
    return redirect(url_for("accounts.sign_in"))
