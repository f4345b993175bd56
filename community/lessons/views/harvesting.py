"""Marking words, paragraphs or a whole post as worth learning from."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import safe_next
from community.cases import versions
from community.cases.queries import finding, revisions
from community.cases.queries.forms import form_of
from community.discussions.queries.posts import POSTS_A_PAGE, find_post
from community.errors import Absent, Invalid
from community.groups.queries.groups import find_community
from community.groups.words import not_allowed
from community.languages import gettext, ngettext, reader
from community.lessons import rules
from community.lessons.actions import passages as actions
from community.lessons.actions import selecting
from community.lessons.blocks import blocks_of
from community.lessons.forms import HarvestForm, ParagraphsForm
from community.lessons.marking import Selection, find_selected
from community.lessons.queries.passages import harvested_in
from community.lessons.views import blueprint
from community.links.queries.meaning import links_in
from community.rendering import render

SECTION_LENGTH = 40


@blueprint.get("/posts/<int:post_id>/harvest")
@login_required
def harvest_post(community, post_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    post = find_post(community, post_id, viewer=viewer)
    if not rules.can_harvest_post(viewer, post):
        raise not_allowed(post.thread.scope, gettext("You can read this discussion but not mark passages in it."))
    return _post_page(community, post, HarvestForm())


@blueprint.post("/posts/<int:post_id>/passages")
@login_required
def mark_post(community, post_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    post = find_post(community, post_id, viewer=viewer)
    form = HarvestForm()
    if _is_asked(form):
        return _post_page(community, post, form)

    def mark():
        why = form.why.data or ""
        if form.exact.data:
            return [selecting.harvest_words_of_post(post, _selected(form), why=why, by=viewer)]
        if form.places.data:
            return selecting.harvest_parts_of_post(post, form.places.data, why=why, by=viewer)
        return [actions.harvest_post(post, why=why, by=viewer)]

    if form.carries_out(mark):
        if form.exact.data or form.places.data:
            flash(_said_marked(len(form.result)))
        else:
            flash(gettext("The post is marked. It waits in the tray for a lesson."))
        after = (post.number - 1) // POSTS_A_PAGE * POSTS_A_PAGE
        return redirect(
            url_for(
                "discussions.thread",
                community=community.slug,
                thread_id=post.thread_id,
                after=after or None,
                _anchor=f"post-{post.number}",
            )
        )
    return _post_page(community, post, form)


@blueprint.get("/cases/<slug>/harvest")
@login_required
def harvest_case(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    case = _case(community, slug, viewer)
    if not rules.can_harvest_case(viewer, case):
        raise not_allowed(case.scope, gettext("You can read this case but not mark passages in it."))
    form = ParagraphsForm(back=_came_from(community), only=request.args.get("section", "")[:SECTION_LENGTH])
    return _case_page(community, case, revisions.find_revision(case, case.revision_count), form, viewer)


@blueprint.post("/cases/<slug>/passages")
@login_required
def mark_case(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    case = _case(community, slug, viewer)
    form = ParagraphsForm()
    seen = versions.read(form.revision.data or "")
    revision = revisions.find_revision(case, seen[0] if seen else case.revision_count)
    places = [(anchor.rpartition("-")[0], anchor) for anchor in form.places.data or []]
    if _is_asked(form):
        return _case_page(community, case, revision, form, viewer)

    def mark():
        if form.exact.data:
            why = form.why.data or ""
            return [selecting.harvest_words(case, revision, _selected(form), why=why, by=viewer)]
        return actions.harvest_paragraphs(
            case, revision, places=places, seen=form.revision.data if seen else None, why=form.why.data or "", by=viewer
        )

    if form.carries_out(mark):
        flash(_said_marked(len(form.result)))
        return redirect(_back(form, community, case))
    return _case_page(community, case, revision, form, viewer)


def _is_asked(form):
    """Say whether words came that were selected on a page, to be asked about before they are marked."""
    form.is_preview = "ask" in request.form and bool(form.exact.data)
    return form.is_preview


def _selected(form):
    section = getattr(form, "section", None)
    typed = (form.exact.data, form.before.data, form.after.data, section.data if section is not None else "")
    return Selection(*(text or "" for text in typed))


def _found(form, html, *, of_post=False):
    """Return the selected words as they are saved; None where they are not, which the form then says."""
    if not form.exact.data:
        return None
    try:
        found = find_selected(_selected(form), html, of_post=of_post)
    except Invalid as refusal:
        if refusal.message not in form.form_errors:
            form.refuse(refusal.field, refusal.message)
        return None
    form.exact.data, form.before.data, form.after.data = found.exact, found.before, found.after
    return found


def _said_marked(number):
    return ngettext(
        "One passage is marked. It waits in the tray for a lesson.",
        "%(num)d passages are marked. They wait in the tray for a lesson.",
        number,
    )


def _came_from(community):
    """Return the table of cases that somebody came from, to go back there; None where they came from elsewhere."""
    came = urlsplit(request.referrer or "")
    is_table = came.path == url_for("cases.matrix", community=community.slug) and came.netloc == request.host
    return f"{came.path}?{came.query}" if is_table else None


def _back(form, community, case):
    """Return where somebody goes on: in the table of cases, at the cell that they marked a passage of."""
    if came := safe_next(form.back.data):
        return f"{came}#{form.only.data}.{case.slug}" if form_of(community.id).find(form.only.data) else came
    return url_for("cases.case", community=community.slug, slug=case.slug)


def _case(community, slug, viewer):
    try:
        return finding.find_case(community, slug, viewer=viewer)
    except Absent:
        return finding.find_former(community, slug, viewer=viewer)


def _post_page(community, post, form):
    found = _found(form, post.revision.html, of_post=True)
    return render_template(
        "lessons/harvest_post.html",
        community=community,
        section="discussions",
        post=post,
        form=form,
        selected=found,
        blocks=[block for block in render(post.revision.source).blocks if block.own],
        chosen=frozenset(form.places.data or []),
        links=links_in(post.revision.html, viewer=current_viewer()),
    ), form.status


def _case_page(community, case, revision, form, viewer):
    found = _found(form, revision.html.get(form.section.data, ""))
    only = form.only.data or (form.section.data if form.section.data in revision.html else "")
    marks: dict[tuple[str | None, str], list[str]] = {}
    for mark in harvested_in(revision.id, viewer=viewer):
        marks.setdefault((mark.section, mark.exact), []).append(mark.harvested_by)
    sections = [
        (section.key, section.label(reader()[0]), blocks_of(section.key, revision.sections[section.key]))
        for section in form_of(community.id).sections_with(revision.sections)
        if section.key in revision.sections and only in ("", section.key)
    ]
    return render_template(
        "lessons/harvest_case.html",
        community=community,
        section="cases",
        case=case,
        revision=revision,
        sections=sections,
        marks=marks,
        form=form,
        selected=found,
        section_name=next((label for key, label, _blocks in sections if key == form.section.data), ""),
        back=_back(form, community, case),
        chosen=frozenset(form.places.data or []),
    ), form.status
