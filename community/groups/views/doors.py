"""The door of a community: coming in, asking to, and deciding about those who ask."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.queries import get_person
from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups import rules
from community.groups.actions import doors as actions
from community.groups.actions import joining
from community.groups.forms.joining import AcceptForm, AddressForm, AskForm, DecisionForm
from community.groups.queries import doors as queries
from community.groups.queries.groups import find_community
from community.groups.viewer import Door
from community.groups.views import blueprint
from community.languages import gettext, reader


@blueprint.route("/c/<community>/door", methods=["GET", "POST"])
def door(community):
    viewer = current_viewer()
    found = find_community(community, viewer=viewer)
    if viewer.belongs_to(found.id):
        return redirect(url_for("groups.community", community=found.slug))
    kind = rules.door_for(viewer, found)
    if kind == Door.INVITATION:
        raise Absent
    if not viewer.is_authenticated:
        return _knock(viewer, found, kind)
    return _enter(viewer, found) if kind == Door.OPEN else _ask(viewer, found)


@blueprint.post("/c/<community>/door/withdrawal")
@login_required
def withdrawal(community):
    viewer = current_viewer()
    found = find_community(community, viewer=viewer)
    actions.withdraw(found, by=viewer)
    flash(gettext("Your request is taken back."))
    return redirect(url_for("groups.community", community=found.slug))


@blueprint.get("/c/<community>/requests")
@login_required
def requests(community):
    viewer = current_viewer()
    return _requests_page(viewer, find_community(community, viewer=viewer))


@blueprint.post("/c/<community>/requests/<int:request_id>/decision")
@login_required
def decision(community, request_id):
    viewer = current_viewer()
    found = find_community(community, viewer=viewer)
    asked = queries.find_request(found, request_id, viewer=viewer)
    form = DecisionForm()
    if form.carries_out(lambda: actions.decide(asked, verdict=form.verdict.data or "", word=form.word.data, by=viewer)):
        flash(gettext("%(name)s is told what you decided.", name=asked.person.name))
        return redirect(url_for("groups.requests", community=found.slug))
    return _requests_page(viewer, found, form=form, of=request_id)


def _knock(viewer, found, kind):
    """Let a visitor have an account first: by a letter to the address that they give."""
    form = AddressForm()

    def knock():
        language, time_zone = reader()
        return joining.ask_to_confirm(
            found,
            email=form.email.data,
            invitation=None,
            language=language,
            time_zone=time_zone,
            address=request.remote_addr or "",
        )

    if form.carries_out(knock):
        flash(gettext("We have written to %(address)s. Open the link in that letter to go on.", address=form.result))
        return redirect(url_for("groups.door", community=found.slug))
    return _page(found, kind, form)


def _enter(viewer, found):
    form = AcceptForm()
    if form.carries_out(lambda: joining.enter(found, get_person(viewer.person_id))):
        said = gettext("Welcome to %(name)s. Tell the others who you are: it is how a community begins.")
        flash(said % {"name": found.name})
        return redirect(url_for("groups.introduction", community=found.slug))
    return _page(found, Door.OPEN, form)


def _ask(viewer, found):
    form = AskForm()
    if form.carries_out(lambda: actions.ask(found, answer=form.answer.data, by=viewer)):
        flash(gettext("You have asked to join. A coordinator decides, and a letter tells you."))
        return redirect(url_for("groups.door", community=found.slug))
    own = queries.find_own_request(found, viewer=viewer)
    return _page(found, Door.ASK, form, own=own, declined=queries.last_decision_for(found, viewer=viewer))


def _page(found, kind, form, **more):
    return render_template("groups/door.html", community=found, door=kind.value, form=form, **more), form.status


def _requests_page(viewer, found, *, form=None, of=None):
    return render_template(
        "groups/requests.html",
        community=found,
        section="members",
        waiting=queries.requests_to(found, viewer=viewer, is_waiting=True),
        decided=queries.requests_to(found, viewer=viewer, is_waiting=False),
        form=form,
        of=of,
    ), form.status if form else 200
