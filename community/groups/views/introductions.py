"""Introducing oneself, and what a community asks of newcomers."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.discussions.queries.threads import introduction_posts_of
from community.discussions.views.threads import address_of
from community.errors import Absent
from community.groups.actions import introductions as actions
from community.groups.forms.people import IntroductionForm, PromptsForm
from community.groups.prompts import KEYS, Prompt, our_prompts
from community.groups.queries import introductions as queries
from community.groups.queries.groups import find_community
from community.groups.rules import can_coordinate
from community.groups.views import blueprint
from community.languages import gettext


@blueprint.route("/c/<community>/introduction", methods=["GET", "POST"])
@login_required
def introduction(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    present = queries.introduction_of(viewer.person_id, community)
    asked = queries.prompts_of(community)
    form = IntroductionForm(obj=present, tags=", ".join(queries.tags_of(viewer.person_id, community)))

    form.ask(asked)

    def introduce():
        said = {key: form[key].data for key in KEYS}
        return actions.introduce(community, by=viewer, **said, tags=actions.read_tags(form.tags.data))

    if form.carries_out(introduce):
        if form.result is None:
            flash(gettext("Nothing is said yet. You can come back to it at any time."))
            return redirect(url_for("groups.community", community=community.slug))
        flash(gettext("Thank you: this is how the community sees you now, and where others welcome you."))
        return redirect(address_of(community, introduction_posts_of(viewer.person_id)[community.id]))
    return render_template(
        "groups/introduction.html",
        community=community,
        section="members",
        form=form,
        prompts=asked,
        tags_used=queries.tags_used_in(community),
        is_first=present is None,
        may_ask=can_coordinate(viewer, community.scope),
    ), form.status


@blueprint.route("/c/<community>/introduction/prompts", methods=["GET", "POST"])
@login_required
def prompts(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not can_coordinate(viewer, community.scope):
        raise Absent
    asked = queries.prompts_of(community)
    form = PromptsForm(data={f"{key}_{part}": getattr(asked[key], part) for key in KEYS for part in Prompt._fields})

    def ask():
        own = {key: Prompt(form[f"{key}_label"].data, form[f"{key}_help"].data) for key in KEYS}
        actions.set_prompts(community, own, by=viewer)

    if form.carries_out(ask):
        flash(gettext("This is what members are asked from now on. What they said already stands under it."))
        return redirect(url_for("groups.introduction", community=community.slug))
    return render_template(
        "groups/prompts.html", community=community, section="members", form=form, ours=our_prompts()
    ), form.status
