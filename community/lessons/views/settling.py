"""What becomes of a lesson: proposed, adopted, looked at again, superseded, withdrawn, brought back."""

from flask import flash, redirect, render_template, request
from flask_login import login_required

from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.actions.settling import settle
from community.lessons.forms import StatusForm
from community.lessons.models import Status
from community.lessons.queries import naming
from community.lessons.queries.lessons import present_revision
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.finding import address, found, the_one
from community.lessons.words import becoming, settled


@blueprint.route("/lessons/<slug>/status", methods=["GET", "POST"])
@login_required
def status(community, slug):
    viewer, community, lesson = found(community, slug)
    if not rules.can_write_lessons(viewer, lesson.scope):
        raise not_allowed(
            lesson.scope, gettext("The coordinators decide on lessons, and in a subgroup who facilitates it.")
        )
    form = StatusForm(based_on=lesson.status)
    form.becomes.choices = list(becoming(lesson.status, kind=lesson.kind).items())
    meant = naming.lessons_meant(lesson, request.form.get("successor", ""), viewer=viewer)
    is_plain = meant.is_exact and len(meant.things) == 1
    form.which.choices = [(str(other.id), other.title) for other in meant.things] if not is_plain else []
    chosen = [other for other in meant.things if is_plain or str(other.id) == form.which.data]

    def decide():
        successor = None
        if form.becomes.data == Status.SUPERSEDED:
            successor = the_one("successor", chosen, of=meant.things)
        settle(
            lesson,
            status=form.becomes.data,
            by=viewer,
            reason=form.reason.data or "",
            successor=successor,
            based_on=form.based_on.data or "",
        )

    if form.carries_out(decide):
        flash(settled(lesson.status))
        return redirect(address(community, lesson))
    return render_template(
        "lessons/status.html",
        community=community,
        section="lessons",
        lesson=lesson,
        said=present_revision(lesson),
        words=words_in(lesson.language),
        form=form,
        titles=naming.titles_beside(lesson, viewer=viewer),
    ), form.status
