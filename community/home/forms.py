"""The shape of what is typed on the coordinator's desk."""

from wtforms import TextAreaField

from community.forms import Form
from community.languages import lazy_gettext as _
from community.notifications.rules import NUDGE_LENGTH


class NudgeForm(Form):
    """A personal message to members who were silent."""

    text = TextAreaField(_("Your message"), render_kw={"maxlength": NUDGE_LENGTH, "rows": 10})
