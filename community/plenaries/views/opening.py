"""Opening a plenary and changing it, moving it on, taking part."""

from datetime import time
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.accounts.session import current_viewer
from community.addresses import read_number
from community.errors import Absent, NotAllowed
from community.groups import words
from community.groups.queries.groups import find_community, subgroups_of
from community.languages import gettext
from community.plenaries import rules
from community.plenaries.actions import opening as actions
from community.plenaries.forms import PlenaryForm
from community.plenaries.models import ENDING, Phase
from community.plenaries.naming import phase_names
from community.plenaries.queries import plenaries as queries
from community.plenaries.queries.drafts import drafts_of
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found

DAY_ENDS = time(23, 59)


@blueprint.route("/new", methods=["GET", "POST"])
@login_required
def new_plenary(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not rules.can_open(viewer, community):
        raise NotAllowed(gettext("Only a coordinator opens plenaries and runs them."))
    form = _form(community, viewer)

    def open_plenary():
        return actions.open_plenary(community, **_typed(form), ends=_ends(form, viewer), by=viewer)

    if form.carries_out(open_plenary):
        flash(gettext("The plenary is open. Everybody in the community is told."))
        return redirect(_here(community, form.result))
    return _page(community, None, form)


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@login_required
def edit_plenary(community, slug):
    viewer, community, plenary = found(community, slug)
    if not rules.can_open(viewer, community):
        raise NotAllowed(gettext("Only a coordinator opens plenaries and runs them."))
    in_scope = [group.id for group in queries.groups_of(plenary, viewer=viewer)]
    form = _form(
        community,
        viewer,
        title=plenary.title,
        question=plenary.question,
        audience=plenary.audience,
        quorum=plenary.quorum,
        based_on=plenary.change_count,
        cases=[case.id for case in queries.cases_of(plenary, viewer=viewer)],
        groups=in_scope,
        in_scope=in_scope,
        **{phase.value: _day(plenary.ends_at(phase), viewer) for phase in ENDING},
    )

    def change():
        based_on, ends = read_number(form.based_on.data) or 0, _ends(form, viewer, present=plenary)
        actions.change_plenary(plenary, **_typed(form), ends=ends, based_on=based_on, by=viewer)

    if form.carries_out(change):
        flash(gettext("The plenary is changed."))
        return redirect(_here(community, plenary))
    return _page(community, plenary, form)


@blueprint.post("/<slug>/phase")
@login_required
def phase(community, slug):
    viewer, community, plenary = found(community, slug)
    actions.move_on(
        plenary,
        to=request.form.get("to", ""),
        based_on=request.form.get("based_on", ""),
        leaving=read_number(request.form.get("leaving")) or 0,
        by=viewer,
    )
    flash(gettext("The plenary is at “%(phase)s” now. Everybody is told.", phase=phase_names()[plenary.phase]))
    return redirect(_here(community, plenary))


@blueprint.get("/<slug>/closing")
@login_required
def closing(community, slug):
    """Show what closing leaves undecided, before it is done."""
    viewer, community, plenary = found(community, slug)
    if not rules.can_open(viewer, community):
        raise NotAllowed(gettext("Only a coordinator opens plenaries and runs them."))
    if plenary.phase != Phase.AGREE:
        raise Absent
    drafts = drafts_of(plenary, viewer=viewer)
    return render_template(
        "plenaries/closing.html",
        community=community,
        section="lessons",
        plenary=plenary,
        left=[draft for draft in drafts if draft.is_open],
        decided=sum(draft.verdict is not None for draft in drafts),
    )


@blueprint.post("/<slug>/participation")
@login_required
def participation(community, slug):
    viewer, community, plenary = found(community, slug)
    if request.form.get("takes_part") == "0":
        actions.leave(plenary, by=viewer)
        flash(gettext("You do not take part any more. What you brought stays."))
    else:
        actions.join(plenary, by=viewer)
        flash(gettext("You take part. Bring what others should learn from."))
    return redirect(_here(community, plenary))


def _form(community, viewer, *, in_scope=(), **values):
    form = PlenaryForm(**values)
    form.cases.choices = [(case.id, case.title) for case in queries.cases_to_choose(community, viewer=viewer)]
    form.groups.choices = [
        (group.id, words.name_of(group))
        for group in subgroups_of(community, viewer=viewer)
        if not group.is_dissolved or group.id in in_scope
    ]
    return form


def _typed(form):
    return {
        "title": form.title.data,
        "question": form.question.data,
        "audience": form.audience.data,
        "quorum": form.quorum.data or 0,
        "cases": form.cases.data or [],
        "groups": form.groups.data or [],
    }


def _ends(form, viewer, *, present=None):
    """Return the ends of the days that were typed; a day that was not changed keeps its moment."""
    ends = {}
    for phase in ENDING:
        moment, day = present.ends_at(phase) if present else None, form[phase.value].data
        is_same = moment is not None and day == _day(moment, viewer)
        ends[phase] = moment if is_same else clock.moment(day, DAY_ENDS, viewer.time_zone) if day else None
    return ends


def _day(moment, viewer):
    return moment.astimezone(ZoneInfo(viewer.time_zone)).date() if moment else None


def _here(community, plenary):
    return url_for("plenaries.plenary", community=community.slug, slug=plenary.slug)


def _page(community, plenary, form):
    return render_template(
        "plenaries/edit_plenary.html", community=community, section="lessons", plenary=plenary, form=form
    ), form.status
