"""The shape of what is typed about passages and lessons."""

from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from community.accounts.forms import LANGUAGE_NAMES
from community.forms import Form
from community.languages import lazy_gettext as _
from community.lessons.rules import (
    EXPLANATION_LENGTH,
    HOLDS_LENGTH,
    MASKED_LENGTH,
    NOTE_LENGTH,
    PLACE_LENGTH,
    REASON_LENGTH,
    REPORT_LENGTH,
    SENTENCE_LENGTH,
    VOICE_LENGTH,
    WHY_LENGTH,
)

_SENTENCE = {"rows": 2, "maxlength": SENTENCE_LENGTH}
_HOLDS = {"rows": 3, "maxlength": HOLDS_LENGTH}
_NAMED_LENGTH = 300


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
    holds = TextAreaField(_("Where it holds"), render_kw=_HOLDS)
    holds_not = TextAreaField(_("Where it does not hold"), render_kw=_HOLDS)
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


class StatusForm(Form):
    """Another status for a lesson; `which` stands for the lesson that takes its place where several were meant."""

    based_on = HiddenField()
    becomes = RadioField(_("What becomes of it"), validators=[InputRequired(_("Choose what becomes of it."))])
    reason = TextAreaField(_("Why"), render_kw={"rows": 2, "maxlength": REASON_LENGTH})
    successor = StringField(
        _("Which one takes its place"), render_kw={"maxlength": _NAMED_LENGTH, "list": "titles", "autocomplete": "off"}
    )
    which = RadioField(_("Which of these do you mean?"), choices=[], validate_choice=False)


class VoiceForm(Form):
    """What a member says of a lesson: a sentence, a case, or both."""

    kind = RadioField(
        _("In your experience"),
        choices=[("also", _("It holds there too")), ("not_here", _("It does not hold in my context"))],
        validators=[InputRequired(_("Say whether it holds or not."))],
    )
    sentence = TextAreaField(_("In a sentence"), render_kw={"rows": 2, "maxlength": VOICE_LENGTH})
    case = StringField(
        _("A case that shows it"), render_kw={"maxlength": _NAMED_LENGTH, "list": "cases", "autocomplete": "off"}
    )


class UseForm(Form):
    """What came of a lesson."""

    place = StringField(_("Where you used it"), render_kw={"maxlength": PLACE_LENGTH})
    case = StringField(
        _("The case that it was for"), render_kw={"maxlength": _NAMED_LENGTH, "list": "cases", "autocomplete": "off"}
    )
    adapted = TextAreaField(_("What you adapted"), render_kw={"rows": 3, "maxlength": REPORT_LENGTH})
    outcome = TextAreaField(_("What came of it"), render_kw={"rows": 5, "maxlength": REPORT_LENGTH})
    stage = RadioField(_("How far it has come"), choices=[], validate_choice=False)


class ReviewForm(Form):
    """Until when a lesson stands as it is."""

    based_on = HiddenField()
    until = DateField(
        _("Look at it again on"), validators=[InputRequired(_("Choose the day on which you look at it again."))]
    )
