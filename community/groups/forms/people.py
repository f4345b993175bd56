"""The shape of what members say of themselves, and of what they are asked."""

from collections.abc import Mapping

from wtforms import RadioField, StringField, TextAreaField

from community.forms import Form
from community.groups import words
from community.groups.prompts import HELP_LENGTH, LABEL_LENGTH, LENGTH, Prompt
from community.languages import lazy_gettext as _

_TEXT = {"rows": 4, "maxlength": LENGTH}
_LABEL, _HELP = {"maxlength": LABEL_LENGTH}, {"maxlength": HELP_LENGTH}


class IntroductionForm(Form):
    """How a member presents themself."""

    experience = TextAreaField(render_kw=_TEXT)
    offer = TextAreaField(render_kw=_TEXT)
    seek = TextAreaField(render_kw=_TEXT)
    bring = TextAreaField(render_kw=_TEXT)
    tags = StringField(_("Words for your experience"), render_kw={"maxlength": 400})

    def ask(self, prompts: Mapping[str, Prompt]) -> None:
        """Name the answers as the community asks for them."""
        for key, prompt in prompts.items():
            self[key].label.text = prompt.label


class RoleForm(Form):
    """What a member is to a community."""

    role = RadioField(_("Role"), choices=lambda: list(words.community_roles().items()))


class LeavingForm(Form):
    """That somebody is a member no more."""


class OrganisationForm(Form):
    """How an organisation is called."""

    name = StringField(_("Name"), render_kw={"maxlength": 120, "list": "organisations", "autocomplete": "off"})


class PromptsForm(Form):
    """What a community asks newcomers."""

    experience_label = StringField(_("First question"), render_kw=_LABEL)
    experience_help = StringField(_("Hint with the first question"), render_kw=_HELP)
    offer_label = StringField(_("Second question"), render_kw=_LABEL)
    offer_help = StringField(_("Hint with the second question"), render_kw=_HELP)
    seek_label = StringField(_("Third question"), render_kw=_LABEL)
    seek_help = StringField(_("Hint with the third question"), render_kw=_HELP)
    bring_label = StringField(_("Fourth question: a case"), render_kw=_LABEL)
    bring_help = StringField(_("Hint with the fourth question"), render_kw=_HELP)
