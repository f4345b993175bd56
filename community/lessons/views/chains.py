"""From practice to lessons and back, as a picture: of a case, and of a discussion."""

from flask import render_template, url_for

from community.accounts.session import current_viewer
from community.cases.queries import finding
from community.discussions.queries.threads import find_thread
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.languages import gettext
from community.lessons.queries.citations import citations_of_passages
from community.lessons.queries.strands import strands_of_case, strands_of_thread
from community.lessons.views import blueprint
from community.lessons.views.weaving import picture, weave
from community.plenaries.queries.chains import themes_of_passages


@blueprint.get("/cases/<slug>/chain")
def case_chain(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    try:
        case = finding.find_case(community, slug, viewer=viewer)
    except Absent:
        case = finding.find_former(community, slug, viewer=viewer)
    return _page(
        community,
        strands_of_case(case.id, case.thread_id, viewer=viewer),
        viewer,
        section="cases",
        title=case.title,
        language=case.language,
        address=url_for("cases.case", community=community.slug, slug=case.slug),
        up=(gettext("Cases"), url_for("cases.case_list", community=community.slug)),
    )


@blueprint.get("/threads/<int:thread_id>/chain")
def thread_chain(community, thread_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    thread = find_thread(community, thread_id, viewer=viewer)
    return _page(
        community,
        strands_of_thread(thread.id, viewer=viewer),
        viewer,
        section="discussions",
        title=thread.title,
        language=thread.language,
        address=url_for("discussions.thread", community=community.slug, thread_id=thread.id),
        up=(gettext("Discussions"), url_for("discussions.thread_list", community=community.slug)),
    )


def _page(community, strands, viewer, *, section, title, language, address, up):
    ids = [strand.passage_id for strand in strands]
    citations = citations_of_passages(ids, viewer=viewer)
    themes = themes_of_passages(ids, viewer=viewer)
    drawn = weave(strands, citations, themes, f"/c/{community.slug}")
    return render_template(
        "lessons/chain.html",
        community=community,
        section=section,
        title=title,
        language=language,
        address=address,
        crumbs=[up, (title, address)],
        picture=picture(*drawn, name="chain") if strands else "",
        is_case=section == "cases",
    )
