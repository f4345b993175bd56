"""What those who run a subgroup set: what it says of itself, its door, its members, and who may see it."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.queries import get_person
from community.cases.queries import cases_in
from community.discussions.queries.lists import THREADS_A_PAGE, threads_in
from community.groups import words
from community.groups.actions import forming, members
from community.groups.forms.subgroups import AddMemberForm, AudienceForm, SubgroupForm
from community.groups.queries.members import members_of
from community.groups.queries.workspace import people_outside, requests_into
from community.groups.viewer import Audience
from community.groups.views import blueprint
from community.groups.views.finding import found_to_set_up, page_of
from community.languages import gettext

CONFIDENTIAL = "confidential"


@blueprint.route("/c/<community>/subgroups/<slug>/settings", methods=["GET", "POST"])
@login_required
def subgroup_settings(community, slug):
    viewer, community, group = found_to_set_up(community, slug)
    form = SubgroupForm(obj=group)

    def describe():
        forming.describe_subgroup(
            group,
            name=form.name.data,
            summary=form.summary.data,
            question=form.question.data,
            is_open=form.is_open.data,
            by=viewer,
        )

    if form.carries_out(describe):
        flash(gettext("The subgroup is changed."))
        return redirect(url_for("groups.subgroup_settings", community=community.slug, slug=group.slug))
    return _page(viewer, community, group, form=form)


@blueprint.post("/c/<community>/subgroups/<slug>/members")
@login_required
def subgroup_members(community, slug):
    viewer, community, group = found_to_set_up(community, slug)
    form = _adding(group)

    def add():
        members.add_member(group, get_person(form.person.data), role=form.role.data, by=viewer)

    if form.carries_out(add):
        flash(gettext("The subgroup has a new member."))
        return redirect(url_for("groups.subgroup_settings", community=community.slug, slug=group.slug))
    return _page(viewer, community, group, adding=form)


@blueprint.route("/c/<community>/subgroups/<slug>/audience", methods=["GET", "POST"])
@login_required
def subgroup_audience(community, slug):
    viewer, community, group = found_to_set_up(community, slug)
    form = AudienceForm(formdata=request.form or request.args, audience=_present(group))
    form.audience.choices = _offered(community)
    chosen = form.audience.data if form.audience.data in dict(form.audience.choices) else _present(group)

    def change():
        forming.set_audience(
            group,
            audience=Audience.SUBGROUP if form.audience.data == CONFIDENTIAL else form.audience.data,
            is_confidential=form.audience.data == CONFIDENTIAL,
            by=viewer,
        )

    if form.carries_out(change):
        flash(gettext("Who may see the subgroup is changed."))
        return redirect(page_of(community, group))
    threads = threads_in(community, viewer=viewer, group=group)
    return render_template(
        "groups/subgroup_audience.html",
        community=community,
        group=group,
        form=form,
        chosen=chosen,
        present=_present(group),
        said=dict(form.audience.choices),
        cases=cases_in(community, viewer=viewer, group=group),
        thread_count=min(len(threads), THREADS_A_PAGE),
        has_more=len(threads) > THREADS_A_PAGE,
    ), form.status


def _page(viewer, community, group, *, form=None, adding=None):
    sent = adding or form
    return render_template(
        "groups/subgroup_settings.html",
        community=community,
        group=group,
        form=form or SubgroupForm(formdata=None, obj=group),
        adding=adding or _adding(group, formdata=None),
        sent=sent,
        present=_present(group),
        audiences=_offered(community),
        members=members_of(group, limit=None),
        requests=requests_into(group, viewer=viewer),
    ), sent.status


def _adding(group, **options):
    form = AddMemberForm(**options)
    form.person.choices = [
        (person_id, f"{name}, {organisation}" if organisation else name)
        for person_id, name, organisation in people_outside(group)
    ]
    return form


def _present(group):
    return CONFIDENTIAL if group.is_confidential else group.audience


def _offered(community):
    widest = community.audience
    names = words.audience_names().items()
    return [(key, said) for key, said in names if key != Audience.PUBLIC or widest == Audience.PUBLIC]
