"""The tray of harvested passages: of the community, and of each subgroup."""

from flask import render_template, request
from flask_login import login_required

from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups.queries.groups import find_community, find_subgroup
from community.groups.rules import can_see
from community.lessons.queries import passages as queries
from community.lessons.queries.lessons import groups_to_write_in
from community.lessons.views import blueprint
from community.lessons.views.reading import section_names
from community.paging import read_key, write_key


@blueprint.get("/passages")
@login_required
def tray(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    return _page(community, viewer)


@blueprint.get("/subgroups/<slug>/passages")
@login_required
def subgroup_tray(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    group = find_subgroup(community, slug, viewer=viewer)
    if not can_see(viewer, group.scope) or not viewer.belongs_to(community.id):
        raise Absent
    return _page(community, viewer, group)


def _page(community, viewer, group=None):
    unused, before = request.args.get("unused") == "1", read_key(request.args.get("before"))
    rows = queries.passages_in(community, viewer=viewer, group=group, unused=unused, before=before)
    page, more = rows[: queries.PASSAGES_A_PAGE], len(rows) > queries.PASSAGES_A_PAGE
    return render_template(
        "lessons/tray.html",
        community=community,
        section="lessons",
        group=group,
        page=page,
        unused=unused,
        count=queries.count_passages(community, viewer=viewer, group=group),
        unused_count=queries.unused_passages(community, viewer=viewer, group=group),
        may_write=bool(groups_to_write_in(community, viewer=viewer)),
        section_names=section_names(community, (p.source for p in page)),
        older=write_key(page[-1].harvested_at, page[-1].id) if more else None,
    )
