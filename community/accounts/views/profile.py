"""How one is shown and spoken to."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required

from community import places, tongues
from community.accounts import actions, queries
from community.accounts import session as sessions
from community.accounts.forms import ProfileForm
from community.accounts.views import blueprint
from community.groups.queries.members import organisations_around
from community.languages import gettext, reader
from community.web import reads_first


@blueprint.route("/account", methods=["GET", "POST"])
@login_required
@reads_first
def profile():
    viewer, language = sessions.current_viewer(), reader()[0]
    person = queries.get_person(viewer.person_id)
    form = ProfileForm(
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        country=person.country or "",
        spoken=", ".join(tongues.name_of(spoken.code, language) for spoken in person.spoken),
        language=person.language,
        time_zone=person.time_zone,
    )
    form.country.choices = [("", gettext("Not said")), *places.names(language)]

    def update(spoken):
        return actions.update_profile(
            queries.get_person(viewer.person_id),
            name=form.name.data,
            organisation=form.organisation.data or "",
            country=form.country.data,
            spoken=spoken,
            language=form.language.data,
            time_zone=form.time_zone.data,
        )

    if form.carries_out(update, prepare=lambda: actions.read_languages(form.spoken.data)):
        flash(gettext("Your account is changed."))
        return redirect(url_for("accounts.profile"))
    return render_template(
        "accounts/profile.html", form=form, viewer=viewer, part="profile", organisations=organisations_around(viewer)
    ), form.status
