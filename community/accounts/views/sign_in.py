"""Signing in and out."""

from flask import current_app, flash, redirect, render_template, request, url_for

from community.accounts import actions, queries
from community.accounts import session as sessions
from community.accounts.forms import SignInForm
from community.accounts.views import blueprint
from community.addresses import safe_next
from community.languages import gettext
from community.web import reads_first


@blueprint.route("/sign-in", methods=["GET", "POST"])
@reads_first
def sign_in():
    form = SignInForm(next=request.args.get("next"))

    def recognise():
        return actions.recognise(email=form.email.data, password=form.password.data, address=request.remote_addr or "")

    def enter(person):
        return actions.open_sign_in(person, browser=request.user_agent.string, instead_of=sessions.token())

    if form.carries_out(enter, prepare=recognise):
        sessions.begin(form.result)
        return redirect(safe_next(form.next.data) or url_for("home.front"))
    people = queries.demo_people() if current_app.config["DEMO"] else []
    return render_template("accounts/sign_in.html", form=form, demo_people=people), form.status


@blueprint.post("/sign-out")
def sign_out():
    token = sessions.token()
    if token:
        actions.sign_out(token)
    sessions.end()
    flash(gettext("You are signed out."))
    return redirect(url_for("home.front"))
