"""Trying a lesson, being asked what came of it, and reporting that."""

from flask import flash, redirect, render_template, request
from flask_login import login_required

from community.errors import Absent
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.actions import uses as actions
from community.lessons.forms import UseForm
from community.lessons.queries import naming
from community.lessons.queries import voices as queries
from community.lessons.queries.lessons import present_revision
from community.lessons.queries.trials import open_trial
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.finding import address, found, the_one
from community.lessons.words import stage_names, stages_explained
from community.paging import read_key, write_key


@blueprint.get("/lessons/<slug>/uses")
def uses(community, slug):
    viewer, community, lesson = found(community, slug)
    rows = queries.uses_of(lesson, viewer=viewer, before=read_key(request.args.get("before")))
    page, more = rows[: queries.USES_A_PAGE], len(rows) > queries.USES_A_PAGE
    return render_template(
        "lessons/uses.html",
        community=community,
        section="lessons",
        lesson=lesson,
        said_of=queries.said_of(lesson),
        page=page,
        stages=stage_names(),
        older=write_key(*page[-1].key) if more else None,
    )


@blueprint.post("/lessons/<slug>/trial")
@login_required
def trial(community, slug):
    viewer, community, lesson = found(community, slug)
    actions.plan(lesson, by=viewer)
    flash(gettext("Good. In some months you are asked what came of it."))
    return redirect(address(community, lesson, "uses"))


@blueprint.post("/lessons/<slug>/trial/postponement")
@login_required
def trial_postponement(community, slug):
    viewer, community, lesson = found(community, slug)
    actions.postpone(lesson, by=viewer)
    flash(gettext("You are asked again in some months."))
    return redirect(_back(community, lesson))


@blueprint.post("/lessons/<slug>/trial/end")
@login_required
def trial_end(community, slug):
    viewer, community, lesson = found(community, slug)
    actions.give_up(lesson, by=viewer)
    flash(gettext("Noted: you did not use it. You are not asked again, and can still report a use at any time."))
    return redirect(_back(community, lesson))


@blueprint.route("/lessons/<slug>/uses/new", methods=["GET", "POST"])
@login_required
def new_use(community, slug):
    viewer, community, lesson = found(community, slug)
    if not rules.can_speak(viewer, lesson):
        raise not_allowed(lesson.scope, gettext("Members report how they used a lesson; readers only read."))
    return _page(community, lesson, viewer, None, UseForm())


@blueprint.route("/lessons/<slug>/uses/<int:use_id>/edit", methods=["GET", "POST"])
@login_required
def edit_use(community, slug, use_id):
    viewer, community, lesson = found(community, slug)
    use = queries.find_use(lesson, use_id)
    if use.person_id != viewer.person_id and use.taken_back_at is not None:
        raise Absent
    if not rules.can_change_report(viewer, use):
        raise not_allowed(lesson.scope, gettext("A report is changed by who wrote it."))
    return _page(community, lesson, viewer, use, UseForm(data=_held(use, viewer)))


@blueprint.post("/lessons/<slug>/uses/<int:use_id>/removal")
@login_required
def use_removal(community, slug, use_id):
    viewer, community, lesson = found(community, slug)
    actions.take_back(queries.find_use(lesson, use_id), by=viewer)
    flash(gettext("Your report is taken back. It is kept for you: you can bring it back."))
    return redirect(address(community, lesson, "uses"))


@blueprint.post("/lessons/<slug>/uses/<int:use_id>/return")
@login_required
def use_return(community, slug, use_id):
    viewer, community, lesson = found(community, slug)
    actions.bring_back(queries.find_use(lesson, use_id), by=viewer)
    flash(gettext("Your report counts again."))
    return redirect(address(community, lesson, "uses"))


def _page(community, lesson, viewer, use, form):
    names, explained = stage_names(), stages_explained()
    form.stage.choices = [(stage, f"{names[stage]}: {explained[stage]}") for stage in names]
    typed = request.form.get("case", "").strip()
    meant = naming.cases_meant(community, typed, viewer=viewer).things

    def report():
        said = {name: form[name].data or "" for name in ("place", "adapted", "outcome", "stage")}
        case = the_one("case", meant) if typed else None
        if use is None:
            return actions.report(lesson, **said, case=case, by=viewer)
        return actions.change_report(use, **said, case=case, by=viewer)

    if form.carries_out(report):
        flash(
            gettext("Your report is there. Everyone whose words carry the lesson is told.")
            if use is None
            else gettext("Your report is changed.")
        )
        return redirect(address(community, lesson, f"use-{form.result.id}"))
    return render_template(
        "lessons/use.html",
        community=community,
        section="lessons",
        lesson=lesson,
        said=present_revision(lesson),
        words=words_in(lesson.language),
        use=use,
        form=form,
        meant=meant if len(meant) > 1 else (),
        titles=naming.titles_of_newest_cases(community, viewer=viewer),
        tries=open_trial(lesson, viewer=viewer),
    ), form.status


def _held(use, viewer):
    """Return what the form of a report begins with; a case that its reporter may not read any more is left out."""
    is_named = use.case is not None and rules.can_name_case(viewer, use.case, use.lesson.scope)
    said = {name: getattr(use, name) for name in ("place", "adapted", "outcome", "stage")}
    return said | {"case": use.case.title if is_named else ""}


def _back(community, lesson):
    return "/" if request.form.get("back") == "desk" else address(community, lesson, "uses")
