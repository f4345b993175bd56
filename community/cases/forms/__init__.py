"""The shape of what is typed about a case."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FileField,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as Row
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, HiddenInput

from community import places
from community.addresses import read_number
from community.cases import period, words
from community.cases.actions.choosing import INTRO_LENGTH, WHY_LENGTH
from community.cases.form import Section
from community.cases.rules import CHANGE_LENGTH, PARTNER_LENGTHS, PARTNERS, SECTION_LENGTH, TITLE_LENGTH
from community.cases.state import VOCABULARIES
from community.forms import Form
from community.groups.rules import LENGTHS
from community.groups.words import audience_names
from community.languages import lazy_gettext as _
from community.lines import storable

BLANK_ROWS = 2
PREFIX = "section_"
CHOICES = ("purposes", "themes", "sectors", "stages", "places", "period")


class PartnerRow(Row):
    """One partner; the action checks what was chosen, because a case may hold what the list no longer offers."""

    name = StringField(_("Name"), render_kw={"maxlength": PARTNER_LENGTHS["name"]})
    kind = SelectField(_("Kind"), validate_choice=False)
    role = SelectField(_("Role"), validate_choice=False)
    contribution = StringField(_("Contribution"), render_kw={"maxlength": PARTNER_LENGTHS["contribution"]})


class PartnerRows(FieldList):
    """Rows numbered by the browser; a number that no page sends is passed over."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        numbers = (name[len(prefix) + 1 :].partition("-")[0] for name in formdata if name.startswith(f"{prefix}-"))
        return (n for n in map(read_number, numbers) if n is not None)


