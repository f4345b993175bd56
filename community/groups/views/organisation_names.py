"""Calling an organisation otherwise, so that two spellings of it become one: in a community, or everywhere."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.queries import organisation_by_slug
from community.accounts.session import current_viewer
from community.addresses import read_number
from community.errors import Absent, NotAllowed
from community.groups import rules
from community.groups.actions import organisations as actions
from community.groups.forms.people import OrganisationForm
from community.groups.queries import directory
from community.groups.queries import organisations as queries
from community.groups.queries.groups import find_community
from community.groups.queries.members import organisations_of
from community.groups.views import blueprint
from community.languages import gettext


@blueprint.route("/c/<community>/organisations/<slug>/name", methods=["GET", "POST"])
@login_required
def organisation_name(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = organisation_by_slug(slug)
    if found is None or not viewer.belongs_to(community.id):
        raise Absent
    count = directory.count_of(community, directory.Wanted(organisation=slug))
    if not count:
        raise Absent
    if not rules.can_coordinate(viewer, community.scope):
        raise NotAllowed(gettext("Only a coordinator renames organisations."))
    form = OrganisationForm(name=found.name)
    if form.carries_out(lambda: actions.rename(community, found, name=form.name.data, by=viewer)):
        flash(gettext("The members work at %(name)s now, and their cases stand under it.", name=form.result.name))
        return redirect(url_for("groups.organisation", community=community.slug, slug=form.result.slug))
    return render_template(
        "groups/organisation_name.html",
        community=community,
        section="members",
        organisation=found,
        count=count,
        others=[name for name in organisations_of(community) if name != found.name],
        form=form,
    ), form.status


@blueprint.get("/administration/organisations")
@login_required
def organisation_list():
    words = request.args.get("q", "").strip()[:200]
    found = queries.organisations(viewer=current_viewer(), words=words, after=_after())
    page, more = found[: queries.ORGANISATIONS_A_PAGE], len(found) > queries.ORGANISATIONS_A_PAGE
    return render_template(
        "groups/organisation_list.html",
        organisations=page,
        words=words,
        after=f"{page[-1].folded}|{page[-1].id}" if more else None,
    )


@blueprint.route("/administration/organisations/<slug>", methods=["GET", "POST"])
@login_required
def organisation_everywhere(slug):
    viewer = current_viewer()
    found = queries.find_organisation(slug, viewer=viewer)
    form = OrganisationForm(name=found.name)
    if form.carries_out(lambda: actions.rename_everywhere(found, name=form.name.data, by=viewer)):
        flash(gettext("Everybody who worked there works at %(name)s now.", name=form.result.name))
        return redirect(url_for("groups.organisation_list", q=form.result.name))
    alike = [other for other in queries.organisations(viewer=viewer) if other.id != found.id]
    return render_template(
        "groups/organisation_everywhere.html", organisation=found, others=alike, form=form
    ), form.status


def _after():
    name, _, last = request.args.get("after", "").rpartition("|")
    number = read_number(last)
    return (name, number) if number is not None else None
