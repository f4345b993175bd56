"""The shape of what is typed about groups and their members."""

from wtforms import PasswordField, SelectField, StringField, TextAreaField

from community.accounts.forms import LANGUAGE_NAMES, time_zones
from community.forms import Form
from community.groups.actions.members import INTRODUCTION_LENGTH
from community.languages import lazy_gettext as _

_TEXT = {"rows": 4, "maxlength": INTRODUCTION_LENGTH}


class JoinForm(Form):
    """A new account, made by who follows an invitation."""

    name = StringField(_("Name"), render_kw={"maxlength": 120, "autocomplete": "name"})
    email = StringField(_("E-mail"), render_kw={"type": "email", "maxlength": 254, "autocomplete": "username"})
    password = PasswordField(_("Password"), render_kw={"maxlength": 200, "autocomplete": "new-password"})
    language = SelectField(_("Language"), choices=LANGUAGE_NAMES)
    time_zone = SelectField(_("Time zone"), choices=time_zones, default="Europe/Brussels")


class AcceptForm(Form):
    """An invitation accepted by somebody who is signed in: one click."""


class IntroductionForm(Form):
    """How a member presents themself."""

    experience = TextAreaField(_("My experience with the theme"), render_kw=_TEXT)
    offer = TextAreaField(_("What I can offer"), render_kw=_TEXT)
    seek = TextAreaField(_("What I am looking for"), render_kw=_TEXT)


class InvitationForm(Form):
    """A new invitation link."""

    role = SelectField(
        _("They join as"),
        choices=[
            ("member", _("Member")),
            ("reader", _("Reader: reads, does not write")),
            ("coordinator", _("Coordinator")),
        ],
    )
    note = StringField(_("For whom"), render_kw={"maxlength": 120})
