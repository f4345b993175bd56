"""The shape of what is typed about a vocabulary."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from community.forms import Form
from community.languages import lazy_gettext as _
from community.vocabularies.rules import LABEL_LENGTH, TERMS


class VocabularyForm(Form):
    """The terms of a vocabulary in one language, in order; `for_terms` adds a field for each, and whether it is retired."""

    language = HiddenField()
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])
    added = TextAreaField(_("New terms"), render_kw={"rows": 3, "maxlength": 20 * LABEL_LENGTH})
    keys: Sequence[str] = ()

    @property
    def typed(self) -> list[tuple[str, str, bool]]:
        """Return the key, label and retirement of each term; new ones, one a line, last and without a key."""
        rows = [(key, self[f"label_{key}"].data or "", self[f"out_{key}"].data) for key in self.keys]
        lines = (self.added.data or "").splitlines()[:TERMS]
        return rows + [("", line, False) for line in lines if line.strip()]


class MergingForm(Form):
    """The term that stands for another."""

    into = SelectField(_("Which term stands for it"), validate_choice=False)


def for_terms(keys: Sequence[str], **values: Any) -> VocabularyForm:
    """Return the form for these terms, filled with what was sent or the values."""
    fields: dict[str, Any] = {"keys": tuple(keys)}
    for key in keys:
        fields[f"label_{key}"] = StringField(_("Term"), render_kw={"maxlength": LABEL_LENGTH})
        fields[f"out_{key}"] = BooleanField(_("No longer offered"))
    made: VocabularyForm = type("VocabularyForm", (VocabularyForm,), fields)(**values)
    return made
