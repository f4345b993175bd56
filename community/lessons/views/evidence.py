"""Choosing what a lesson rests on."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import read_number
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.actions import lessons as actions
from community.lessons.forms import EvidenceForm
from community.lessons.queries import evidence as queries
from community.lessons.queries import passages
from community.lessons.queries.lessons import find_lesson, present_revision
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.reading import section_names
from community.paging import read_key, write_key


@blueprint.get("/lessons/<slug>/evidence")
@login_required
def evidence(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = find_lesson(community, slug, viewer=viewer)
    if not rules.can_write_lessons(viewer, found.scope):
        raise not_allowed(
            found.scope, gettext("Evidence is chosen by the coordinators, and in a subgroup by who facilitates it.")
        )
    return _page(community, found, viewer, EvidenceForm())


@blueprint.post("/lessons/<slug>/evidence")
@login_required
def cite(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = find_lesson(community, slug, viewer=viewer)
    form = EvidenceForm()
    passage_id = read_number(form.passage.data)
    if passage_id is None:
        raise Absent
    passage = passages.find_passage(community, passage_id, viewer=viewer)
    form.stance.id, form.note.id = f"stance-{passage_id}", f"note-{passage_id}"
    if form.carries_out(
        lambda: actions.cite(found, passage, stance=form.stance.data, note=form.note.data or "", by=viewer)
    ):
        flash(gettext("The passage is among the evidence."))
        return redirect(
            url_for("lessons.evidence", community=community.slug, slug=found.slug, before=request.args.get("before"))
        )
    return _page(community, found, viewer, form)


@blueprint.post("/lessons/<slug>/evidence/<int:evidence_id>/removal")
@login_required
def removal(community, slug, evidence_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = find_lesson(community, slug, viewer=viewer)
    piece = queries.find_evidence(found, evidence_id, viewer=viewer)
    actions.withdraw_evidence(found, piece, by=viewer)
    flash(gettext("The lesson does not rest on this passage any more. It is still in the tray."))
    return redirect(url_for("lessons.evidence", community=community.slug, slug=found.slug))


@blueprint.post("/lessons/<slug>/evidence/<int:evidence_id>/confirmation")
@login_required
def confirmation(community, slug, evidence_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = find_lesson(community, slug, viewer=viewer)
    piece = queries.find_evidence(found, evidence_id, viewer=viewer)
    actions.confirm_evidence(found, piece, by=viewer)
    flash(gettext("The passage stays among the evidence, as it was when it was marked."))
    return redirect(
        url_for("lessons.lesson", community=community.slug, slug=found.slug, _anchor=f"evidence-{piece.id}")
    )


def _page(community, found, viewer, form):
    pieces = queries.evidence_of(found, viewer=viewer)
    rows = passages.passages_in(
        community, viewer=viewer, citable_in=found.group, before=read_key(request.args.get("before"))
    )
    page, more = rows[: passages.PASSAGES_A_PAGE], len(rows) > passages.PASSAGES_A_PAGE
    return render_template(
        "lessons/evidence.html",
        community=community,
        section="lessons",
        lesson=found,
        said=present_revision(found),
        words=words_in(found.language),
        pieces=pieces,
        cited={piece.passage_id: piece for piece in pieces},
        page=page,
        form=form,
        section_names=section_names(community, [p.source for p in pieces] + [p.source for p in page]),
        older=write_key(page[-1].harvested_at, page[-1].id) if more else None,
    ), form.status
