"""The history of a case: its revisions, one of them, two compared, and an earlier one restored."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.addresses import read_number
from community.cases import queries, rules
from community.cases.actions import writing
from community.cases.queries.attached import files_in
from community.cases.queries.forms import form_of
from community.cases.views import blueprint
from community.cases.views.comparing import differences
from community.cases.views.facts import facts_of, sections_shown
from community.cases.views.finding import found
from community.cases.views.summaries import standing, summary
from community.errors import Absent
from community.languages import gettext, reader
from community.lessons.queries.passages import find_passage
from community.lessons.views.passage import in_place, ways_from
from community.links.queries.meaning import links_in


@blueprint.get("/cases/<slug>/history")
def history(community, slug):
    _viewer, community, case = found(community, slug)
    language, outline = reader()[0], form_of(community.id)
    revisions = queries.revisions_of(case, before=request.args.get("before", type=int))
    page, more = revisions[: queries.REVISIONS_A_PAGE], len(revisions) > queries.REVISIONS_A_PAGE
    return render_template(
        "cases/history.html",
        community=community,
        section="cases",
        case=case,
        revisions=[(line, summary(line.changes, language, outline, is_first=line.number == 1)) for line in page],
        older=page[-1].number if more else None,
        contributors=queries.contributors_of(case.id),
        standing=standing(case.revision, language, outline),
    )


@blueprint.get("/cases/<slug>/revisions/<int:number>")
def revision(community, slug, number):
    viewer, community, case = found(community, slug)
    shown, language, outline = queries.find_revision(case, number), reader()[0], form_of(community.id)
    html, passage = _with_passage(community, shown, viewer)
    return render_template(
        "cases/revision.html",
        community=community,
        section="cases",
        case=case,
        revision=shown,
        author=shown.author,
        said=summary(shown.changes, language, outline, is_first=number == 1),
        html=html,
        passage=passage,
        ways=ways_from(passage, viewer) if passage else (),
        sections=sections_shown(html, shown.partners, language, outline=outline),
        facts=facts_of(shown.partners, shown.choices, language, community_id=community.id),
        version=case.revision.version,
        files=files_in(*shown.html.values(), viewer=viewer),
        links=links_in(*shown.html.values(), viewer=viewer),
        may_restore=number != case.revision_count and rules.can_revise(viewer, case),
    )


def _with_passage(community, shown, viewer):
    """Return the sections of a revision, with the place of the passage in it that the address asks for."""
    asked = read_number(request.args.get("passage"))
    try:
        passage = find_passage(community, asked, viewer=viewer) if asked else None
    except Absent:
        passage = None
    if passage is None or passage.case_revision_id != shown.id or passage.section not in shown.html:
        return shown.html, None
    return shown.html | {passage.section: in_place(passage, shown.html[passage.section])}, passage


@blueprint.post("/cases/<slug>/revisions/<int:number>/restoration")
@login_required
def restoration(community, slug, number):
    viewer, community, case = found(community, slug)
    writing.restore(case, number=number, based_on=request.form.get("based_on", ""), by=viewer)
    flash(gettext("Revision %(n)d is the present one again; what came between is kept in the history.", n=number))
    return redirect(url_for("cases.case", community=community.slug, slug=case.slug))


@blueprint.get("/cases/<slug>/compare")
def compare(community, slug):
    _viewer, community, case = found(community, slug)
    newer = request.args.get("to", case.revision_count, type=int)
    older = request.args.get("from", max(1, newer - 1), type=int)
    before, after = queries.find_revision(case, older), queries.find_revision(case, newer)
    language = reader()[0]
    outline = form_of(community.id)
    sections = outline.sections_with({**before.sections, **after.sections})
    return render_template(
        "cases/compare.html",
        community=community,
        section="cases",
        case=case,
        before=before,
        after=after,
        said=summary(after.changes, language, outline) if older == newer - 1 else "",
        differences=differences(before, after, sections, language),
    )
