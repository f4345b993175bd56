"""The shape of what is typed about an account."""

import zoneinfo

from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired

from community.forms import Form
from community.languages import lazy_gettext as _

LANGUAGE_NAMES = [("en", "English"), ("nl", "Nederlands"), ("fr", "Français"), ("es", "Español")]


def time_zones() -> list[str]:
    """Return the time zones to choose from: places, and UTC."""
    return [
        "UTC",
        *sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")),
    ]


class SignInForm(Form):
    """E-mail address and password."""

    email = StringField(
        _("E-mail"),
        validators=[InputRequired(_("Type your e-mail address."))],
        render_kw={"type": "email", "autocomplete": "username", "maxlength": 254},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Type your password."))],
        render_kw={"autocomplete": "current-password", "maxlength": 200},
    )
    next = HiddenField()


class ProfileForm(Form):
    """How a person is shown and spoken to."""

    name = StringField(_("Name"), render_kw={"maxlength": 120, "autocomplete": "name"})
    organisation = StringField(
        _("Organisation"), render_kw={"maxlength": 120, "autocomplete": "organization", "list": "organisations"}
    )
    language = SelectField(_("Language"), choices=LANGUAGE_NAMES)
    time_zone = SelectField(_("Time zone"), choices=time_zones)
