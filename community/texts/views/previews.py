"""The page on which a form shows how its texts will look, with everything typed kept: for who uses no scripts."""

from flask import request

from community.cases.queries.attached import files_in
from community.errors import Invalid
from community.files.showing import with_files
from community.languages import gettext
from community.links.queries.meaning import links_in, point
from community.links.showing import with_links
from community.rendering import MAX_LENGTH
from community.texts.actions import shown as render_text


def is_preview():
    """Say whether the form was sent to be shown, not to be saved."""
    return request.method == "POST" and "preview" in request.form


def previewed(form, names, *, community, viewer):
    """Let these fields of a form carry what they will look like, or why they can't be shown; return the form."""
    for name in names:
        try:
            form.preview(name, as_read(_shown(form[name]), community, viewer=viewer))
        except Invalid as refusal:
            form.refuse(name, refusal.message)
    return form


def as_read(html, community, *, viewer):
    """Return rendered HTML with its pictures and, where the community is known in which it will stand, its links."""
    (resolved,) = point((html,), community, viewer=viewer) if community else (html,)
    shown = with_files(resolved, files_in(resolved, viewer=viewer))
    return with_links(shown, links_in(resolved, viewer=viewer))


def _shown(field):
    text, most = field.data or "", (field.render_kw or {}).get("maxlength", MAX_LENGTH)
    if len(text) > most:
        said = gettext("At most %(n)d characters are taken; there are %(has)d.", n=most, has=len(text))
        raise Invalid(field.name, said)
    return render_text(field.name, text) if text.strip() else ""
