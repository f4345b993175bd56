"""The shape of what is typed about an account."""

import zoneinfo

from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired

from community.forms import Form
from community.languages import lazy_gettext as _

LANGUAGE_NAMES = [("en", "English"), ("nl", "Nederlands"), ("fr", "Français"), ("es", "Español")]

_ADDRESS = {"type": "email", "maxlength": 254}
_CURRENT = {"autocomplete": "current-password", "maxlength": 200}
_NEW = {"autocomplete": "new-password", "maxlength": 200}
_PRESENT = InputRequired(_("Type your present password."))
_NEEDED = InputRequired(_("Type a new password."))


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
    country = SelectField(_("Country where you work"))
    spoken = StringField(_("Languages you speak"), render_kw={"maxlength": 400})
    language = SelectField(_("Language of the pages and letters"), choices=LANGUAGE_NAMES)
    time_zone = SelectField(_("Time zone"), choices=time_zones)


class PasswordForm(Form):
    """Another password, by who knows the present one."""

    current_password = PasswordField(_("Your present password"), validators=[_PRESENT], render_kw=_CURRENT)
    new_password = PasswordField(_("Your new password"), validators=[_NEEDED], render_kw=_NEW)


class EmailForm(Form):
    """Another e-mail address, by who knows the password."""

    email = StringField(_("Your new e-mail address"), render_kw=_ADDRESS | {"autocomplete": "email"})
    current_password = PasswordField(_("Your present password"), validators=[_PRESENT], render_kw=_CURRENT)


class ProofForm(Form):
    """The password once more, before what cannot be left to whoever finds a browser open."""

    current_password = PasswordField(_("Your present password"), validators=[_PRESENT], render_kw=_CURRENT)


class ForgottenForm(Form):
    """The address of an account whose password is forgotten."""

    email = StringField(_("E-mail"), render_kw=_ADDRESS | {"autocomplete": "username"})


class NewPasswordForm(Form):
    """A new password, by who has the link."""

    new_password = PasswordField(_("Your new password"), validators=[_NEEDED], render_kw=_NEW)


class ConfirmForm(Form):
    """One click."""
