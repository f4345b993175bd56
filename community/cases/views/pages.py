"""The list of cases, and a case to read."""

from flask import render_template, request

from community.accounts.session import current_viewer
from community.cases import queries, rules, words
from community.cases.views import blueprint
from community.cases.views.facts import facts_of, sections_shown
from community.cases.views.finding import found
from community.discussions.queries.posts import posts_of
from community.discussions.rules import can_reply
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.groups.rules import can_take_part
from community.languages import reader
from community.lessons.queries.citations import citations_of_case, evidence_counts
from community.paging import read_key, write_key

POSTS_SHOWN = 3


@blueprint.get("/cases")
def case_list(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    chosen = {name: request.args.get(name, "")[:20] for name in ("status", "language")}
    before = read_key(request.args.get("before"))
    cases = queries.cases_in(
        community, viewer=viewer, before=before, status=chosen["status"], language=chosen["language"]
    )
    page, more = cases[: queries.CASES_A_PAGE], len(cases) > queries.CASES_A_PAGE
    return render_template(
        "cases/case_list.html",
        community=community,
        section="cases",
        cases=page,
        chosen=chosen,
        languages=words.LANGUAGES,
        older=write_key(page[-1].updated_at, page[-1].id) if more else None,
        evidence=evidence_counts([case.id for case in page], viewer=viewer),
        may_create=rules.can_create_somewhere(viewer, community.id),
    )


@blueprint.get("/cases/<slug>")
def case(community, slug):
    viewer = current_viewer()
    try:
        page = queries.case_page(community, slug, viewer=viewer)
    except Absent:
        _viewer, _community, former = found(community, slug)  # leads on to the present address, or is absent too
        page = queries.case_page(community, former.slug, viewer=viewer)
    language, scope, thread = reader()[0], page.scope, page.thread
    may_revise = rules.can_revise(viewer, page)
    return render_template(
        "cases/case.html",
        community=page.community,
        section="cases",
        case=page,
        scope=scope,
        sections=sections_shown(page.html, page.partners, language, is_open=may_revise),
        facts=facts_of(page.partners, page.choices, language),
        may_revise=may_revise,
        may_move=rules.can_move(viewer, page),
        may_settle=rules.can_settle(viewer, page),
        may_harvest=can_take_part(viewer, scope),
        may_reply=can_reply(viewer, thread),
        thread=thread,
        posts=posts_of(thread, after=max(0, thread.post_count - POSTS_SHOWN), limit=POSTS_SHOWN),
        citing=_by_lesson(citations_of_case(page.id, viewer=viewer)),
    )


def _by_lesson(citations):
    lessons: dict = {}
    for citation in citations:
        said = lessons.setdefault((citation.slug, citation.title, citation.language), {})
        said[citation.stance] = citation.stance_said
    return lessons
