"""The shape of what is typed about subgroups: what they are, who comes in, and what they work with."""

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from community.forms import Form
from community.groups import rules, words
from community.groups.actions import admitting, working
from community.languages import lazy_gettext as _
from community.rendering import MAX_LENGTH


class SubgroupForm(Form):
    """What a subgroup says of itself."""

    name = StringField(_("Name"), render_kw={"maxlength": rules.LENGTHS["name"]})
    question = TextAreaField(_("Its question"), render_kw={"maxlength": rules.LENGTHS["question"]})
    summary = TextAreaField(_("In short"), render_kw={"maxlength": rules.LENGTHS["summary"]})
    is_open = BooleanField(_("Members of the community come in without asking"))


class AudienceForm(Form):
    """Who may see a subgroup."""

    audience = RadioField(_("Who may see it"), choices=lambda: list(words.audience_names().items()))


class AddMemberForm(Form):
    """A member of the community brought into a subgroup."""

    person = SelectField(_("Whom"), coerce=int)
    role = SelectField(
        _("As"), choices=lambda: [(r, words.role_name(r)) for r in words.SUBGROUP_ROLES], default="member"
    )


class SuccessorForm(Form):
    """Who facilitates after oneself; nobody, where one leaves all the same."""

    successor = SelectField(_("Who facilitates from now on"), coerce=int)


class DissolvingForm(Form):
    """A word to the members of a subgroup that is dissolved."""

    word = TextAreaField(_("A word to its members"), render_kw={"maxlength": rules.WORD_LENGTH, "rows": 3})


class AskForm(Form):
    """A request to be let in."""

    message = TextAreaField(_("Why you want to join"), render_kw={"maxlength": admitting.MESSAGE_LENGTH, "rows": 3})


class MeetingForm(Form):
    """When and where a subgroup meets, in the time zone of who says so."""

    day = DateField(_("Day"), validators=[InputRequired(_("Choose a day."))])
    hour = TimeField(_("Time"), validators=[InputRequired(_("Choose a time."))])
    minutes = SelectField(_("How long"), coerce=int, choices=lambda: words.durations(working.MINUTES), default=60)
    place = StringField(_("Where"), render_kw={"maxlength": working.PLACE_LENGTH})
    link = StringField(_("Link"), render_kw={"maxlength": working.LINK_LENGTH, "type": "url", "inputmode": "url"})
    notes = TextAreaField(_("What to prepare"), render_kw={"maxlength": working.NOTES_LENGTH})
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])


class TaskForm(Form):
    """Something to be done."""

    text = StringField(_("What is to be done"), render_kw={"maxlength": working.TASK_LENGTH})
    owner = SelectField(_("Who"), coerce=int)
    due_on = DateField(_("By when"), validators=[Optional()])
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])


class ReportForm(Form):
    """What a subgroup brings back."""

    text = TextAreaField(_("Report"), render_kw={"maxlength": MAX_LENGTH, "rows": 16})
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])
