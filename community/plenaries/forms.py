"""The shape of what is typed about plenaries and their boards."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from community.forms import Form
from community.languages import lazy_gettext as _
from community.lessons.rules import SENTENCE_LENGTH
from community.plenaries import naming
from community.plenaries.rules import (
    BECAUSE_LENGTH,
    NAME_LENGTH,
    QUESTION_LENGTH,
    QUORUM,
    STEP_LENGTH,
    TITLE_LENGTH,
)
from community.rendering import MAX_LENGTH

_DAY = [Optional()]
_SENTENCE = {"rows": 2, "maxlength": SENTENCE_LENGTH}


def _ticks(label: object) -> SelectMultipleField:
    return SelectMultipleField(
        label, coerce=int, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput(), choices=[]
    )


class PlenaryForm(Form):
    """A plenary, new or changed: each phase ends with the day that is given, in the time zone of who gives it."""

    based_on = HiddenField(default="0")
    title = StringField(_("Title"), render_kw={"maxlength": TITLE_LENGTH})
    question = TextAreaField(_("The question to all"), render_kw={"rows": 2, "maxlength": QUESTION_LENGTH})
    collect = DateField(_("Collect until"), validators=_DAY)
    cluster = DateField(_("Cluster until"), validators=_DAY)
    draft = DateField(_("Draft until"), validators=_DAY)
    agree = DateField(_("Agree until"), validators=_DAY)
    quorum = IntegerField(
        _("How many have to say where they stand before a draft is decided on"),
        default=0,
        validators=[Optional()],
        render_kw={"min": 0, "max": QUORUM},
    )
    cases = _ticks(_("Cases in scope"))
    groups = _ticks(_("Subgroups that bring what they found"))
    audience = RadioField(
        _("Who may follow it"),
        default="community",
        choices=[("community", _("The whole community")), ("public", _("Everybody, also without an account"))],
    )


class MovesForm(Form):
    """Cards to put into a theme; `came_from` is the theme that one was dragged out of, `edition` the board that was seen."""

    card = SelectMultipleField(_("Cards"), coerce=int, validate_choice=False, choices=[])
    theme = SelectField(
        _("Theme"),
        validate_choice=False,
        choices=[],
        validators=[InputRequired(_("Choose where they belong."))],
    )
    keeps = BooleanField(_("Leave them where they stand, too"))
    came_from = HiddenField()
    edition = HiddenField()


class ThemeForm(Form):
    """A theme, new or renamed; a new one may take cards with it."""

    name = StringField(_("Name of the theme"), render_kw={"maxlength": NAME_LENGTH})
    card = SelectMultipleField(_("Cards"), coerce=int, validate_choice=False, choices=[])


class MergingForm(Form):
    """What a theme or a card goes together with."""

    into = SelectField(_("Put it together with"), coerce=int, validate_choice=False, choices=[])


class DraftForm(Form):
    """What a draft says: a lesson in three parts, or a common issue as a question."""

    kind = HiddenField(default="lesson")
    when = TextAreaField(_("When"), render_kw=_SENTENCE)
    do = TextAreaField(_("Do"), render_kw=_SENTENCE)
    because = TextAreaField(_("Because"), render_kw=_SENTENCE)
    question = TextAreaField(_("The question that is shared"), render_kw=_SENTENCE)


def draft_form(cards: Mapping[int, str], **values: Any) -> Any:
    """Return the form in which a theme becomes a draft: what it says, and what each card does to it."""
    stances = [
        ("supports", _("Supports")),
        ("qualifies", _("Qualifies")),
        ("contradicts", _("Contradicts")),
        ("", _("Leave it out")),
    ]
    fields: dict[str, Any] = {
        f"stance_{card_id}": SelectField(words, choices=stances, default="supports") for card_id, words in cards.items()
    }
    return type("ThemeDraftForm", (DraftForm,), fields)(**values)


class VoiceForm(Form):
    """Where somebody stands on a draft; `seen` is the revision that they read."""

    seen = HiddenField()
    stand = RadioField(_("Where you stand"), validate_choice=False, choices=lambda: list(naming.stand_names().items()))
    because = TextAreaField(_("In a sentence"), render_kw={"rows": 3, "maxlength": BECAUSE_LENGTH})


class DecisionForm(Form):
    """What was decided on a draft; `seen` is the revision that it was decided on."""

    seen = HiddenField()
    verdict = RadioField(_("What was decided"), validate_choice=False, choices=[])
    sentence = TextAreaField(_("Why, in a sentence"), render_kw=_SENTENCE)
    question = TextAreaField(_("The question that is shared"), render_kw=_SENTENCE)
    owner = SelectField(_("Who takes it further"), coerce=int, validate_choice=False, choices=[])


class BringingForm(Form):
    """A lesson to bring before the plenary."""

    lesson = SelectField(_("A lesson to speak about, too"), validate_choice=False, choices=[])


class ReportForm(Form):
    """The words of a report around what is made for each reader."""

    based_on = HiddenField(default="0")
    introduction = TextAreaField(_("Introduction"), render_kw={"rows": 8, "maxlength": MAX_LENGTH})
    findings = TextAreaField(_("What we found"), render_kw={"rows": 6, "maxlength": MAX_LENGTH})
    conclusions = TextAreaField(_("Conclusions"), render_kw={"rows": 8, "maxlength": MAX_LENGTH})


class PublishingForm(Form):
    """Who may read a report; `based_on` is the version that was read."""

    based_on = HiddenField(default="0")
    audience = RadioField(_("Who may read it"), validate_choice=False, choices=[])


class StepForm(Form):
    """A next step."""

    based_on = HiddenField(default="0")
    text = StringField(_("What is to be done"), render_kw={"maxlength": STEP_LENGTH})
    owner = SelectField(_("Who"), coerce=int, validate_choice=False, choices=[])
    due_on = DateField(_("By when"), validators=[Optional()])
