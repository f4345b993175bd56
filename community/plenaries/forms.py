"""The shape of what is typed about plenaries and their boards."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
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
from community.plenaries.rules import NAME_LENGTH, QUESTION_LENGTH, TITLE_LENGTH

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
