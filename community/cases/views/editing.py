"""Revising a case, all of it or one section: what two people write at once is brought together."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases import forms, queries, rules, state
from community.cases.actions import writing
from community.cases.completeness import completeness_of
from community.cases.form import Outline
from community.cases.merge import changed
from community.cases.models import Case, CaseRevision
from community.cases.queries.forms import form_of
from community.cases.views import blueprint, merging
from community.cases.views.comparing import differing
from community.cases.views.facts import terms_to_choose
from community.cases.views.finding import found
from community.cases.views.presence import others_said
from community.drafts.forms import offered
from community.drafts.queries import find_draft
from community.drafts.rules import Place
from community.errors import Absent
from community.groups.words import not_allowed
from community.languages import gettext, reader
from community.lessons.queries.resting import resting_on_case, touched_in_case
from community.lessons.views.touching import say_touched
from community.texts.views.previews import is_preview, previewed
from community.web import reads_first


@blueprint.route("/cases/<slug>/edit", methods=["GET", "POST"])
@login_required
@reads_first
def edit(community, slug):
    viewer, community, case = found(community, slug)
    return _edit(viewer, community, case)


@blueprint.route("/cases/<slug>/edit/<section>", methods=["GET", "POST"])
@login_required
@reads_first
def edit_section(community, slug, section):
    viewer, community, case = found(community, slug)
    return _edit(viewer, community, case, section)


class Desk(NamedTuple):
    """What lies ready where somebody writes: the case as it is now, and the parts of it that are on the form."""

    community: object
    case: Case
    present: CaseRevision
    outline: Outline
    sections: tuple
    only: str | None
    terms: dict
    language: str

    @property
    def place(self):
        """Where drafts of this form are kept."""
        return Place("case", self.case.id, self.only or "")

    @property
    def texts(self):
        """The fields that hold long texts."""
        return [forms.PREFIX + section.key for section in self.sections]

    @property
    def fields(self):
        """The fields of the form that hold a part of the case."""
        rows = ["partner_rows"] if self.only in (None, "partners") else []
        return [*self.texts, *rows] if self.only else ["title", *self.texts, *rows, *forms.CHOICES]

    def opened(self, **filled):
        """Return the form, filled with these values or with what was sent."""
        return forms.opened(self.sections, self.terms, self.language, **filled)

    def show(self, form, **more):
        """Return the page that the form is on."""
        forms.offer_in_rows(form, self.terms)
        return render_template(
            "cases/edit_section.html" if self.only else "cases/edit.html",
            community=self.community,
            section="cases",
            case=self.case,
            present=self.present,
            form=form,
            sections=self.sections,
            language=self.language,
            limits=rules,
            place=self.place,
            only=self.only,
            resting=resting_on_case(self.case.id, viewer=current_viewer(), only=self.only),
            completeness=completeness_of(self.outline, self.present.sections, self.present.partners, self.language),
            **more,
        )


def _edit(viewer, community, case, only=None):
    if not rules.can_revise(viewer, case):
        raise not_allowed(case.scope, gettext("You can read this case but not write in it."))
    present, language = case.revision, reader()[0]
    outline = form_of(community.id)
    sections = outline.sections_with(present.sections)
    if only is not None:
        sections = tuple(section for section in sections if section.key == only)
        if not sections:
            raise Absent
    terms = terms_to_choose(community.id, present, language)
    desk = Desk(community, case, present, outline, sections, only, terms, language)
    if request.method == "GET":
        return _begin(desk, viewer)
    form = desk.opened(formdata=merging.settled(request.form))
    if "more" in request.form:
        form.add_rows()
        return desk.show(form)
    if is_preview():
        return desk.show(
            previewed(form, desk.texts, community=community, viewer=viewer), others=others_said(case, viewer)
        )
    if "go_on" in request.form:
        return desk.show(form)
    former, resting = present.version, resting_on_case(case.id, viewer=viewer)
    try:
        if form.carries_out(lambda: _revise(desk, form, viewer)):
            _say_saved(desk, former, form.result)
            say_touched(touched_in_case(resting, form.result.html))
            return redirect(url_for("cases.case", community=community.slug, slug=case.slug, _anchor=only))
    except writing.SavedMeanwhile as refusal:
        shown = merging.shown(
            refusal, form, desk.fields, outline.sections_with(refusal.current.sections), language, community.id
        )
        return render_template(
            "cases/merging.html",
            community=community,
            section="cases",
            case=case,
            form=form,
            place=desk.place,
            only=only,
            **shown,
        ), 409
    return desk.show(form, others=others_said(case, viewer)), form.status


def _begin(desk, viewer):
    """Return the form with the case as it is now, or with what one was writing before."""
    present = forms.values_of(desk.present, desk.sections)
    draft = find_draft(desk.place, viewer=viewer)
    form = desk.opened(**present, based_on=desk.present.version)
    differs = []
    if draft is not None:
        former = desk.opened(formdata=draft.sent)
        typed = {name: former.parts[name] for name in desk.fields}
        differs = differing(
            {name: present[name] for name in desk.fields}, typed, desk.sections, desk.language, desk.community.id
        )
        if "draft" in request.args:
            form = former
    is_offered = differs and form is not former
    form.add_rows()
    return desk.show(
        form, draft=offered(draft) if is_offered else None, differs=differs, others=others_said(desk.case, viewer)
    )


def _revise(desk, form, viewer):
    parts = form.parts
    given = {name: parts[name] for name in desk.fields}
    return writing.revise(
        desk.case,
        title=given.get("title"),
        partners=given.get("partner_rows"),
        change=form.change.data or "",
        by=viewer,
        sections={section.key: parts[forms.PREFIX + section.key] for section in desk.sections},
        choices={name: parts[name] for name in forms.CHOICES} if desk.only is None else None,
        only=[desk.only] if desk.only else None,
        based_on=form.based_on.data or "",
        may_amend=True,
    )


def _say_saved(desk, former, revision):
    if revision.version == former:
        flash(gettext("Nothing had changed, so there is no new revision."))
    elif revision.amendments:
        flash(gettext("Saved. It is part of revision %(n)d, which you began a moment ago.", n=revision.number))
    elif revision.merged_from and (base := queries.find_state(desk.case, revision.merged_from)):
        before = queries.find_revision(desk.case, revision.number - 1)
        theirs = changed(base, state.held_by(before))
        flash(
            merging.brought_together(
                revision, theirs, before, desk.outline.sections_with(revision.sections), desk.language
            )
        )
    else:
        flash(gettext("Revision %(n)d is saved.", n=revision.number))
