"""Writing a lesson or a common issue, revising and publishing it."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import read_number
from community.drafts.forms import brought_back, offered
from community.drafts.queries import find_draft
from community.drafts.rules import Place
from community.errors import NotAllowed, Outdated
from community.groups.queries.groups import find_community
from community.groups.words import not_allowed
from community.languages import gettext, reader
from community.lessons import rules
from community.lessons.actions import lessons as actions
from community.lessons.actions.settling import settle
from community.lessons.forms import LessonForm
from community.lessons.models import Kind, Status
from community.lessons.queries import lessons as queries
from community.lessons.queries.passages import find_passage
from community.lessons.views import blueprint
from community.vocabularies.queries import terms_of


@blueprint.route("/lessons/new", methods=["GET", "POST"])
@login_required
def new_lesson(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    groups = {str(group.id): group for group in queries.groups_to_write_in(community, viewer=viewer)}
    if not groups:
        raise NotAllowed(gettext("Lessons are written by the coordinators, and in a subgroup by who facilitates it."))
    passage_id = read_number(request.args.get("passage"))
    passage = find_passage(community, passage_id, viewer=viewer) if passage_id else None
    place = request.args.get("group") or next(iter(groups))
    kept_in = Place("new-lesson", community.id)
    draft = find_draft(kept_in, viewer=viewer)
    form = LessonForm(
        kind=request.args.get("kind", Kind.LESSON), group=place, language=community.language, **brought_back(draft)
    )
    form.group.choices = [(key, group.name) for key, group in groups.items()]
    _offer_themes(community, form, [])

    def write():
        return actions.write(groups[form.group.data], kind=form.kind.data, by=viewer, **_typed(form))

    if form.carries_out(write):
        flash(gettext("The draft is saved. Choose the passages that it rests on, then publish it."))
        anchor = f"passage-{passage_id}" if passage else None
        return redirect(url_for("lessons.evidence", community=community.slug, slug=form.result.slug, _anchor=anchor))
    return render_template(
        "lessons/edit_lesson.html",
        community=community,
        section="lessons",
        lesson=None,
        form=form,
        passage=passage,
        passage_words=rules.words_for(viewer, passage) if passage else "",
        theirs=None,
        place=kept_in,
        draft=offered(draft),
    ), form.status


@blueprint.route("/lessons/<slug>/edit", methods=["GET", "POST"])
@login_required
def edit_lesson(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = queries.find_lesson(community, slug, viewer=viewer)
    if not rules.can_write_lessons(viewer, found.scope):
        raise not_allowed(
            found.scope, gettext("Lessons are changed by the coordinators, and in a subgroup by who facilitates it.")
        )
    present, theirs = queries.present_revision(found), None
    form = LessonForm(
        obj=present,
        kind=found.kind,
        based_on=str(found.revision_count),
        audience=found.audience,
        language=found.language,
    )
    del form.group  # a lesson stays where it was written
    form.kind.data = found.kind
    _offer_themes(community, form, present.themes)
    if found.language not in dict(form.language.choices):
        form.language.choices = [*form.language.choices, (found.language, found.language)]
    based_on = read_number(form.based_on.data) or 0
    try:
        if form.carries_out(lambda: actions.revise(found, based_on=based_on, by=viewer, **_typed(form))):
            flash(gettext("Revision %(n)d is saved.", n=found.revision_count))
            return redirect(url_for("lessons.lesson", community=community.slug, slug=found.slug))
    except Outdated as refusal:
        form.form_errors.append(refusal.message)
        theirs, form.based_on.data = queries.present_revision(found), str(found.revision_count)
    return render_template(
        "lessons/edit_lesson.html",
        community=community,
        section="lessons",
        lesson=found,
        form=form,
        passage=None,
        theirs=theirs,
    ), 409 if theirs else form.status


@blueprint.post("/lessons/<slug>/publication")
@login_required
def publication(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = queries.find_lesson(community, slug, viewer=viewer)
    settle(found, status=Status.ADOPTED, by=viewer)
    flash(gettext("It is published: its readers find it among the lessons."))
    return redirect(url_for("lessons.lesson", community=community.slug, slug=found.slug))


def _typed(form):
    said = (form.when, form.do, form.because, form.question, form.holds, form.holds_not, form.explanation)
    parts = (*said, form.audience, form.language)
    return {part.name: part.data or "" for part in parts} | {"themes": form.themes.data or []}


def _offer_themes(community, form, held):
    found = terms_of(["themes"], reader()[0], community_id=community.id, holding=held)["themes"]
    offered = [(term.key, term.label) for term in found]
    form.themes.choices = offered + [(key, key) for key in held if key not in dict(offered)]
