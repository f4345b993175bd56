"""Signing in and out, and one's own account."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts import actions, queries
from community.accounts import session as sessions
from community.accounts.forms import ProfileForm, SignInForm
from community.addresses import safe_next
from community.groups.queries.members import organisations_around
from community.languages import gettext
from community.web import reads_first

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@reads_first
def sign_in():
    form = SignInForm(next=request.args.get("next"))

    def recognise():
        return actions.recognise(email=form.email.data, password=form.password.data, address=request.remote_addr or "")

    def enter(person):
        return actions.open_sign_in(person, browser=request.user_agent.string)

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


@blueprint.route("/account", methods=["GET", "POST"])
@login_required
def profile():
    viewer = sessions.current_viewer()
    person = queries.get_person(viewer.person_id)
    form = ProfileForm(
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        language=person.language,
        time_zone=person.time_zone,
    )

    def update():
        return actions.update_profile(
            person,
            name=form.name.data,
            organisation=form.organisation.data or "",
            language=form.language.data,
            time_zone=form.time_zone.data,
        )

    if form.carries_out(update):
        flash(gettext("Your account is changed."))
        return redirect(url_for("accounts.profile"))
    return render_template(
        "accounts/profile.html", form=form, person=person, organisations=organisations_around(viewer)
    ), form.status
