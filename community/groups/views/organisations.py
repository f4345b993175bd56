"""An organisation in a community: who of it is a member, and which cases they brought."""

from flask import render_template

from community import places
from community.accounts.queries import organisation_by_slug
from community.accounts.session import current_viewer
from community.cases.queries import cases_in
from community.errors import Absent
from community.fragments import fragment
from community.groups.queries import directory
from community.groups.queries.groups import find_community
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
    if found is None or not viewer.belongs_to(community.id):
        raise Absent
    members = tuple(directory.entries_of(community, directory.Wanted(organisation=slug), limit=MEMBERS_SHOWN))
    if not members:
        raise Absent
    cases = cases_in(community, viewer=viewer, organisation=found.id)
    return render_template(
        "groups/organisation.html",
        community=community,
        section="members",
        organisation=found,
        country=places.names_by_code(reader()[0]).get(found.country or ""),
        count=len(members),
        rows=fragment("groups/member_rows.html", names_said, members=members, slug=community.slug, runs=False),
        cases=cases,
        evidence=evidence_counts([case.id for case in cases], viewer=viewer),
    )
