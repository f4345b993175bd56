"""What is done with a text before it is saved: shown as it will look, or made Markdown of. Nothing of it is kept."""

from community.errors import Invalid, NotAllowed
from community.groups.viewer import Viewer
from community.languages import gettext
from community.rendering import MAX_LENGTH, TooComplex, TooLong, render
from community.texts.converting import to_markdown
from community.texts.grid import TooMuch
from community.throttle import Limit, check, count_anyway

PASTED = 1_000_000  # characters of HTML

_PREVIEWS = (300, 600)  # in ten minutes
_PASTES = (120, 600)


def preview(text: str, *, by: Viewer) -> str:
    """Return the HTML that a text will be shown as."""
    _spend("preview", *_PREVIEWS, by)
    return shown("text", text)


def shown(field: str, text: str) -> str:
    """Return the HTML of a text; raise Invalid, naming its field, where saving it would."""
    try:
        return render(text).html
    except (TooComplex, TooLong) as error:
        raise Invalid(field, gettext("This text is too tangled to show: %(why)s", why=str(error))) from error


def paste(page: str, *, by: Viewer) -> str:
    """Return the Markdown of HTML that somebody copied elsewhere."""
    if len(page) > PASTED:
        raise Invalid("html", gettext("That is too much to paste with its formatting. It came as plain text."))
    _spend("paste", *_PASTES, by)
    try:
        text = to_markdown(page, picture=lambda words: gettext("(Picture: %(words)s)", words=words))
    except (TooMuch, RecursionError) as error:
        raise Invalid("html", gettext("Its formatting is too tangled. It came as plain text.")) from error
    if not text or len(text) > MAX_LENGTH:
        raise Invalid("html", gettext("Its formatting could not be brought along. It came as plain text."))
    return text


def _spend(what: str, most: int, seconds: int, by: Viewer) -> None:
    """Count one use, with nothing locked while the text is worked on."""
    if by.person_id is None:
        raise NotAllowed(gettext("Sign in first."))
    limit = Limit(f"{what}:{by.person_id}", most, seconds)
    check([limit])
    count_anyway([limit])
