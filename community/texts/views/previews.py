"""The page on which a form shows how its texts will look, with everything typed kept: for who uses no scripts."""

from flask import request

from community.cases.queries.attached import files_in
from community.errors import Invalid
from community.files.showing import with_files
from community.languages import gettext
from community.rendering import MAX_LENGTH
from community.texts.actions import shown


def is_preview():
    """Say whether the form was sent to be shown, not to be saved."""
    return request.method == "POST" and "preview" in request.form


def previewed(form, names, *, viewer):
    """Let these fields of a form carry what they will look like, or why they can't be shown; return the form."""
    for name in names:
        try:
            html = _shown(form[name])
            form.preview(name, with_files(html, files_in(html, viewer=viewer)))
        except Invalid as refusal:
            form.refuse(name, refusal.message)
    return form


def _shown(field):
    text, most = field.data or "", (field.render_kw or {}).get("maxlength", MAX_LENGTH)
    if len(text) > most:
        said = gettext("At most %(n)d characters are taken; there are %(has)d.", n=most, has=len(text))
        raise Invalid(field.name, said)
    return shown(field.name, text) if text.strip() else ""
