"""The shape of what is typed about the form of a community's cases: four texts for each section, in the order of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from community.cases.actions.shaping import TypedSection
from community.cases.form import Outline, Section
from community.cases.rules import FORM_LENGTHS
from community.forms import Form
from community.languages import lazy_gettext as _

PARTS = ("label", "ask", "help", "example")
NEW = "new"


class ShapingForm(Form):
    """The form of the cases, in one language; `for_sections` adds the fields of its sections."""

    language = HiddenField()
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])
    keys: Sequence[str] = ()

    @property
    def typed(self) -> list[TypedSection]:
        """Return the sections as they were typed, in order."""
        return [
            TypedSection(
                key, is_left_out=self[f"out_{key}"].data, **{part: self[f"{part}_{key}"].data or "" for part in PARTS}
            )
            for key in self.keys
        ]


def for_sections(keys: Sequence[str], **values: Any) -> ShapingForm:
    """Return the form for these sections, filled with what was sent or the values."""
    fields: dict[str, Any] = {"keys": tuple(keys)}
    for key in keys:
        limits = {part: {"maxlength": FORM_LENGTHS[part]} for part in PARTS}
        fields[f"label_{key}"] = StringField(_("Name"), render_kw=limits["label"])
        fields[f"ask_{key}"] = TextAreaField(_("Guiding question"), render_kw=limits["ask"] | {"rows": 2})
        fields[f"help_{key}"] = TextAreaField(_("Help"), render_kw=limits["help"] | {"rows": 3})
        fields[f"example_{key}"] = TextAreaField(_("Example"), render_kw=limits["example"] | {"rows": 3})
        fields[f"out_{key}"] = BooleanField(_("Leave this section out"))
    made: ShapingForm = type("ShapingForm", (ShapingForm,), fields)(**values)
    return made


def values_of(outline: Outline, language: str) -> dict[str, str]:
    """Return what a form says in a language, by field; what it says in another one only is left empty."""
    return {field: text for section in outline.every for field, text in texts_of(section, language).items()}


def texts_of(section: Section, language: str) -> Mapping[str, str]:
    """Return what one section says in a language, by field."""
    said = TypedSection.of(section, language)
    texts = {f"{part}_{section.key}": getattr(said, part) for part in PARTS}
    return texts | {f"out_{section.key}": "1" if section.is_left_out else ""}
