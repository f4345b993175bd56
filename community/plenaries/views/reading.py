"""The list of plenaries, and a plenary with its phases and what is asked of whom now."""

from flask import redirect, render_template, url_for

from community import clock
from community.accounts.session import current_viewer
from community.groups.queries.groups import find_community
from community.plenaries import rules
from community.plenaries.models import PHASES
from community.plenaries.naming import phase_asks, phase_names, phase_tasks, stand_names, verdict_names
from community.plenaries.queries import plenaries as queries
from community.plenaries.queries.contributions import contributions_to
from community.plenaries.queries.drafts import drafts_of, to_bring
from community.plenaries.queries.reports import has_report
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found


@blueprint.get("")
def plenary_list(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    return render_template(
        "plenaries/plenary_list.html",
        community=community,
        section="lessons",
        plenaries=queries.plenaries_in(community, viewer=viewer),
        names=phase_names(),
        now=clock.now(),
        may_open=rules.can_open(viewer, community),
    )


@blueprint.get("/<slug>")
def plenary(community, slug):
    viewer, community, present = found(community, slug)
    if present.slug != slug:
        return redirect(url_for("plenaries.plenary", community=community.slug, slug=present.slug))
    at, groups = PHASES.index(present.phase), queries.groups_of(present, viewer=viewer)
    runs = {group.id for group in groups if viewer.facilitates(group.id)}
    may_run = rules.can_open(viewer, community)
    return render_template(
        "plenaries/plenary.html",
        community=community,
        section="lessons",
        plenary=present,
        names=phase_names(),
        asks=phase_asks(),
        tasks=phase_tasks(),
        phases=[phase.value for phase in PHASES],
        at=at,
        following=PHASES[at + 1].value if at + 1 < len(PHASES) else None,
        former=PHASES[at - 1].value if at else None,
        is_late=present.is_late(clock.now()),
        cases=queries.cases_of(present, viewer=viewer),
        groups=groups,
        runs=runs,
        card_count=queries.count_cards(present, viewer=viewer),
        contributions=contributions_to(present, viewer=viewer),
        takes_part=queries.takes_part(present, viewer=viewer),
        may_run=may_run,
        may_join=rules.can_join(viewer, present),
        may_collect=rules.can_collect(viewer, present),
        drafts=drafts_of(present, viewer=viewer),
        to_bring=_to_bring(present, viewer),
        stands=stand_names(),
        verdicts=verdict_names(),
        has_report=has_report(present, viewer=viewer),
        is_open_for_trays=present.phase in rules.COLLECTING,
    )


def _to_bring(plenary, viewer):
    """Return the lessons that the viewer may bring before the plenary now."""
    return to_bring(plenary, viewer=viewer) if rules.can_draft(viewer, plenary) else []
