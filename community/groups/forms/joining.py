"""The shape of what is typed to invite people, to come in, and to found a community."""

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from community.accounts.forms import LANGUAGE_NAMES, time_zones
from community.forms import Form
from community.groups.actions.founding import DESCRIPTION_LENGTH, LINE_LENGTH, NAME_LENGTH, QUESTION_LENGTH
from community.groups.rules import ANSWER_LENGTH, MESSAGE_LENGTH, WORD_LENGTH
from community.languages import lazy_gettext as _

ROLES = [
    ("member", _("Member")),
    ("reader", _("Reader: reads, does not write")),
    ("coordinator", _("Coordinator")),
]


class NewcomerForm(Form):
    """A new account, made by who has proved that an address is theirs: it is not asked for here."""

    name = StringField(_("Name"), render_kw={"maxlength": 120, "autocomplete": "name"})
    organisation = StringField(_("Organisation"), render_kw={"maxlength": 120, "autocomplete": "organization"})
    password = PasswordField(_("Password"), render_kw={"maxlength": 200, "autocomplete": "new-password"})
    language = SelectField(_("Language"), choices=LANGUAGE_NAMES)
    time_zone = SelectField(_("Time zone"), choices=time_zones, default="Europe/Brussels")


class AddressForm(Form):
    """The address of somebody who wants to come in."""

    email = StringField(_("E-mail"), render_kw={"type": "email", "maxlength": 254, "autocomplete": "email"})


class AcceptForm(Form):
    """One click by somebody who is signed in: an invitation accepted, an open door gone through."""


class DeclineForm(Form):
    """An invitation declined, with a word."""

    word = StringField(_("A word to who invited you"), render_kw={"maxlength": WORD_LENGTH})


class AskForm(Form):
    """A request to join."""

    answer = TextAreaField(_("Your answer"), render_kw={"rows": 4, "maxlength": ANSWER_LENGTH})


class DecisionForm(Form):
    """What becomes of a request to join."""

    word = StringField(_("A word to them"), render_kw={"maxlength": WORD_LENGTH})
    verdict = HiddenField()


class InvitationForm(Form):
    """A new invitation link."""

    role = SelectField(_("They join as"), choices=ROLES)
    note = StringField(_("For whom"), render_kw={"maxlength": 120})


class InviteForm(Form):
    """Many people to invite at once; `seen` holds what a preview has shown."""

    text = TextAreaField(_("Addresses"), render_kw={"rows": 10, "spellcheck": "false", "autocomplete": "off"})
    file = FileField(_("Or a file"), render_kw={"accept": ".csv,.txt,.tsv,text/csv,text/plain"})
    message = TextAreaField(_("Personal message"), render_kw={"rows": 4, "maxlength": MESSAGE_LENGTH})
    role = SelectField(_("They join as"), choices=ROLES)
    again = BooleanField(_("Write again to those who were invited before and have not come"))
    seen = HiddenField()


class SettingsForm(Form):
    """What a coordinator says of a community; `based_on` is the state that was changed."""

    name = StringField(_("Name"), render_kw={"maxlength": NAME_LENGTH})
    summary = StringField(_("Summary"), render_kw={"maxlength": LINE_LENGTH})
    description = TextAreaField(_("About this community"), render_kw={"rows": 8, "maxlength": DESCRIPTION_LENGTH})
    question = StringField(_("The question that the community starts from"), render_kw={"maxlength": LINE_LENGTH})
    language = SelectField(_("Language"), choices=LANGUAGE_NAMES)
    audience = RadioField(
        _("Who may see it"),
        default="community",
        choices=[
            ("community", _("Its members only")),
            ("public", _("Everybody: its page, and what members make public")),
        ],
    )
    door = RadioField(
        _("How people come in"),
        default="invitation",
        choices=[
            ("invitation", _("By an invitation only")),
            ("ask", _("They ask, and a coordinator decides")),
            ("open", _("The door is open: whoever wants to joins at once")),
        ],
    )
    door_question = StringField(_("Question to those who ask to join"), render_kw={"maxlength": QUESTION_LENGTH})
    based_on = HiddenField()


class FoundingForm(SettingsForm):
    """A new community with its first coordinator."""

    description = None
    question = None
    based_on = None
    coordinator = StringField(
        _("E-mail of its first coordinator"), render_kw={"type": "email", "maxlength": 254, "autocomplete": "off"}
    )


class CoordinatorForm(Form):
    """A coordinator for a community that has none."""

    coordinator = StringField(
        _("E-mail of a coordinator"), render_kw={"type": "email", "maxlength": 254, "autocomplete": "off"}
    )
