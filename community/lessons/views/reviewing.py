"""Looking at a lesson again: what has happened since, and until when it stands as it is."""

from datetime import time
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template
from flask_login import login_required

from community import clock
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.actions.reviewing import keep
from community.lessons.forms import ReviewForm
from community.lessons.models import REVIEWED_AFTER
from community.lessons.queries import trials as queries
from community.lessons.queries.lessons import present_revision
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.finding import address, found

_NOON = time(12)


@blueprint.route("/lessons/<slug>/review", methods=["GET", "POST"])
@login_required
def review(community, slug):
    viewer, community, lesson = found(community, slug)
    if not rules.can_write_lessons(viewer, lesson.scope):
        raise not_allowed(
            lesson.scope, gettext("The coordinators decide on lessons, and in a subgroup who facilitates it.")
        )
    proposed = (clock.now() + REVIEWED_AFTER).astimezone(ZoneInfo(viewer.time_zone)).date()
    form = ReviewForm(based_on=rules.review_version(lesson), until=proposed)

    def let_it_stand():
        until = clock.moment(form.until.data, _NOON, viewer.time_zone)
        keep(lesson, until=until, by=viewer, based_on=form.based_on.data or "")

    if form.carries_out(let_it_stand):
        flash(gettext("It stands as it is, until you are asked again."))
        return redirect(address(community, lesson))
    return render_template(
        "lessons/review.html",
        community=community,
        section="lessons",
        lesson=lesson,
        said=present_revision(lesson),
        words=words_in(lesson.language),
        since=queries.since_review(lesson, viewer=viewer),
        form=form,
    ), form.status
