"""Members of a community, a person's page, and introducing oneself."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups.actions.members import introduce
from community.groups.forms import IntroductionForm
from community.groups.queries.groups import find_community
from community.groups.queries.members import (
    MEMBERS_A_PAGE,
    count_members,
    find_person,
    introduction_of,
    members_of,
    memberships_of,
)
from community.groups.views import blueprint
from community.languages import gettext


@blueprint.get("/c/<community>/members")
def members(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    rows = members_of(community, after=request.args.get("after"))
    page, more = rows[:MEMBERS_A_PAGE], len(rows) > MEMBERS_A_PAGE
    return render_template(
        "groups/members.html",
        community=community,
        section="members",
        members=page,
        count=count_members(community),
        after=f"{page[-1].name}|{page[-1].handle}" if more else None,
    )


@blueprint.get("/people/<handle>")
@login_required
def person(handle):
    viewer = current_viewer()
    found = find_person(handle, viewer=viewer)
    return render_template("groups/person.html", person=found, belongings=memberships_of(found, viewer=viewer))


@blueprint.route("/c/<community>/introduction", methods=["GET", "POST"])
@login_required
def introduction(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    form = IntroductionForm(obj=introduction_of(viewer.person_id, community))

    def present():
        return introduce(
            community, by=viewer, experience=form.experience.data, offer=form.offer.data, seek=form.seek.data
        )

    if form.carries_out(present):
        flash(gettext("Thank you: this is how the community sees you now."))
        return redirect(url_for("groups.person", handle=viewer.handle))
    return render_template("groups/introduction.html", community=community, section="members", form=form), form.status
