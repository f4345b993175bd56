"""The shape of what is set about a case: how far it has come, who reads it, whose it is, what its partners agree to."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from community.cases import words
from community.cases.models import WHY_LENGTH
from community.cases.rules import ASKED_LENGTH, NOTE_LENGTH
from community.forms import Form
from community.languages import lazy_gettext as _


class StatusForm(Form):
    """How far a case has come (a form's `status` is its HTTP status)."""

    case_status = SelectField(_("How far it has come"), choices=())

    def offer(self, statuses: Iterable[str]) -> None:
        """Let these be chosen."""
        names = words.status_names()
        self.case_status.choices = [(str(status), names[status]) for status in statuses]


class AudienceForm(Form):
    """Where a case belongs and who may read it."""

    group = SelectField(_("Belongs to"))
    audience = RadioField(_("Who may read it"), choices=lambda: list(words.audience_names().items()))
    is_confirmed = BooleanField(_("Let everybody read it all the same"))


class WithdrawalForm(Form):
    """Why a case is withdrawn."""

    why = StringField(_("Why it is withdrawn"), render_kw={"maxlength": WHY_LENGTH})


class PersonForm(Form):
    """One of the people whom the view offers."""

    person = SelectField(_("Member"), coerce=int, validators=[InputRequired(_("Choose a member."))])

    def offer(self, people: Iterable[Any]) -> None:
        """Let these be chosen."""
        self.person.choices = [
            (found.id, f"{found.name}, {found.organisation}" if found.organisation else found.name) for found in people
        ]


class ConsentForm(Form):
    """What the partners of a case say to its being published."""

    state = RadioField(_("What they said"), choices=lambda: list(words.consent_names().items()))
    asked = StringField(_("Whom you asked"), render_kw={"maxlength": ASKED_LENGTH})
    note = TextAreaField(_("Note"), render_kw={"maxlength": NOTE_LENGTH, "rows": 3})
