"""A draft before the plenary: its text and evidence, where everybody stands, what was decided, the discussion beside it."""

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.addresses import read_number
from community.cases.difference import compare_texts
from community.cases.rules import can_create_somewhere
from community.discussions.queries.posts import posts_of
from community.errors import Outdated
from community.groups.queries.members import writers_of
from community.languages import gettext
from community.lessons.models import Kind
from community.lessons.queries import evidence, lessons
from community.lessons.rules import can_write_lessons
from community.lessons.sentences import words_in
from community.lessons.views.reading import section_names
from community.links.queries.meaning import links_in
from community.plenaries import rules
from community.plenaries.actions import agreeing, deciding
from community.plenaries.forms import BringingForm, DecisionForm, VoiceForm
from community.plenaries.naming import stand_names, verdict_names
from community.plenaries.queries import drafts as queries
from community.plenaries.queries.reports import Outcome, outcomes_of
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found

POSTS_BESIDE = 5


@blueprint.get("/<slug>/drafts/<drafted>")
def draft(community, slug, drafted):
    viewer, community, plenary, lesson, present = _found(community, slug, drafted)
    if lesson.slug != drafted:
        return redirect(_here(community, plenary, lesson))
    return _page(community, plenary, present, viewer)


@blueprint.post("/<slug>/drafts")
@login_required
def drafts(community, slug):
    viewer, community, plenary = found(community, slug)
    form = BringingForm()

    def bring():
        lesson = lessons.find_lesson(community, form.lesson.data or "", viewer=viewer)
        return agreeing.bring_lesson(plenary, lesson, by=viewer)

    if form.carries_out(bring):
        flash(gettext("It is before the plenary now: all who follow it can read it and speak about it."))
        return redirect(_here(community, plenary, form.result.lesson))
    flash(next(message for messages in form.errors.values() for message in messages), "error")
    return redirect(url_for("plenaries.plenary", community=community.slug, slug=plenary.slug, _anchor="drafts"))


@blueprint.post("/<slug>/drafts/<drafted>/voices")
@login_required
def voices(community, slug, drafted):
    viewer, community, plenary, lesson, present = _found(community, slug, drafted)
    form = VoiceForm()

    def speak():
        return agreeing.speak(
            present,
            stand=form.stand.data or "",
            because=form.because.data or "",
            seen=read_number(form.seen.data) or 0,
            by=viewer,
        )

    if form.carries_out(speak):
        flash(gettext("Where you stand is noted. You can say it otherwise until it is decided."))
        return redirect(_here(community, plenary, lesson, _anchor="voices"))
    form.seen.data = str(present.lesson.revision_count)
    return _page(community, plenary, present, viewer, voice=form)


@blueprint.post("/<slug>/drafts/<drafted>/decision")
@login_required
def decision(community, slug, drafted):
    viewer, community, plenary, lesson, present = _found(community, slug, drafted)
    form, status = DecisionForm(), None

    def decide():
        deciding.decide(
            present,
            verdict=form.verdict.data or "",
            sentence=form.sentence.data or "",
            seen=read_number(form.seen.data) or 0,
            question=form.question.data or "",
            owner=form.owner.data,
            by=viewer,
        )

    try:
        if form.carries_out(decide):
            flash(gettext("The decision is recorded. Everybody who takes part is told."))
            return redirect(_here(community, plenary, lesson))
    except Outdated as refusal:
        form.form_errors.append(refusal.message)
        form.seen.data, status = str(present.lesson.revision_count), 409
    return _page(community, plenary, present, viewer, decision=form, status=status)


@blueprint.post("/<slug>/drafts/<drafted>/reopening")
@login_required
def reopening(community, slug, drafted):
    viewer, community, plenary, lesson, present = _found(community, slug, drafted)
    deciding.take_back(present, by=viewer)
    flash(gettext("The decision is taken back. What everybody said stays."))
    return redirect(_here(community, plenary, lesson))


def _found(community, slug, drafted):
    viewer, community, plenary = found(community, slug)
    lesson = lessons.find_lesson(community, drafted, viewer=viewer)
    return viewer, community, plenary, lesson, queries.find_draft(plenary, lesson)


def _here(community, plenary, lesson, **more):
    return url_for("plenaries.draft", community=community.slug, slug=plenary.slug, drafted=lesson.slug, **more)


