"""The page of a community and of a subgroup."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases.queries import cases_in
from community.discussions.queries.lists import threads_in
from community.groups import rules
from community.groups.actions import forming
from community.groups.models import Step
from community.groups.queries import groups as queries
from community.groups.queries import members
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
    return render_template(
        "groups/community.html",
        community=found,
        subgroups=queries.subgroups_of(found, viewer=viewer),
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


@blueprint.get("/c/<community>/subgroups/<slug>")
def subgroup(community, slug):
    viewer = current_viewer()
    found = queries.find_community(community, viewer=viewer)
    group = queries.find_subgroup(found, slug, viewer=viewer)
    is_seen = rules.can_see(viewer, group.scope)
    cases = cases_in(found, viewer=viewer, group=group) if is_seen else []
    return render_template(
        "groups/subgroup.html",
        community=found,
        group=group,
        is_seen=is_seen,
        cases=cases,
        evidence=evidence_counts([case.id for case in cases], viewer=viewer),
        threads=threads_in(found, viewer=viewer, group=group) if is_seen else [],
        members=members.members_of(group, limit=None) if is_seen and viewer.belongs_to(found.id) else [],
        may_contribute=rules.can_contribute(viewer, group.scope),
    )
