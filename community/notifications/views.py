"""What one was told, how one wants to be told, and ending letters from where they are read."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import read_number
from community.errors import Absent
from community.languages import gettext
from community.notifications import actions
from community.notifications.forms import ChoicesForm
from community.notifications.queries import lists
from community.notifications.queries.choices import levels_of
from community.notifications.reasons import REASONS
from community.notifications.subscriptions import subscription_of
from community.notifications.tidings import TIDINGS, sentence
from community.paging import read_key, write_key
from community.rendering import excerpt
from community.web import csrf

blueprint = Blueprint("notifications", __name__)

EXCERPT = 160


@blueprint.get("/notifications")
@login_required
def notification_list():
    viewer = current_viewer()
    page, older = lists.notifications_of(viewer, before=read_key(request.args.get("before")))
    lines = [(told, sentence(told.kind, told.reason, told.name), _said(told)) for told in page]
    return render_template(
        "notifications/notification_list.html",
        lines=lines,
        newest=lists.newest_of(viewer),
        older=older and write_key(*older),
        reasons=REASONS,
    )


def _said(told):
    return told.thing.said if TIDINGS[told.kind].is_said_whole else excerpt(told.thing.said, EXCERPT)


@blueprint.post("/notifications/reading")
@login_required
def reading_of_all():
    up_to = read_number(request.form.get("up_to"))
    if up_to is None:
        raise Absent
    actions.read_all(by=current_viewer(), up_to=up_to)
    flash(gettext("All is marked as read."))
    return redirect(url_for("notifications.notification_list"))


@blueprint.post("/notifications/<int:notification_id>/reading")
@login_required
def reading(notification_id):
    viewer = current_viewer()
    told = lists.find_notification(notification_id, viewer=viewer)
    actions.read_one(told, by=viewer)
    return redirect(url_for(told.thing.endpoint, **told.thing.values, _anchor=told.thing.anchor or None))


@blueprint.route("/account/notifications", methods=["GET", "POST"])
@login_required
def choices():
    viewer = current_viewer()
    form = ChoicesForm(**levels_of(viewer.person_id))
    if form.carries_out(lambda: actions.choose({reason: form[reason].data for reason in REASONS}, by=viewer)):
        flash(gettext("This is how you are told from now on."))
        return redirect(url_for("notifications.choices"))
    return render_template("notifications/choices.html", form=form, reasons=REASONS), form.status


@blueprint.route("/unsubscribe/<token>", methods=["GET", "POST"])
@csrf.exempt  # the signed link is the proof: a mail program sends the form, and has no session (RFC 8058)
def unsubscription(token):
    wanted = subscription_of(token)
    if request.method == "POST":
        actions.stop_mail(*wanted)
    return _subscription(token, wanted)


@blueprint.post("/unsubscribe/<token>/withdrawal")
def withdrawal(token):
    actions.resume_mail(*subscription_of(token))
    return redirect(url_for("notifications.unsubscription", token=token))


def _subscription(token, wanted):
    return render_template(
        "notifications/subscription.html",
        token=token,
        reason=REASONS[wanted.reason],
        level=levels_of(wanted.person_id)[wanted.reason],
    )
