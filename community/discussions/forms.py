"""The shape of what is typed in discussions."""

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from community.discussions.models import WHY_LENGTH
from community.discussions.rules import MAX_LENGTH, TITLE_LENGTH
from community.forms import Form
from community.languages import lazy_gettext as _


class ThreadForm(Form):
    """A new thread with its first post."""

    title = StringField(_("Title"), render_kw={"maxlength": TITLE_LENGTH})
    kind = RadioField(
        _("What is it"),
        default="question",
        choices=[
            ("question", _("A question: I want to know how others do it")),
            ("discussion", _("A discussion: something to think about together")),
        ],
    )
    group = SelectField(_("Where"))
    audience = RadioField(
        _("Who may read it"),
        default="community",
        choices=[
            ("subgroup", _("The members of that group")),
            ("community", _("The whole community")),
            ("public", _("Everybody, also without an account")),
        ],
    )
    text = TextAreaField(_("Your text"), render_kw={"maxlength": MAX_LENGTH})


class ReplyForm(Form):
    """A post."""

    text = TextAreaField(_("Your answer"), render_kw={"maxlength": MAX_LENGTH, "rows": 6})
    answers = IntegerField(widget=HiddenInput(), validators=[Optional()])


class RetractionForm(Form):
    """Why a post is taken back."""

    why = StringField(_("Why"), render_kw={"maxlength": WHY_LENGTH})


class EditForm(Form):
    """A post being changed."""

    text = TextAreaField(_("Your text"), render_kw={"maxlength": MAX_LENGTH, "rows": 10})
    based_on = HiddenField()
