"""The coordinator's desk: who is silent, what is unanswered, what is missing; and a nudge to who is silent."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.accounts.session import current_viewer
from community.addresses import read_number
from community.cases.queries.choosing import latest_round
from community.cases.rounds import RoundState
from community.discussions.queries.lists import unanswered_questions
from community.errors import Absent
from community.groups.queries.doors import count_requests
from community.groups.queries.groups import find_community, subgroups_of
from community.groups.queries.members import count_members, not_introduced
from community.groups.queries.workspace import without_facilitator
from community.groups.rules import can_coordinate
from community.groups.words import STEPS, step_asks
from community.home.charts import HEIGHT, draw
from community.home.forms import NudgeForm
from community.home.queries.cycle import progress_in
from community.home.queries.numbers import numbers_in
from community.home.queries.refused import refused_invitations
from community.home.queries.silence import DAYS, SILENT_SHOWN, members_called, silent_in
from community.home.steps import checks_of
from community.home.views import blueprint
from community.languages import gettext, ngettext
from community.lessons.queries.lessons import single_source_lessons
from community.lessons.queries.passages import passages_in
from community.lessons.queries.resting import changed_lessons
from community.lessons.queries.trials import reviews_due
from community.notifications.actions import nudge as write_to
from community.notifications.rules import NUDGED_AT_ONCE
from community.plenaries.queries.asked import asked_in
from community.search.queries import missed_in

NEWCOMERS_SHOWN = 12
CHANGED_SHOWN = 12


@blueprint.get("/c/<community>/desk")
def desk(community):
    viewer = current_viewer()
    found = _coordinated(community, viewer)
    asked = read_number(request.args.get("days"))
    days = asked if asked in DAYS else DAYS[1]
    silent = silent_in(found, days=days, viewer=viewer)
    newcomers = not_introduced(found, limit=NEWCOMERS_SHOWN + 1)
    weeks, series = numbers_in(found, viewer=viewer)
    subgroups = subgroups_of(found, viewer=viewer)
    unrun = without_facilitator(subgroups)
    return render_template(
        "home/desk.html",
        unrun=[group for group in subgroups if group.id in unrun],
        community=found,
        section="desk",
        questions=unanswered_questions([found.id], viewer=viewer),
        newcomers=newcomers[:NEWCOMERS_SHOWN],
        are_more_newcomers=len(newcomers) > NEWCOMERS_SHOWN,
        member_count=count_members(found),
        request_count=count_requests(found, viewer=viewer),
        passages=passages_in(found, viewer=viewer, unused=True, limit=12),
        lessons=single_source_lessons(found, viewer=viewer),
        missed=missed_in(found, viewer=viewer),
        changed_lessons=changed_lessons(found, viewer=viewer, limit=CHANGED_SHOWN),
        reviews=reviews_due(found, viewer=viewer),
        subgroups=[(group, checks_of(group)) for group in progress_in(found, viewer=viewer)],
        silent=silent[:SILENT_SHOWN],
        are_more_silent=len(silent) > SILENT_SHOWN,
        days=days,
        choices_of_days=DAYS,
        plenaries=asked_in([found.id], viewer=viewer),
        now=clock.now(),
        to_form=_waits_to_be_formed(latest_round(found)),
        refused=refused_invitations(found, viewer=viewer),
        weeks=weeks,
        charts=[draw(_name_of(line.kind), line.counts) for line in series],
        height=HEIGHT,
    )


@blueprint.route("/c/<community>/nudges/new", methods=["GET", "POST"])
@login_required
def nudge(community):
    viewer = current_viewer()
    found = _coordinated(community, viewer)
    people = members_called(found, request.values.getlist("to")[: NUDGED_AT_ONCE + 1])
    if not people:
        flash(gettext("Choose first whom you want to write to."), "error")
        return redirect(url_for("home.desk", community=found.slug))
    form = NudgeForm(text=_prefilled(found, viewer))
    if form.carries_out(lambda: write_to(found, people, text=form.text.data, by=viewer)):
        said = ngettext(
            "Your message is on its way to %(num)d member.",
            "Your message is on its way to %(num)d members.",
            len(people),
        )
        flash(said)
        return redirect(url_for("home.desk", community=found.slug))
    return render_template("home/nudge.html", community=found, section="desk", people=people, form=form), form.status


def _coordinated(slug, viewer):
    found = find_community(slug, viewer=viewer)
    if not can_coordinate(viewer, found.scope):
        raise Absent
    return found


def _prefilled(community, viewer):
    return gettext(
        "We have not read from you for a while in %(community)s, and would like to know how you are.\n\n"
        "This is where we are: %(ask)s\n\n"
        "A few lines will do. What keeps you from it, or what would help you?\n\n%(name)s",
        community=community.name,
        ask=step_asks()[STEPS.index(community.step)],
        name=viewer.name,
    )


def _waits_to_be_formed(present):
    return present is not None and present.state == RoundState.CHOOSING and not present.is_open(clock.now())


def _name_of(kind):
    return {
        "posts": gettext("Posts"),
        "revisions": gettext("Revisions of cases"),
        "members": gettext("New members"),
        "lessons": gettext("Lessons published"),
    }[kind]
