"""The page of a community."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.accounts.session import current_viewer
from community.cases.queries import cases_in
from community.cases.queries.choosing import latest_round
from community.discussions.queries.lists import threads_in
from community.groups import rules
from community.groups.actions import forming
from community.groups.models import Step
from community.groups.queries import groups as queries
from community.groups.queries import members
from community.groups.queries.workspace import without_facilitator
from community.groups.views import blueprint
from community.languages import gettext
from community.lessons.queries.citations import evidence_counts
from community.lessons.queries.lessons import lessons_in

CASES_SHOWN = 3


@blueprint.get("/c/<community>")
def community(community):
    viewer = current_viewer()
    found = queries.find_community(community, viewer=viewer)
    cases = cases_in(found, viewer=viewer, limit=CASES_SHOWN)[:CASES_SHOWN]
    subgroups = queries.subgroups_of(found, viewer=viewer)
    return render_template(
        "groups/community.html",
        community=found,
        at_work=[group for group in subgroups if not group.is_dissolved],
        dissolved=[group for group in subgroups if group.is_dissolved],
        unrun=without_facilitator(subgroups) if viewer.coordinates(found.id) else frozenset(),
        choosing=latest_round(found) if viewer.belongs_to(found.id) else None,
        now=clock.now(),
        cases=cases,
        evidence=evidence_counts([case.id for case in cases], viewer=viewer),
        threads=threads_in(found, viewer=viewer, limit=5)[:5],
        lessons=lessons_in(found, viewer=viewer, limit=3)[:3],
        member_count=members.count_members(found),
        may_coordinate=rules.can_coordinate(viewer, found.scope),
        steps=list(Step),
    )


@blueprint.post("/c/<community>/step")
@login_required
def step(community):
    viewer = current_viewer()
    found = queries.find_community(community, viewer=viewer)
    forming.set_step(found, step=request.form.get("step", ""), by=viewer)
    flash(gettext("The community is at another step of the learning cycle now."))
    return redirect(url_for("groups.community", community=found.slug))
