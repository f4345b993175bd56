"""What is set about a case: how far it has come, who reads it, who its authors are, and what its partners agree to."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.cases import rules, words
from community.cases.actions import consent as consenting
from community.cases.actions import placing
from community.cases.forms import settings as forms
from community.cases.queries import authors as queries
from community.cases.views import blueprint
from community.cases.views.finding import found
from community.groups.queries.groups import find_group, groups_to_write_in
from community.groups.words import not_allowed
from community.languages import gettext


@blueprint.get("/cases/<slug>/settings")
@login_required
def settings(community, slug):
    return settings_page(*found(community, slug))


@blueprint.post("/cases/<slug>/status")
@login_required
def status(community, slug):
    viewer, community, case = found(community, slug)
    form = _status_form(viewer, case)
    if form.carries_out(lambda: placing.set_status(case, status=form.case_status.data, by=viewer)):
        flash(gettext("How far the case has come is changed."))
        return redirect(url_for("cases.case", community=community.slug, slug=case.slug))
    return settings_page(viewer, community, case, status_form=form)


@blueprint.post("/cases/<slug>/audience")
@login_required
def audience(community, slug):
    viewer, community, case = found(community, slug)
    form = _audience_form(viewer, community, case)

    def move():
        group = find_group(int(form.group.data), viewer=viewer)
        placing.move(case, group=group, audience=form.audience.data, by=viewer, is_confirmed=form.is_confirmed.data)

    try:
        if form.carries_out(move):
            flash(gettext("Who may read the case is changed, and its discussion went along."))
            return redirect(url_for("cases.case", community=community.slug, slug=case.slug))
    except placing.ConsentMissing as refusal:
        form.form_errors.append(refusal.message)
        return settings_page(viewer, community, case, audience_form=form, asks_to_confirm=True)
    return settings_page(viewer, community, case, audience_form=form)


@blueprint.post("/cases/<slug>/consent")
@login_required
def consent(community, slug):
    viewer, community, case = found(community, slug)
    form = forms.ConsentForm()

    def note():
        consenting.note_consent(
            case, state=form.state.data, asked=form.asked.data or "", note=form.note.data or "", by=viewer
        )

    if form.carries_out(note):
        flash(gettext("What its partners agree to is noted."))
        return redirect(url_for("cases.settings", community=community.slug, slug=case.slug, _anchor="consent"))
    return settings_page(viewer, community, case, consent_form=form)


def settings_page(
    viewer, community, case, *, status_form=None, audience_form=None, consent_form=None, person_form=None, **more
):
    """Return the page of the settings, with the form that was refused."""
    is_shown_to_move = rules.can_move(viewer, case) and not (status_form or consent_form or person_form)
    if not (rules.can_settle(viewer, case) or is_shown_to_move):
        said = gettext("Only its authors and those who run its group change the settings of a case.")
        raise not_allowed(case.scope, said)
    sent = status_form or audience_form or consent_form or person_form
    noted = queries.consents_of(case)
    return render_template(
        "cases/settings.html",
        community=community,
        section="cases",
        case=case,
        statuses=rules.statuses_for(viewer, case, case.status),
        for_others=[status for status, whose in rules.SETTLED_BY.items() if rules.Part.OWNER not in whose],
        may_settle=rules.can_settle(viewer, case),
        may_move=rules.can_move(viewer, case),
        may_name=rules.can_name_authors(viewer, case),
        may_withdraw=rules.can_withdraw(viewer, case),
        co_authors=queries.co_authors_of(case),
        consents=noted,
        consent_names=words.consent_names(),
        status_form=status_form or _status_form(viewer, case, formdata=None),
        audience_form=audience_form or _audience_form(viewer, community, case, formdata=None),
        consent_form=consent_form or _consent_form(noted),
        person_form=person_form or adding_form(case, formdata=None),
        sent=sent,
        **more,
    ), sent.status if sent else 200


def adding_form(case, **options):
    """Return the form in which a co-author is chosen."""
    form = forms.PersonForm(**options)
    form.offer(author for author in queries.writers_around(case) if author.id not in case.author_ids)
    return form


def _status_form(viewer, case, **options):
    form = forms.StatusForm(case_status=case.status, **options)
    form.offer(rules.statuses_for(viewer, case, case.status))
    return form


def _consent_form(noted):
    present = noted[0] if noted else None
    return forms.ConsentForm(
        formdata=None,
        state=present.state if present else "not_asked",
        asked=present.asked if present else "",
        note=present.note if present else "",
    )


def _audience_form(viewer, community, case, **options):
    form = forms.AudienceForm(group=str(case.group_id), audience=case.audience, **options)
    groups = groups_to_write_in(community, viewer=viewer)
    if case.group not in groups and not case.group.is_dissolved:
        groups.append(case.group)
    form.group.choices = [(str(group.id), group.name) for group in groups]
    return form
