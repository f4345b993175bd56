"""A case to read."""

import json

from flask import render_template, request, url_for

from community.accounts.session import current_viewer
from community.cases import queries, rules
from community.cases.completeness import completeness_of
from community.cases.models import Status
from community.cases.queries.attached import files_in
from community.cases.queries.forms import form_at
from community.cases.views import blueprint
from community.cases.views.facts import facts_of, sections_shown
from community.cases.views.finding import found
from community.cases.views.marking import marked_sections
from community.discussions.queries.posts import posts_of
from community.discussions.rules import can_reply
from community.errors import Absent
from community.fragments import fragment
from community.groups.rules import can_take_part
from community.languages import reader
from community.lessons.queries.marks import citations_in, marks_of_case
from community.links.queries.linking import linking_to_case
from community.links.queries.meaning import links_in

POSTS_SHOWN = 3
_OFFERING = {Status.SKETCHED.value: "offer", Status.OFFERED.value: "withdrawal"}


@blueprint.get("/cases/<slug>")
def case(community, slug):
    viewer = current_viewer()
    try:
        page, thread = queries.case_page(community, slug, viewer=viewer)
    except Absent:
        _viewer, _community, former = found(community, slug)  # leads on to the present address, or is absent too
        page, thread = queries.case_page(community, former.slug, viewer=viewer)
    posts = posts_of(thread, after=max(0, thread.post_count - POSTS_SHOWN), limit=POSTS_SHOWN)
    texts = (page.html_json, *(post.html for post in posts))
    files, links = files_in(*texts, viewer=viewer), links_in(*texts, viewer=viewer)
    begin = f"/c/{page.community_slug}/cases/new" if rules.can_create_somewhere(viewer, page.community_id) else ""
    may_move = rules.can_move(viewer, page)
    body = fragment(
        "cases/body.html",
        _body,
        case=page,
        community=page.community,
        files=files,
        links=links,
        begin=begin,
        knows_people=viewer.belongs_to(page.community_id),
        may_revise=rules.can_revise(viewer, page),
        may_read_consent=rules.can_read_consent(viewer, page),
        may_harvest=can_take_part(viewer, page.scope) and page.status != Status.WITHDRAWN,
        may_change=may_move or rules.can_settle(viewer, page),
        may_move=may_move,
        marks=marks_of_case(page.id, viewer=viewer),
        are_marks_shown=request.args.get("marks") != "0",
        offering=_OFFERING.get(page.status) if rules.can_offer(viewer, page) else None,
        began=_began(page, viewer),
        thread=thread,
        posts=posts,
        linking=linking_to_case(page.id, slug=page.slug, community_id=page.community_id, viewer=viewer),
        may_reply=can_reply(viewer, thread),
        sign_in_at=None if viewer.is_authenticated else url_for("accounts.sign_in", next=request.path),
    )
    return render_template("cases/case.html", community=page.community, section="cases", case=page, body=body)


def _began(page, viewer):
    """Return where a sketch began, if in an introduction; later its history says more."""
    is_asked = page.status == Status.SKETCHED and viewer.belongs_to(page.community_id)
    return queries.where_it_began(page.id) if is_asked else None


def _body(case, may_revise, marks, **_shown):
    html, partners, choices = (json.loads(text) for text in (case.html_json, case.partners_json, case.choices_json))
    language, outline = reader()[0], form_at(case.community_id, case.form_edition)
    return {
        "html": html,
        "marked": marked_sections(html, marks),
        "citing": _by_lesson(citations_in(marks)),
        "source": json.loads(case.source_json or "null"),
        "sections": sections_shown(html, partners, language, outline=outline, is_open=may_revise),
        "facts": facts_of(partners, choices, language, edition=case.edition, community_id=case.community_id),
        "completeness": completeness_of(outline, html, partners, language) if may_revise else None,
    }


def _by_lesson(citations):
    lessons: dict = {}
    for citation in citations:
        said = lessons.setdefault((citation.slug, citation.title, citation.language), {})
        said[citation.stance] = citation.stance_said
    return lessons