class PeriodField(Field):
    """From and to, in two controls of one name."""

    data: list[str]

    def process_data(self, value: Any) -> None:
        """Take what the case holds."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        self.data = [storable(text) for text in valuelist[:2]]

    def moment(self, n: int) -> str:
        """Return what stands in one of the two."""
        return self.data[n] if n < len(self.data) else ""


class CaseForm(Form):
    """Everything in a case; `opened` adds its sections."""

    title = StringField(_("Title"), render_kw={"maxlength": TITLE_LENGTH})
    partner_rows = PartnerRows(FormField(PartnerRow), _("Who took part"))
    purposes = SelectMultipleField(_("Why you cooperated"), option_widget=CheckboxInput(), validate_choice=False)
    themes = SelectMultipleField(_("Themes"), option_widget=CheckboxInput(), validate_choice=False)
    sectors = SelectMultipleField(_("Sectors"), option_widget=CheckboxInput(), validate_choice=False)
    stages = SelectMultipleField(_("Stages of the dialogue"), option_widget=CheckboxInput(), validate_choice=False)
    places = SelectMultipleField(_("Where it was"), validate_choice=False)
    period = PeriodField(_("When it was"))
    change = StringField(_("What did you change?"), render_kw={"maxlength": CHANGE_LENGTH})
    based_on = StringField(widget=HiddenInput())

    @property
    def parts(self) -> dict[str, Any]:
        """Return what was typed, by field: all that a case consists of."""
        rows = [{key: " ".join((value or "").split()) for key, value in row.data.items()} for row in self.partner_rows]
        texts = {
            name: field.data or "" for name, field in self._fields.items() if name == "title" or name.startswith(PREFIX)
        }
        chosen = {name: sorted(self[name].data or []) for name in CHOICES if name != "period"}
        chosen["period"] = period.tidy(self.period.data)
        return texts | chosen | {"partner_rows": [row for row in rows if any(row.values())]}

    def add_rows(self) -> None:
        """Offer blank rows for more partners, as far as there may be more."""
        for _n in range(min(BLANK_ROWS, PARTNERS - len(self.partner_rows))):
            self.partner_rows.append_entry()


def values_of(revision: Any, sections: Sequence[Section]) -> dict[str, Any]:
    """Return what a revision holds, by the field that it is typed in."""
    texts = {PREFIX + section.key: revision.sections.get(section.key, "") for section in sections}
    chosen = {name: revision.choices.get(name, []) for name in CHOICES}
    return {"title": revision.title, "partner_rows": revision.partners} | chosen | texts


def opened(sections: Sequence[Section], terms: Mapping[str, Sequence[Any]], language: str, **values: Any) -> Any:
    """Return the form of a case with these sections and lists to choose from, filled with what was sent or the values."""
    form = _with_sections(tuple(section.key for section in sections))(**values)
    for section in sections:
        form[PREFIX + section.key].label.text = section.label(language)
    form.places.choices = list(places.names(language))
    for name in VOCABULARIES:
        form[name].choices = _offered(terms[name], form[name].data or [])
    return form


def offer_in_rows(form: Any, terms: Mapping[str, Sequence[Any]]) -> None:
    """Give each row of a partner its lists to choose from; last, because rows may have been added."""
    for row in form.partner_rows:
        row.form.kind.choices = [("", "–"), *_offered(terms["partner-kinds"], [row.form.kind.data])]
        row.form.role.choices = [("", "–"), *_offered(terms["roles"], [row.form.role.data])]


class NewCaseForm(Form):
    """A case begun: its title, and its question if there is one already."""

    title = StringField(_("Title"), render_kw={"maxlength": TITLE_LENGTH})
    section_question = TextAreaField(_("Question"), render_kw={"maxlength": SECTION_LENGTH, "rows": 3})
    group = SelectField(_("Belongs to"))
    language = SelectField(_("Language of the text"), choices=words.LANGUAGES)
    audience = RadioField(
        _("Who may read it"), default="community", choices=lambda: list(words.audience_names().items())
    )


class ImportForm(Form):
    """A case as a Markdown file, looked at first and then made."""

    text = TextAreaField(_("Text of the case"), render_kw={"rows": 16, "spellcheck": "false"})
    file = FileField(_("Or a file"), render_kw={"accept": ".md,.markdown,.txt,text/markdown,text/plain"})
    group = SelectField(_("Belongs to"))
    audience = RadioField(
        _("Who may read it"), default="community", choices=lambda: list(words.audience_names().items())
    )
    makes = BooleanField(widget=HiddenInput())


class ClosingForm(Form):
    """When a choosing round closes, in the time zone of who says so."""

    day = DateField(_("Last day"), validators=[InputRequired(_("Choose a day."))])
    hour = TimeField(_("Until"), validators=[InputRequired(_("Choose a time."))])


class RoundForm(ClosingForm):
    """A new choosing round."""

    cases = SelectMultipleField(_("Cases to choose from"), coerce=int, option_widget=CheckboxInput())
    intro = TextAreaField(_("What you want to say to the members"), render_kw={"maxlength": INTRO_LENGTH, "rows": 4})


class SubgroupForm(Form):
    """One subgroup, formed without a round."""

    name = StringField(_("Name"), render_kw={"maxlength": LENGTHS["name"]})
    question = TextAreaField(_("Its question"), render_kw={"maxlength": LENGTHS["question"], "rows": 2})
    case = SelectField(_("Its case"), coerce=int)
    facilitator = SelectField(_("Facilitator"), coerce=int)
    audience = RadioField(_("Who may see it"), default="community", choices=lambda: list(audience_names().items()))


def wishes_form(cases: Mapping[int, str], **values: Any) -> Any:
    """Return the form in which somebody says how much they want each case, and why."""
    fields: dict[str, Any] = {}
    for case_id, title in cases.items():
        fields[f"strength_{case_id}"] = RadioField(title, choices=words.strengths, default="")
        fields[f"why_{case_id}"] = StringField(_("Why"), render_kw={"maxlength": WHY_LENGTH})
    return type("WishesForm", (Form,), fields)(**values)


def forming_form(cases: Mapping[int, str], people: Sequence[tuple[int, str]], **values: Any) -> Any:
    """Return the form of a division: for each case its subgroup, for each person their place."""
    fields: dict[str, Any] = {}
    places = [(0, _("In no subgroup")), *cases.items()]
    for case_id in cases:
        fields[f"name_{case_id}"] = StringField(_("Name"), render_kw={"maxlength": LENGTHS["name"]})
        fields[f"facilitator_{case_id}"] = SelectField(_("Facilitator"), coerce=int, choices=[(0, "–"), *people])
        fields[f"audience_{case_id}"] = SelectField(
            _("Who may see it"), choices=lambda: list(audience_names().items()), default="community"
        )
    for person_id, name in people:
        fields[f"place_{person_id}"] = SelectField(name, coerce=int, choices=places)
    return type("FormingForm", (Form,), fields)(**values)


@lru_cache(maxsize=32)
def _with_sections(keys: tuple[str, ...]) -> type[CaseForm]:
    limits = {"maxlength": SECTION_LENGTH}
    return type("CaseForm", (CaseForm,), {PREFIX + key: TextAreaField(render_kw=limits) for key in keys})


def _offered(terms: Sequence[Any], chosen: Sequence[str | None]) -> list[tuple[str, str]]:
    """Return what may be chosen, and what was chosen once and is no longer in the list."""
    offered = [(term.key, term.label) for term in terms]
    known = {key for key, _label in offered}
    return offered + [(key, key) for key in chosen if key and key not in known]
