"""Beginning a case, and revising one: whoever saves second sees both texts and loses nothing."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases import forms, rules, state
from community.cases.actions import writing
from community.cases.form import sections_with
from community.cases.views import blueprint
from community.cases.views.comparing import merge_edits
from community.cases.views.finding import found
from community.errors import NotAllowed
from community.groups.queries.groups import find_community, find_group, groups_to_write_in
from community.languages import gettext, reader
from community.vocabularies.queries import terms_of
from community.web import reads_first


@blueprint.route("/cases/new", methods=["GET", "POST"])
@login_required
@reads_first
def new_case(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    form = forms.NewCaseForm(group=request.args.get("group"), language=community.language)
    form.group.choices = [(str(group.id), group.name) for group in groups_to_write_in(community, viewer=viewer)]
    if not form.group.choices:
        raise NotAllowed(gettext("You can read here, but writing a case is for members who write."))

    def create():
        return writing.create(
            find_group(int(form.group.data), viewer=viewer),
            title=form.title.data or "",
            by=viewer,
            sections={state.QUESTION: form.section_question.data or ""},
            audience=form.audience.data,
            language=form.language.data,
        )

    if form.carries_out(create):
        flash(gettext("Your case has begun. What is still open can come later, also from others."))
        goes_on = "cases.edit" if "go_on" in request.form else "cases.case"
        return redirect(url_for(goes_on, community=community.slug, slug=form.result.slug))
    return render_template("cases/new_case.html", community=community, section="cases", form=form), form.status


@blueprint.route("/cases/<slug>/edit", methods=["GET", "POST"])
@login_required
def edit(community, slug):
    viewer, community, case = found(community, slug)
    if not rules.can_revise(viewer, case):
        raise NotAllowed(gettext("You can read this case but not write in it."))
    present, language = case.revision, reader()[0]
    sections = sections_with(present.sections)
    terms = terms_of([*state.VOCABULARIES, state.KINDS, state.ROLES], language)

    def page(form, **more):
        forms.offer_in_rows(form, terms)
        return render_template(
            "cases/edit.html",
            community=community,
            section="cases",
            case=case,
            form=form,
            sections=sections,
            language=language,
            limits=rules,
            **more,
        )

    if request.method == "GET":
        form = forms.opened(sections, terms, language, **forms.values_of(present, sections), based_on=present.number)
        form.add_rows()
        return page(form)
    form = forms.opened(sections, terms, language)
    if "more" in request.form:
        form.add_rows()
        return page(form)
    try:
        if form.carries_out(lambda: _revise(case, form, sections, viewer)):
            _say_saved(form.result, present)
            return redirect(url_for("cases.case", community=community.slug, slug=case.slug))
    except writing.SavedMeanwhile as refusal:
        merged = merge_edits(case, form, sections, refusal.current, language)
        form = forms.opened(
            sections,
            terms,
            language,
            formdata=None,
            **merged.values,
            based_on=refusal.current.number,
            change=form.change.data,
        )
        form.add_rows()
        return page(form, merged=merged, current=refusal.current), 409
    return page(form), form.status


def _revise(case, form, sections, viewer):
    parts = form.parts
    return writing.revise(
        case,
        title=parts["title"],
        partners=parts["partner_rows"],
        change=form.change.data or "",
        by=viewer,
        sections={section.key: parts[forms.PREFIX + section.key] for section in sections},
        choices={name: parts[name] for name in forms.CHOICES},
        based_on=form.based_on.data or 0,
    )


def _say_saved(revision, former):
    if revision.number > former.number:
        flash(gettext("Revision %(n)d is saved.", n=revision.number))
    else:
        flash(gettext("Nothing had changed, so there is no new revision."))
