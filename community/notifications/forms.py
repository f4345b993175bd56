"""The shape of what is chosen about being told."""

from wtforms import RadioField

from community.forms import Form
from community.languages import lazy_gettext as _
from community.notifications.models import Level
from community.notifications.reasons import REASONS

_LEVELS = {
    Level.MAIL: _("Here and by mail at once"),
    Level.PRODUCT: _("Here only"),
    Level.NOTHING: _("Not at all"),
}


class ChoicesForm(Form):
    """For each reason, how one wants to be told."""


for _name, _reason in REASONS.items():
    _choices = [(level.value, _LEVELS[level]) for level in _reason.levels]
    setattr(ChoicesForm, _name, RadioField(_reason.name, choices=_choices))
