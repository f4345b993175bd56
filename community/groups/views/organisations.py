"""An organisation in a community: who of it is a member, and which cases they brought."""

from flask import redirect, render_template, url_for

from community import places, slugs
from community.accounts.queries import get_organisation, organisation_by_slug
from community.accounts.session import current_viewer
from community.cases.queries import cases_in
from community.errors import Absent
from community.fragments import fragment
from community.groups.queries import directory
from community.groups.queries.groups import find_community
from community.groups.rules import can_coordinate
from community.groups.views import blueprint
from community.groups.views.people import names_said
from community.languages import reader
from community.lessons.queries.citations import evidence_counts

MEMBERS_SHOWN = 200


@blueprint.get("/c/<community>/organisations/<slug>")
def organisation(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = organisation_by_slug(slug)
    if not viewer.belongs_to(community.id):
        raise Absent
    members = tuple(directory.entries_of(community, directory.Wanted(organisation=slug), limit=MEMBERS_SHOWN))
    if found is None or not members:
        return _lead_on(community, slug)
    cases = cases_in(community, viewer=viewer, organisation=found.id)
    return render_template(
        "groups/organisation.html",
        community=community,
        section="members",
        organisation=found,
        may_rename=can_coordinate(viewer, community.scope),
        country=places.names_by_code(reader()[0]).get(found.country or ""),
        count=len(members),
        rows=fragment("groups/member_rows.html", names_said, members=members, slug=community.slug, runs=False),
        cases=cases,
        evidence=evidence_counts([case.id for case in cases], viewer=viewer),
    )


def _lead_on(community, slug):
    """Lead to the organisation that another one has become here; raise Absent where it has become none."""
    found = get_organisation(slugs.target_of("organisation", community.id, slug))
    if found is None or found.slug == slug:
        raise Absent
    return redirect(url_for("groups.organisation", community=community.slug, slug=found.slug), 301)
