"""Bringing passages to a plenary: one by one, or all that a subgroup harvested."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.addresses import read_number
from community.errors import Absent, NotAllowed
from community.groups.queries.groups import find_subgroup
from community.languages import gettext, ngettext
from community.lessons.queries import passages
from community.lessons.views.reading import section_names
from community.paging import read_key, write_key
from community.plenaries import rules
from community.plenaries.actions import collecting as actions
from community.plenaries.queries.collecting import on_board
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found


@blueprint.get("/<slug>/passages")
@login_required
def bringing(community, slug):
    viewer, community, plenary = found(community, slug)
    if not rules.can_join(viewer, plenary):
        raise NotAllowed(gettext("Members of the community bring passages; readers read along."))
    rows = passages.passages_in(
        community, viewer=viewer, citable_in=community, before=read_key(request.args.get("before"))
    )
    page, more = rows[: passages.PASSAGES_A_PAGE], len(rows) > passages.PASSAGES_A_PAGE
    return render_template(
        "plenaries/bringing.html",
        community=community,
        section="lessons",
        plenary=plenary,
        page=page,
        there=on_board(plenary, [line.id for line in page]),
        section_names=section_names(community, (line.source for line in page)),
        may_collect=rules.can_collect(viewer, plenary),
        older=write_key(page[-1].harvested_at, page[-1].id) if more else None,
    )


@blueprint.post("/<slug>/cards")
@login_required
def cards(community, slug):
    viewer, community, plenary = found(community, slug)
    passage_id = read_number(request.form.get("passage"))
    if passage_id is None:
        raise Absent
    passage = passages.find_passage(community, passage_id, viewer=viewer)
    actions.bring_passage(plenary, passage, by=viewer)
    flash(gettext("The passage stands on the board."))
    return redirect(
        url_for("plenaries.bringing", community=community.slug, slug=plenary.slug, before=request.args.get("before"))
    )


@blueprint.post("/<slug>/subgroups/<group>/cards")
@login_required
def tray(community, slug, group):
    viewer, community, plenary = found(community, slug)
    group = find_subgroup(community, group, viewer=viewer)
    brought = actions.bring_tray(plenary, group, by=viewer)
    said = ngettext("%(num)d passage stands on the board.", "%(num)d passages stand on the board.", len(brought))
    flash(said if brought else gettext("Everything that was marked there and may be brought stands on the board."))
    return redirect(url_for("plenaries.plenary", community=community.slug, slug=plenary.slug))
