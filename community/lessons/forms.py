"""The shape of what is typed about passages and lessons."""

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from community.accounts.forms import LANGUAGE_NAMES
from community.forms import Form
from community.languages import lazy_gettext as _
from community.lessons.rules import EXPLANATION_LENGTH, MASKED_LENGTH, NOTE_LENGTH, SENTENCE_LENGTH, WHY_LENGTH

_SENTENCE = {"rows": 2, "maxlength": SENTENCE_LENGTH}


class HarvestForm(Form):
    """Words marked as worth learning from: selected on a page, with those around them, or paragraphs that were ticked."""

    exact = HiddenField()
    before = HiddenField()
    after = HiddenField()
    places = SelectMultipleField(
        _("Paragraphs"), validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput(), choices=[]
    )
    why = TextAreaField(_("Why is it worth learning from?"), render_kw={"rows": 2, "maxlength": WHY_LENGTH})


class ParagraphsForm(HarvestForm):
    """Paragraphs of a case, chosen from the revision that the page showed; `only` names a section if they came for that."""

    revision = HiddenField()
    back = HiddenField()
    only = HiddenField(default="")
    section = HiddenField()


class ReleaseForm(Form):
    """Words let out of a confidential subgroup: in a wording of their own, or without one as they are."""

    masked = TextAreaField(_("Your words with names masked"), render_kw={"rows": 5, "maxlength": MASKED_LENGTH})


class LessonForm(Form):
    """A lesson or a common issue, new or revised."""

    kind = HiddenField(default="lesson")
    based_on = HiddenField()
    when = TextAreaField(_("When"), render_kw=_SENTENCE)
    do = TextAreaField(_("Do"), render_kw=_SENTENCE)
    because = TextAreaField(_("Because"), render_kw=_SENTENCE)
    question = TextAreaField(_("The question that is shared"), render_kw=_SENTENCE)
    explanation = TextAreaField(_("Explanation"), render_kw={"rows": 10, "maxlength": EXPLANATION_LENGTH})
    themes = SelectMultipleField(_("Themes"), widget=ListWidget(), option_widget=CheckboxInput())
    group = SelectField(_("Where"))
    language = SelectField(_("Language of the text"), choices=LANGUAGE_NAMES)
    audience = RadioField(
        _("Who may read it"),
        default="community",
        choices=[
            ("subgroup", _("The members of that group")),
            ("community", _("The whole community")),
            ("public", _("Everybody, also without an account")),
        ],
    )


class EvidenceForm(Form):
    """A passage given a stance in a lesson."""

    passage = HiddenField()
    stance = SelectField(
        _("What it does to the lesson"),
        validate_choice=False,
        choices=[("supports", _("Supports")), ("contradicts", _("Contradicts")), ("qualifies", _("Qualifies"))],
    )
    note = StringField(_("Note"), render_kw={"maxlength": NOTE_LENGTH})
