"""The outbox for who runs the installation: what was sent, what was not, and what becomes of that."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.accounts.queries import get_person
from community.accounts.session import current_viewer
from community.addresses import read_number
from community.errors import Absent
from community.languages import gettext
from community.mail import actions, queries
from community.mail.composing import Recipient
from community.mail.models import State
from community.mail.rules import awaits_decision

blueprint = Blueprint("mail", __name__)


@blueprint.get("/administration/mail")
@login_required
def letter_list():
    state = request.args.get("state")
    chosen = state if state in tuple(State) else None
    found = queries.find_outbox(viewer=current_viewer(), state=chosen, before=read_number(request.args.get("before")))
    return render_template(
        "mail/letter_list.html",
        outbox=found,
        chosen=chosen,
        states=tuple(State),
        is_filing=_is_filing(),
        now=clock.now(),
    )


@blueprint.get("/administration/mail/<int:letter_id>")
@login_required
def letter(letter_id):
    viewer = current_viewer()
    found = queries.find_letter(letter_id, viewer=viewer)
    return render_template(
        "mail/letter.html",
        letter=found,
        text=queries.find_text(found, viewer=viewer, is_filing=_is_filing()),
        awaits_decision=awaits_decision(found),
        is_filing=_is_filing(),
    )


@blueprint.get("/administration/mail/<int:letter_id>/message.eml")
@login_required
def message(letter_id):
    viewer = current_viewer()
    found = queries.find_letter(letter_id, viewer=viewer)
    text = queries.find_message(found, viewer=viewer, is_filing=_is_filing())
    if text is None:
        raise Absent
    name = {"Content-Disposition": f"attachment; filename=letter-{found.id}.eml"}
    return Response(text.encode(), mimetype="message/rfc822", headers=name)


@blueprint.post("/administration/mail/<int:letter_id>/retry")
@login_required
def retry(letter_id):
    viewer = current_viewer()
    actions.try_again(queries.find_letter(letter_id, viewer=viewer), by=viewer)
    flash(gettext("The letter waits in the queue again."))
    return redirect(url_for("mail.letter", letter_id=letter_id))


@blueprint.post("/administration/mail/<int:letter_id>/withdrawal")
@login_required
def withdrawal(letter_id):
    viewer = current_viewer()
    actions.give_up(queries.find_letter(letter_id, viewer=viewer), by=viewer)
    flash(gettext("The letter is given up: it will not be sent."))
    return redirect(url_for("mail.letter", letter_id=letter_id))


@blueprint.post("/administration/mail/test-letter")
@login_required
def test_letter():
    viewer = current_viewer()
    person = get_person(viewer.person_id)
    to = Recipient(person.email, person.name, person.language, person.time_zone)
    actions.send_test(to, by=viewer)
    flash(
        gettext("A letter to %(address)s is in the queue. Look here in a moment what became of it.", address=to.address)
    )
    return redirect(url_for("mail.letter_list"))


@blueprint.post("/administration/mail/resumption")
@login_required
def resumption():
    actions.resume(by=current_viewer())
    flash(gettext("The server is tried again now."))
    return redirect(url_for("mail.letter_list"))


def _is_filing() -> bool:
    return not current_app.config["SMTP_HOST"]
