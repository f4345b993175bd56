"""One-click sign-in as one of the invented people; registered in demo mode only."""

from flask import Blueprint, redirect, request, url_for

from community.accounts import session as sessions
from community.accounts.actions import open_sign_in
from community.accounts.queries import demo_people
from community.addresses import safe_next
from community.errors import Absent

blueprint = Blueprint("demo", __name__)


@blueprint.post("/demo/sign-in")
def sign_in():
    person = next((person for person in demo_people() if person.email == request.form.get("email")), None)
    if person is None:
        raise Absent
    sessions.begin(open_sign_in(person, browser=request.user_agent.string, instead_of=sessions.token()))
    return redirect(safe_next(request.form.get("next")) or url_for("home.front"))