def _page(community, plenary, present, viewer, *, voice=None, decision=None, status=None):
    lesson = present.lesson
    number = present.decided_revision or lesson.revision_count
    said = queries.voices_on(present, viewer=viewer)
    texts = queries.texts_of(lesson, {number, lesson.revision_count, *(line.revision for line in said)})
    text, pieces = texts[number], evidence.evidence_of(lesson, viewer=viewer)
    standing = queries.standing_of(present, plenary, number)
    mine = next((line for line in said if line.person_id == viewer.person_id), None)
    may_decide = rules.can_decide(viewer, plenary) and present.verdict is None and lesson.status == "plenary"
    may_speak = rules.can_speak(viewer, plenary) and present.verdict is None and lesson.status == "plenary"
    spoke_now = {line.person_id for line in said if line.revision == number}
    posts = posts_of(plenary.thread, after=max(0, plenary.thread.post_count - POSTS_BESIDE))
    refused = next((form for form in (voice, decision) if form is not None), None)
    return render_template(
        "plenaries/draft.html",
        community=community,
        section="lessons",
        plenary=plenary,
        draft=present,
        lesson=lesson,
        text=text,
        number=number,
        words=words_in(lesson.language),
        pieces=pieces,
        tally=evidence.tally_of(pieces),
        section_names=section_names(community, (piece.source for piece in pieces)),
        stands=stand_names(),
        verdicts=verdict_names(),
        standing=standing,
        voices=sorted((line for line in said if line.revision == number), key=_weight),
        organisations=_by_organisation([line for line in said if line.revision == number]),
        earlier=_earlier(said, texts, number),
        not_again=[line for line in _latest(said) if line.person_id not in spoke_now],
        mine=mine,
        voice=(voice or _voice_form(lesson, mine)) if may_speak or voice else None,
        may_speak=may_speak,
        decision=_offer(decision or _decision_form(lesson, standing), plenary, lesson)
        if may_decide or decision
        else None,
        may_decide=may_decide,
        may_reopen=rules.can_decide(viewer, plenary) and present.verdict is not None,
        may_write=can_write_lessons(viewer, lesson.scope),
        outcome=_outcome(plenary, present, viewer),
        posts=posts,
        links=links_in(text.html, *(post.html for post in posts), viewer=viewer),
        begin=f"/c/{community.slug}/cases/new" if can_create_somewhere(viewer, community.id) else "",
        may_join=rules.can_join(viewer, plenary),
    ), status or (refused.status if refused else 200)


def _voice_form(lesson, mine):
    own = mine if mine and mine.revision == lesson.revision_count else None
    return VoiceForm(
        formdata=None,
        seen=str(lesson.revision_count),
        stand=own.stand if own else None,
        because=own.because if own else "",
    )


def _decision_form(lesson, standing):
    fitting = rules.fitting_verdict(lesson.kind, standing.counts)
    return DecisionForm(formdata=None, seen=str(lesson.revision_count), verdict=fitting.value)


def _offer(form, plenary, lesson):
    names = verdict_names()
    form.verdict.choices = [(verdict.value, names[verdict]) for verdict in rules.VERDICTS[Kind(lesson.kind)]]
    form.owner.choices = [(0, gettext("Choose a member")), *writers_of(plenary.community)]
    if lesson.kind == Kind.ISSUE:
        del form.question  # it is the question itself that is taken further
    return form


def _outcome(plenary, present, viewer) -> Outcome | None:
    if present.verdict is None:
        return None
    return next((one for one in outcomes_of(plenary, viewer=viewer) if one.draft_id == present.id), None)


def _earlier(said, texts, number):
    """Return what was said to each earlier text, with what became of that text since."""
    numbers = sorted({line.revision for line in said if line.revision != number}, reverse=True)
    return [
        (
            revision,
            [line for line in said if line.revision == revision],
            compare_texts(_flat(texts[revision]), _flat(texts[number])),
        )
        for revision in numbers
    ]


def _by_organisation(voices):
    """Return where those of each organisation stand; they come in its order."""
    return [
        (name, [line.stand for line in group]) for name, group in groupby(voices, key=lambda line: line.organisation)
    ]


def _weight(line):
    """Put first what asks for an answer."""
    return ("object", "context", "remark", "agree").index(line.stand)


def _latest(said):
    """Return the last that each person said."""
    found: dict = {}
    for line in said:
        found.setdefault(line.person_id, line)
    return list(found.values())


def _flat(text):
    parts = (text.when, text.do, text.because, text.question, text.explanation)
    return "\n\n".join(part for part in parts if part)
