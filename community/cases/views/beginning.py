"""Beginning a case."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases import forms, state
from community.cases.actions import writing
from community.cases.queries.forms import form_of
from community.cases.views import blueprint
from community.drafts.forms import brought_back, offered
from community.drafts.queries import find_draft
from community.drafts.rules import Place
from community.errors import NotAllowed
from community.groups.queries.groups import find_community, find_group, groups_to_write_in
from community.groups.rules import proposed_audience
from community.languages import gettext, reader
from community.web import reads_first


@blueprint.route("/cases/new", methods=["GET", "POST"])
@login_required
@reads_first
def new_case(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    place = Place("new-case", community.id)
    draft = find_draft(place, viewer=viewer)
    groups, asked = groups_to_write_in(community, viewer=viewer), request.args.get("group")
    if not groups:
        raise NotAllowed(gettext("You can read here, but writing a case is for members who write."))
    proposed = proposed_audience(groups, asked)
    given = {"title": request.args.get("title", "")[:200], **brought_back(draft)}
    form = forms.NewCaseForm(group=asked, audience=proposed, language=community.language, **given)
    form.group.choices = [(str(group.id), group.name) for group in groups]

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
    return render_template(
        "cases/new_case.html",
        community=community,
        section="cases",
        form=form,
        is_confided=any(group.is_confidential for group in groups),
        place=place,
        draft=offered(draft),
        opening=form_of(community.id).find(state.QUESTION),
        language=reader()[0],
    ), form.status
