"""The shape of what is sent as files, and of what is said of one."""

from wtforms import MultipleFileField, StringField

from community.files.naming import NAME_LENGTH
from community.files.rules import WORDS_LENGTH
from community.forms import Form
from community.languages import lazy_gettext as _


class UploadForm(Form):
    """One file or several."""

    files = MultipleFileField(_("Files"))


class DetailsForm(Form):
    """What is said of a file."""

    name = StringField(_("Name"), render_kw={"maxlength": NAME_LENGTH})
    shows = StringField(_("What it shows"), render_kw={"maxlength": WORDS_LENGTH})
    caption = StringField(_("Caption"), render_kw={"maxlength": WORDS_LENGTH})


class RemovalForm(Form):
    """One click, after a page that says what it means."""
