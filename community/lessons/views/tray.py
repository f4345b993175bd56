"""The tray of harvested passages, and letting one out of a confidential subgroup."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.languages import gettext
from community.lessons.actions.passages import release as release_passage
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
    unused = request.args.get("unused") == "1"
    rows = queries.passages_in(community, viewer=viewer, unused=unused, before=read_key(request.args.get("before")))
    page, more = rows[: queries.PASSAGES_A_PAGE], len(rows) > queries.PASSAGES_A_PAGE
    return render_template(
        "lessons/tray.html",
        community=community,
        section="lessons",
        page=page,
        unused=unused,
        count=queries.count_passages(community, viewer=viewer),
        unused_count=queries.unused_passages(community, viewer=viewer),
        may_write=bool(groups_to_write_in(community, viewer=viewer)),
        section_names=section_names(community, (p.source for p in page)),
        older=write_key(page[-1].harvested_at, page[-1].id) if more else None,
    )


@blueprint.post("/passages/<int:passage_id>/release")
@login_required
def release(community, passage_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    release_passage(queries.find_passage(community, passage_id, viewer=viewer), by=viewer)
    flash(gettext("Your words may be cited outside the subgroup now, with your name. Where they stand stays hidden."))
    return redirect(url_for("lessons.tray", community=community.slug))
