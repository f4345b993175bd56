"""What members say of a lesson out of their own experience."""

from flask import flash, redirect, render_template, request
from flask_login import login_required

from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.actions import voices as actions
from community.lessons.forms import VoiceForm
from community.lessons.queries import naming
from community.lessons.queries import voices as queries
from community.lessons.queries.lessons import present_revision
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.finding import address, found, the_one
from community.lessons.voices import VoiceKind
from community.paging import read_key, write_key


@blueprint.get("/lessons/<slug>/voices")
def voices(community, slug):
    viewer, community, lesson = found(community, slug)
    rows = queries.voices_on(lesson, viewer=viewer, before=read_key(request.args.get("before")))
    page, more = rows[: queries.VOICES_A_PAGE], len(rows) > queries.VOICES_A_PAGE
    return render_template(
        "lessons/voices.html",
        community=community,
        section="lessons",
        lesson=lesson,
        said_of=queries.said_of(lesson),
        page=page,
        older=write_key(*page[-1].key) if more else None,
    )


@blueprint.route("/lessons/<slug>/voice", methods=["GET", "POST"])
@login_required
def voice(community, slug):
    viewer, community, lesson = found(community, slug)
    if not rules.can_speak(viewer, lesson):
        raise not_allowed(lesson.scope, gettext("Members say of a lesson what they know; readers only read."))
    own = queries.own_voice(lesson, viewer=viewer)
    asked = request.args.get("kind")
    kind = asked if asked in tuple(VoiceKind) else own.kind if own else None
    form = VoiceForm(kind=kind, sentence=own.sentence if own else "", case=own.case_title or "" if own else "")
    typed = request.form.get("case", "").strip()
    meant = naming.cases_meant(community, typed, viewer=viewer).things

    def give():
        case = the_one("case", meant) if typed else None
        return actions.give(lesson, kind=form.kind.data, sentence=form.sentence.data or "", case=case, by=viewer)

    if form.carries_out(give):
        flash(gettext("Your voice is there, with your name."))
        return redirect(address(community, lesson, "voices"))
    return render_template(
        "lessons/voice.html",
        community=community,
        section="lessons",
        lesson=lesson,
        said=present_revision(lesson),
        words=words_in(lesson.language),
        form=form,
        meant=meant if len(meant) > 1 else (),
        titles=naming.titles_of_newest_cases(community, viewer=viewer),
        has_voice=own is not None and own.taken_back_at is None,
    ), form.status


@blueprint.post("/lessons/<slug>/voice/removal")
@login_required
def voice_removal(community, slug):
    viewer, community, lesson = found(community, slug)
    actions.take_back(lesson, by=viewer)
    flash(gettext("Your voice is taken back. It is kept for you: you can give it again."))
    return redirect(address(community, lesson, "voices"))


@blueprint.post("/lessons/<slug>/voice/return")
@login_required
def voice_return(community, slug):
    viewer, community, lesson = found(community, slug)
    actions.give_again(lesson, by=viewer)
    flash(gettext("Your voice counts again."))
    return redirect(address(community, lesson, "voices"))
